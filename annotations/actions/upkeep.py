"""Clearing what has run its time: kept answers older than a day."""

from datetime import timedelta

from django.utils import timezone

from annotations.models import Answer

KEEP = timedelta(hours=24)


def forget_old_answers() -> int:
    """Delete answers to idempotent requests after 24 hours; returns how many."""
    return Answer.objects.filter(at__lt=timezone.now() - KEEP).delete()[0]
