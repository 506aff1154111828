"""The guidelines as the workbench shows them beside the text: each label's own, then the project's, with contents."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from annotations.access import Do, get_project
from annotations.models import Event, Label, Project, labels_of
from annotations.models.default_guidelines import in_readers_language
from annotations.models.usual import usual

from .base import frame, page, person
from .markdown import render_markdown

HEADING: Final = re.compile(r"<h([2-6])>(.*?)</h\1>", re.DOTALL)
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    words: str
    level: int


@dataclass(frozen=True, slots=True)
class Section:
    """A label, its own guideline as HTML, and the heading of the project's guidelines that is about it."""

    label: Label
    guideline: SafeString
    about: Heading | None


@page("GET")
def guidelines(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the guidelines to read (two queries, three where they were ever changed)."""
    project = get_project(person(request), slug, to=Do.READ)
    shown, language = in_readers_language(project.guidelines, otherwise=project.language)
    text, headings = with_anchors(render_markdown(shown))
    context = frame(
        project,
        "settings",
        text=text,
        language=language,
        headings=[heading for heading in headings if heading.level <= DEEPEST],
        sections=[_section(label, headings) for label in labels_of(project).values() if label.is_on],
        version=_version(project),
    )
    return render(request, "annotations/guidelines.html", context)


def with_anchors(html: str) -> tuple[SafeString, list[Heading]]:
    """Give every heading of clean HTML an id; return both. Headings move one level down, below their section's."""
    found: list[Heading] = []

    def name(match: re.Match[str]) -> str:
        heading = Heading(f"guide-{len(found) + 1}", " ".join(strip_tags(match[2]).split()), int(match[1]))
        found.append(heading)
        tag = f"h{min(heading.level + 1, 6)}"
        return f'<{tag} id="{heading.anchor}" tabindex="-1">{match[2]}</{tag}>'

    return mark_safe(HEADING.sub(name, html)), found  # noqa: S308 - what comes in is clean, and an id is added


def _section(label: Label, headings: list[Heading]) -> Section:
    names = "|".join(map(re.escape, {label.name, label.key, usual(label.name)}))
    words = re.compile(rf"\b(?:{names})s?\b", re.IGNORECASE)
    about = next((heading for heading in headings if words.search(heading.words)), None)
    return Section(label, render_markdown(label.guideline), about)


def _version(project: Project) -> dict[str, Any] | None:
    """Count from the log how often the guidelines were changed; the last change says when and by whom."""
    changes = Event.objects.filter(project=project, kind="project", after__has_key="guidelines")
    last = changes.select_related("actor").first()
    if last is None:
        return None
    return {"number": changes.count() + 1, "at": last.at, "by": last.actor}
