"""Markdown of the desk as safe HTML: no raw HTML gets through, whatever it says."""

from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_READER: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS: Final = frozenset(
    {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "a"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)


def render_markdown(text: str) -> SafeString:
    """Return HTML of which every tag and attribute is on a short list; headings begin below the page's own."""
    html = _READER.render(text)
    for level in range(5, 0, -1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    clean = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has taken out all that is not on the list
