"""What all rows share: public ids that sort by time, and the times of making and changing."""

import secrets
import time
import uuid

from django.db import models


def uuid7() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562 sections 5.7 and 6.2, method 3): Unix time in steps of 244 ns, then 62 random bits.

    What one machine makes one after the other sorts so, also within a millisecond.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    step = rest * 4096 // 1_000_000
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | step << 64 | 0x2 << 62 | secrets.randbits(62))


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
