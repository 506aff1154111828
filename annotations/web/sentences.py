"""Events as sentences: who did what to which words, and what was before and after."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from annotations.models import (
    Directness,
    Event,
    Label,
    Project,
    Queue,
    Reason,
    RelationType,
    Scope,
    SourceKind,
    SpanState,
    Stance,
    VerdictState,
    labels_of,
    ratings_of,
)
from annotations.models.default_labels import enumerations, titles
from annotations.models.usual import usual, usual_value

# What happened, by kind and verb; the name of the thing follows in the template.
SAID: Final = {
    ("span", "created"): gettext_noop("marked a span"),
    ("span", "edited"): gettext_noop("changed a span"),
    ("span", "accepted"): gettext_noop("accepted a suggestion"),
    ("span", "rejected"): gettext_noop("rejected a span"),
    ("span", "submitted"): gettext_noop("handed in a span"),
    ("span", "approved"): gettext_noop("approved a span"),
    ("span", "returned"): gettext_noop("returned a span"),
    ("span", "deleted"): gettext_noop("deleted a span"),
    ("span", "explained"): gettext_noop("said why a suggestion was rejected"),
    ("span", "undone"): gettext_noop("took back the last change of a span"),
    ("span", "imported"): gettext_noop("brought in a span"),
    ("document", "received"): gettext_noop("brought this document in"),
    ("document", "edited"): gettext_noop("changed what is known about the document"),
    ("run", "queued"): gettext_noop("asked for pre-annotation"),
    ("run", "started"): gettext_noop("began to read"),
    ("run", "proposed"): gettext_noop("finished reading"),
    ("run", "failed"): gettext_noop("could not finish reading"),
    ("claim", "created"): gettext_noop("made a claim"),
    ("claim", "edited"): gettext_noop("reworded a claim"),
    ("claim", "joined"): gettext_noop("said that a span states a known claim"),
    ("claim", "left"): gettext_noop("took a span off its claim"),
    ("evidence", "created"): gettext_noop("added a source"),
    ("evidence", "edited"): gettext_noop("changed a source"),
    ("evidence", "withdrawn"): gettext_noop("took a source off"),
    ("verdict", "created"): gettext_noop("recorded a verdict"),
    ("verdict", "submitted"): gettext_noop("handed in a verdict"),
    ("verdict", "withdrawn"): gettext_noop("took back a verdict"),
    ("verdict", "approved"): gettext_noop("approved a verdict"),
    ("verdict", "returned"): gettext_noop("returned a verdict"),
    ("verdict", "set_aside"): gettext_noop("set a verdict aside by rewording its claim"),
    ("relation", "created"): gettext_noop("linked two spans"),
    ("relation", "edited"): gettext_noop("changed a link between spans"),
    ("relation", "withdrawn"): gettext_noop("took a link between spans away"),
    ("relation", "imported"): gettext_noop("brought in a link between spans"),
    ("comment", "created"): gettext_noop("began a thread of comments"),
    ("comment", "replied"): gettext_noop("replied to a comment"),
    ("comment", "edited"): gettext_noop("reworded a comment"),
    ("comment", "removed"): gettext_noop("removed a comment"),
    ("comment", "resolved"): gettext_noop("resolved a thread of comments"),
    ("comment", "reopened"): gettext_noop("reopened a thread of comments"),
    ("comment", "imported"): gettext_noop("brought in a comment"),
    ("nothing_here", "said"): gettext_noop("found nothing to mark here"),
    ("nothing_here", "withdrawn"): gettext_noop("took back that there is nothing to mark here"),
    ("assignment", "taken"): gettext_noop("took the document from the queue"),
    ("assignment", "taken_over"): gettext_noop("took the document over"),
    ("assignment", "lapsed"): gettext_noop("held the document until the time ran out"),
    ("assignment", "released"): gettext_noop("gave the document back"),
    ("assignment", "finished"): gettext_noop("finished with the document"),
}
NAMES: Final = {
    "type": gettext_noop("type"),
    "scope": gettext_noop("scope"),
    "label": gettext_noop("label"),
    "start": gettext_noop("start"),
    "end": gettext_noop("end"),
    "state": gettext_noop("state"),
    "reason": gettext_noop("reason"),
    "note": gettext_noop("note"),
    "attributes": gettext_noop("attributes"),
    "rating": gettext_noop("rating"),
    "stance": gettext_noop("stance"),
    "source": gettext_noop("source"),
    "passage": gettext_noop("passage"),
    "justification": gettext_noop("why"),
    "normalized_text": gettext_noop("wording"),
    "title": gettext_noop("title"),
    "proposed": gettext_noop("suggestions"),
    "skipped": gettext_noop("skipped"),
    "seconds": gettext_noop("seconds"),
    "error": gettext_noop("error"),
    "attempts": gettext_noop("attempts"),
    "why": gettext_noop("chosen because"),
    "user": gettext_noop("held by"),
    "queue": gettext_noop("queue"),
}
# Told by the sentence itself, or of use to programs only.
SILENT: Final = frozenset(
    {
        "quote",
        "revision",
        "decided_at",
        "decided_by",
        "author",
        "sha256",
        "span",
        "number",
        "self_approved",
        "short_text",
        "length",
        "engine",
    }
)
# Ids, which say nothing to people: of a relation its ends, of a comment where it stands.
IDS: Final = {
    "relation": frozenset({"source", "target"}),
    "comment": frozenset({"document", "span", "claim", "verdict", "root"}),
    "verdict": frozenset({"claim"}),
    "evidence": frozenset({"claim"}),
}
LONGEST: Final = 200
TITLES: Final = dict(titles())
CHOICES: Final = (SpanState, VerdictState, Reason, Stance, Directness, SourceKind, RelationType, Scope, Queue)
# What holds a word of ours, not of a text or a person.
CODED: Final = enumerations() | {"label", "rating", "state", "reason", "stance", "directness", "queue"}


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called now, and the key of the label that the span it is, or is about, had then."""

    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What people read for the codes that events hold, and the project's labels by key."""

    codes: Mapping[str, str]
    labels: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Sentence:
    """An event for people. `who` is empty for the system itself; `label` is that of the span, where it is about one."""

    event: Event
    who: str
    is_engine: bool
    said: str
    thing: str
    label: Label | None
    changes: list[Change]


