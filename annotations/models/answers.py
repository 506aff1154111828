"""First answers to requests with an Idempotency-Key, kept for 24 hours so that a repeat gets the same one."""

from django.db import models

from .people import User


class Answer(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64, help_text="Of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    etag = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="answer_once"),)
        indexes = (models.Index(fields=("at",), name="answer_age"),)

    def __str__(self) -> str:
        return f"{self.status} for {self.key}"
