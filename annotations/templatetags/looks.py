"""Small signs of the templates: avatars, label badges, verdict chips, the font sheet; nothing is fetched here."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.models.usual import usual
from annotations.records.raw import JSON_OPTIONS

register = template.Library()

HUES: Final = ("blue", "rust", "ochre", "slate", "teal", "plum", "olive", "rose")
ICONS: Final = ("yes", "no", "mix", "unk")
MODULES: Final = "annotations/annotator"
# Fetched when they are first needed, like all of the folder later/.
LATER: Final = ("inspector.js", "evidence.js", "later/")


@register.simple_tag
def font_sheet() -> str:
    """Link the product's own faces where `build_fonts` made them; without them the system's faces serve."""
    if not (settings.FONTS_DIR / "fonts.css").is_file():
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("fonts/fonts.css"))


@register.filter
def initials(name: str) -> str:
    """Return up to two letters that stand for a user name: `ana.soto` and `Ana Soto` give AS."""
    words = name.replace(".", " ").replace("_", " ").replace("-", " ").split()
    return "".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]


@register.filter
def hue(name: str) -> str:
    """Return the hue that a user name always has."""
    return HUES[sum(map(ord, name)) % len(HUES)]


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of `_icons.html`, hidden from screen readers: a word always stands beside it."""
    return format_html('<svg aria-hidden="true"><use href="#i-{}"></use></svg>', name)


@register.simple_tag
def verdict_chip(rating: Any) -> SafeString:
    """Draw a rating (or a verdict record with `icon` and `name`) as shape and word."""
    if not rating:
        return SafeString("")
    kind, name = (rating["icon"], rating["name"]) if isinstance(rating, dict) else (rating.icon, rating.name)
    kind = kind if kind in ICONS else "unk"
    return format_html('<span class="v {}">{}{}</span>', kind, icon(kind), usual(name))


@register.simple_tag
def label_badge(label: Any, name: str | None = None) -> SafeString:
    """Draw a label (row or record) as swatch and word."""
    row = label if isinstance(label, dict) else {key: getattr(label, key) for key in ("name", "colour", "pattern")}
    return format_html(
        '<span class="lb {0}"><span class="sw {0} pt-{1}"></span>{2}</span>',
        row["colour"],
        row["pattern"],
        name or usual(row["name"]),
    )


@register.simple_tag
def label_name(labels: Sequence[Mapping[str, Any]], key: str) -> str:
    """Return what a label of the page is called."""
    return next((str(label["name"]) for label in labels if label["key"] == key), key)


@register.simple_tag
def island(data: Any, element_id: str) -> SafeString:
    """Put data into the page for a script to read: JSON that cannot end its own element."""
    return format_html('<script type="application/json" id="{}">{}</script>', element_id, json_for_page(data))


def json_for_page(data: Any) -> SafeString:
    """Write JSON in which nothing ends a script element; `translate` would take ten times as long."""
    text = orjson.dumps(data, default=str, option=JSON_OPTIONS).decode()
    return SafeString(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@cache
def _modules() -> tuple[str, ...]:
    folder = Path(__file__).parent.parent / "static" / MODULES
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.js")))


@register.simple_tag
def module_map(nonce: Any) -> SafeString:
    """Map the annotator's modules to their hashed names.

    The modules name each other by `./name.js`, as node does in the tests; the map gives each the address that
    staticfiles made, so no bundler and no rewriting is needed.
    """
    urls = {f"{settings.STATIC_URL}{MODULES}/{name}": static(f"{MODULES}/{name}") for name in _modules()}
    return format_html('<script type="importmap" nonce="{}">{}</script>', nonce, json_for_page({"imports": urls}))


@register.simple_tag
def import_map(nonce: Any) -> SafeString:
    """Map the annotator's modules and fetch them at once, except those that come on demand."""
    first = [static(f"{MODULES}/{name}") for name in _modules() if not name.startswith(LATER)]
    links = format_html_join("", '<link rel="modulepreload" href="{}">', ((url,) for url in first))
    return SafeString(module_map(nonce) + links)
