"""A document as a reader opens it: text, zones, runs, what the reader holds and the standing verdicts, in one query."""

from django.db.models import Exists, F, OuterRef, Subquery

from .aggregates import Counted, JsonRows
from .comments import Comment, Mention
from .documents import Document, DocumentQuerySet, Zone
from .events import Event
from .nothing_here import NothingHere
from .people import User
from .runs import EngineRun
from .verdicts import Verdict, VerdictState
from .work import Assignment

RUN_FIELDS = (
    "id",
    "engine",
    "engine_version",
    "state",
    "proposed",
    "skipped",
    "seconds",
    "error",
    "attempts",
    "created_at",
    "started_at",
    "finished_at",
)


def documents_for_reading(user: User) -> DocumentQuerySet:
    """Annotate `text`, `zones`, `runs`, `held`, `chips` (verdicts), `nothing_here`, `last_event` (of the log).

    `talk` counts the open threads of comments by span, `mentioned` what the reader was named in and has not read, in
    `mentioned_blindly` of blind projects. What these hide is asked only there (`records/reading.py`): saying so in this
    query costs more than all the rest of it.
    """
    zones = Zone.objects.filter(version=OuterRef("current")).order_by("start")
    runs = EngineRun.objects.filter(version=OuterRef("current")).order_by("-id")
    held = Assignment.objects.live().filter(user=user, version=OuterRef("current")).order_by("-id")
    empty = NothingHere.objects.filter(version=OuterRef("current"), author=user).standing()
    verdicts = Verdict.objects.filter(claim__spans__version=OuterRef("current")).order_by("number")
    chips = verdicts.exclude(state=VerdictState.SUPERSEDED).distinct()
    talk = Comment.objects.filter(span__version=OuterRef("current")).open_counts()
    waiting = Mention.objects.waiting_for(user)
    # Of the whole site: the last of the project would count, page after page, what a blind project hides.
    events = Event.objects.order_by("-id")
    return Document.objects.with_text().annotate(
        zones=JsonRows(zones.values("start", "end", "kind")),
        runs=JsonRows(runs.values(*RUN_FIELDS)),
        held=JsonRows(held.values("id", "queue", "lease_expires_at")),
        chips=JsonRows(
            chips.annotate(
                rating_slug=F("rating__slug"),
                name=F("rating__name"),
                icon=F("rating__icon"),
                proposer=F("proposed_by__username"),
            ).values("id", "claim_id", "number", "state", "revision", "rating_slug", "name", "icon", "proposer")
        ),
        nothing_here=Exists(empty),
        talk=JsonRows(talk),
        mentioned=Counted(waiting),
        mentioned_blindly=Exists(waiting.in_blind_projects()),
        last_event=Subquery(events.values("id")[:1]),
    )
