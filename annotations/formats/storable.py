"""What JSON is fit to be kept: by PostgreSQL, which stores no NUL, and by programs, whose numbers end at 64 bits."""

from typing import Any, Final

from django.utils.translation import gettext as _

DEEPEST: Final = 30
# PostgreSQL gives 1e30 back as a whole number of 31 digits, and no JSON of ours could be written with that any more.
LARGEST: Final = 2**63


def unstorable(value: Any) -> tuple[str, str]:
    """Return where the value cannot be kept and why, or two empty strings.

    A stack and not recursion: JSON may be nested deeper than Python's calls.
    """
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting:
        path, found, depth = waiting.pop()
        trouble = _trouble(found, depth)
        if trouble:
            return path[:80], trouble
        if isinstance(found, dict):
            waiting += [(path, name, depth) for name in found if "\0" in name]
            waiting += [(f"{path}.{name}".lstrip("."), inner, depth + 1) for name, inner in found.items()]
        elif isinstance(found, list):
            waiting += [(f"{path}.{place}", inner, depth + 1) for place, inner in enumerate(found)]
    return "", ""


def _trouble(value: Any, depth: int) -> str:
    if depth > DEEPEST:
        return _("This is nested more than %(levels)s levels deep.") % {"levels": DEEPEST}
    if isinstance(value, str) and "\0" in value:
        return _("This holds a NUL character at offset %(offset)s. Remove it and send again.") % {
            "offset": value.index(chr(0))
        }
    if isinstance(value, int | float) and abs(value) >= LARGEST:
        return _("%(value)s is larger than programs can read. The limit is %(limit)s.") % {
            "value": f"{value:g}",
            "limit": f"{LARGEST:g}",
        }
    return ""
