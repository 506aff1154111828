"""From bytes to text: strict, and clear about where the bytes go wrong."""

import codecs
from typing import Final

from django.utils.translation import gettext as _

from annotations.errors import Invalid

# UTF-32 before UTF-16: its mark begins with the same two bytes.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's own notations, which no file is written in; one of them takes hours for a long one.
_NOT_OF_FILES: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_CUT_OFF: Final = ("unexpected end of data", "truncated data", "incomplete multibyte sequence")


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text and the encoding used: the byte-order mark's, else the one asked for, else UTF-8.

    Never guesses: a guess that is wrong shifts no offset today and every quotation for ever.
    """
    mark, name = next((each for each in _MARKS if data.startswith(each[0])), (b"", encoding or "utf-8"))
    try:
        if codecs.lookup(name).name.replace("_", "-") in _NOT_OF_FILES:
            raise LookupError(name)
        # Not codecs.decode: that would also unpack zip, hex and base64.
        return data[len(mark) :].decode(name), name
    except UnicodeDecodeError as error:
        raise _explain(error, len(mark)) from error
    except (LookupError, ValueError) as error:
        raise Invalid.field(
            "encoding", "unknown_encoding", _("“%(name)s” is not an encoding.") % {"name": name[:40]}
        ) from error


def _explain(error: UnicodeDecodeError, skipped: int) -> Invalid:
    if error.reason in _CUT_OFF:
        return Invalid.field("file", "truncated", _("The file ends in the middle of a character. Was it cut off?"))
    byte, position = error.object[error.start], error.start + skipped
    return Invalid.field(
        "file",
        "encoding",
        _(
            "The file is not %(encoding)s: byte %(byte)s at position %(position)s. "
            "Save it as UTF-8, or name its encoding (for example windows-1252)."
        )
        % {"encoding": error.encoding.upper(), "byte": f"{byte:#04x}", "position": position},
    )
