"""The Django application's registration; nothing else is decided here."""

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"
    verbose_name = "Factcheck"
