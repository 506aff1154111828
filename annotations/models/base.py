"""What all rows share: public ids that sort by time, and the times of making and changing."""

import secrets
import time
import uuid

from django.db import models


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    return uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


class Row(models.Model):
    """A row with a public id (used in URLs and exports)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Editable(Row):
    """A row that two people may edit: every change names the revision it started from."""

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
