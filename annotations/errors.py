"""Every expected trouble, as an exception that knows its HTTP status and tells the person what to do.

No Django here: the doors turn these into a problem document (api) or a page (web), each in one place.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one input: `field` is a path like `start` or `spans.3.label`."""

    field: str
    code: str
    detail: str


class FactcheckError(Exception):
    """Expected trouble. `detail` is a sentence for the person; `code` is stable for programs."""

    status = 400
    title = "The request could not be used."
    code = "invalid"

    def __init__(self, detail: str = "", *, code: str = "", errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or self.code
        self.errors = tuple(errors)


class Invalid(FactcheckError):
    """400: malformed or out of range."""

    @classmethod
    def field(cls, field: str, code: str, detail: str) -> "Invalid":
        """Say what is wrong with a single field."""
        return cls(detail, code=code, errors=[FieldError(field, code, detail)])


class NotSignedIn(FactcheckError):
    status, title, code = 401, "Sign in first.", "not_signed_in"


class Forbidden(FactcheckError):
    """403: the person is a member, and the role is too low; the detail names what is needed."""

    status, title, code = 403, "Your role does not allow this.", "forbidden"


class NotFound(FactcheckError):
    """404: not there, or not this person's to see; the two are never told apart."""

    status, title, code = 404, "There is nothing here that you can see.", "not_found"


class Conflict(FactcheckError):
    """409: the request was fine, the state of the thing is not."""

    status, title, code = 409, "This conflicts with how things stand.", "conflict"


class Stale(FactcheckError):
    """412: somebody saved a newer revision since this one was read."""

    status, title, code = 412, "Somebody changed this since you read it.", "stale"


class TooLarge(FactcheckError):
    status, title, code = 413, "That is too large.", "too_large"


class UnsupportedType(FactcheckError):
    status, title, code = 415, "That kind of content is not accepted here.", "unsupported_type"


class Unprocessable(FactcheckError):
    """422: well-formed rows whose content cannot be used; `errors` number them."""

    status, title, code = 422, "The content could not be used.", "unprocessable"


class PreconditionMissing(FactcheckError):
    status, title, code = 428, "Send If-Match with the revision you read.", "if_match_missing"


class Throttled(FactcheckError):
    """429: too many tries; `retry_after` is in seconds."""

    status, title, code = 429, "Too many tries.", "throttled"

    def __init__(self, detail: str = "", *, retry_after: int = 60) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