def scheme_of(project: Project) -> Scheme:
    """Return the words for codes, and the labels; no query where the scheme is in memory."""
    choices = {str(value): str(label).lower() for each in CHOICES for value, label in each.choices}
    labels = {label.key: usual(label.name) for label in labels_of(project).values()}
    ratings = {rating.slug: usual(rating.name) for rating in ratings_of(project)}
    return Scheme(choices | labels | ratings, labels_of(project))


def sentence_of(event: Event, named: Named, scheme: Scheme) -> Sentence:
    """Put an event into words; `named` is what the thing is called, where that is known."""
    said = SAID.get((event.kind, event.verb))
    return Sentence(
        event=event,
        who=event.actor.username if event.actor else event.engine,
        is_engine=bool(event.engine),
        said=_(said) if said else f"{event.verb.replace('_', ' ')}: {event.kind}",
        thing=_short(str(event.after.get("quote") or named.name)),
        label=scheme.labels.get(named.label),
        changes=_changes(event, scheme.codes),
    )


def grouped(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    """Put neighbours together that tell the same of the same person: forty spans handed in are one thing done."""
    return [list(each) for _key, each in groupby(sentences, key=lambda one: (one.who, one.said))]


def _changes(event: Event, codes: Mapping[str, str]) -> list[Change]:
    """List what differs, in the order of the event, in words."""
    before, after = event.before, event.after
    silent = SILENT | IDS.get(event.kind, frozenset())
    names = [name for name in {**before, **after} if name not in silent]
    told = [(name, *(_words(side.get(name), name, codes) for side in (before, after))) for name in names]
    return [Change(_name(name), old, new) for name, old, new in told if old != new]


def _name(name: str) -> str:
    if name in NAMES:
        return _(NAMES[name])
    return usual(TITLES[name]).lower() if name in TITLES else name.replace("_", " ")


def _words(value: Any, name: str, codes: Mapping[str, str]) -> str:
    if value in (None, "", {}, []):
        return ""
    if isinstance(value, dict) and "quote" in value:
        return _short(value["quote"])
    if isinstance(value, dict):
        return _short("; ".join(f"{_name(each)} {_words(held, each, codes)}" for each, held in value.items()))
    if isinstance(value, list):
        return _short(", ".join(_words(each, name, codes) for each in value))
    if name == "why":
        return _why(str(value))
    if isinstance(value, str):
        return _short(codes.get(value) or usual_value(value) if name in CODED else value)
    return json.dumps(value)


def _why(told: str) -> str:
    """Translate why a document was taken: the log keeps it in English, with the number filled in."""
    priority = re.fullmatch(r"Priority (\d+) of 9", told)
    return _("Priority %(number)s of 9") % {"number": priority[1]} if priority else _(told)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
