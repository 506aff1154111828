"""One file a format: bytes in, records out, or records in, bytes out. Nothing here writes to the database."""

from .registry import format_of, read, readers
from .rows import BadRow, CommentRow, Place, ReadRow, RelationRow, SpanRow, read_uuid
from .storable import unstorable

__all__ = [
    "BadRow",
    "CommentRow",
    "Place",
    "ReadRow",
    "RelationRow",
    "SpanRow",
    "format_of",
    "read",
    "read_uuid",
    "readers",
    "unstorable",
]
