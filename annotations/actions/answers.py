"""Keeping first answers, so that a request that is sent again gets the same one. No event: nothing changes by it."""

from annotations.models import Answer, User


def keep_answer(user: User, key: str, *, request_sha256: str, status: int, body: bytes, etag: str) -> None:
    """Store an answer in the transaction of what it tells of (one statement); raise IntegrityError for a second one."""
    Answer(user=user, key=key, request_sha256=request_sha256, status=status, body=body, etag=etag).save(
        force_insert=True
    )
