"""What a blind project hides: an annotator's work from other annotators, until both have handed in the document.

Reviewers and editors see everything, since they adjudicate. Each filter here says what one model shows to somebody who
is blinded; the querysets apply it where a project is blind and nowhere else.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from .people import Membership, Role, User
from .projects import Policy

ADJUDICATORS: Final = (Role.REVIEWER, Role.EDITOR)
# A document that was returned has been handed in before: its reading is over, and with it the blindness.
HANDED_IN: Final = ("submitted", "returned")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a list, in a project of which policy and in which role."""

    user: User
    policy: str
    role: str

    @property
    def is_in_blind_project(self) -> bool:
        return self.policy == Policy.BLIND

    @property
    def is_blinded(self) -> bool:
        return self.is_in_blind_project and self.role not in ADJUDICATORS


def not_blinded(project: str) -> Q:
    """Return the filter "nothing is hidden from this person here", for a query that carries `role`."""
    return ~Q(**{f"{project}policy": Policy.BLIND}) | Q(role__in=ADJUDICATORS)


def handed_in(person: Any, version: Any) -> QuerySet[Any]:
    """Return the person's finished readings of a version; both may be of an outer query."""
    # By name: assignments know spans and verdicts, whose querysets ask this.
    assignments = apps.get_model("annotations", "Assignment")._default_manager
    return assignments.filter(user=person, version=version, queue="annotate", state__in=HANDED_IN)


def opened(user: User, author: OuterRef, version: OuterRef | Coalesce) -> Q:
    """Return the filter "the reader has handed this text in, and so has the author, or the author adjudicates"."""
    judges = Membership.objects.filter(user=author, role__in=ADJUDICATORS, project__documents__versions=version)
    return Q(Exists(handed_in(user, version))) & (Q(Exists(handed_in(author, version))) | Q(Exists(judges)))


def spans_shown(user: User) -> Q:
    """One's own, what no person has decided on, and what is open."""
    undecided = Q(author=None) & (Q(decided_by=None) | Q(decided_by=user))
    return Q(author=user) | undecided | opened(user, OuterRef("author"), OuterRef("version"))


def answers_shown(user: User) -> Q:
    """One's own answer that there is nothing to mark, and those of readings that are open."""
    return Q(author=user) | opened(user, OuterRef("author"), OuterRef("version"))


def relations_shown(user: User) -> Q:
    """One's own, and those of which both texts are open."""
    ends = (opened(user, OuterRef("author"), OuterRef(f"{end}__version")) for end in ("source", "target"))
    return Q(author=user) | (next(ends) & next(ends))


def claims_shown(user: User) -> Q:
    """One's own, those of nobody, and those that appear in a span one sees."""
    spans = _spans().filter(claim=OuterRef("pk")).filter(spans_shown(user))
    return Q(created_by=user) | Q(created_by=None) | Q(Exists(spans))


def hung_on_claims_shown(user: User, author: str) -> Q:
    """Evidence and verdicts: one's own, and those whose author's reading of a text with the claim is open."""
    spans = _spans().filter(claim=OuterRef("claim"))
    return Q(**{author: user}) | Q(Exists(spans.filter(opened(user, OuterRef(OuterRef(author)), OuterRef("version")))))


def sources_shown(user: User) -> Q:
    """Those one brought in or relies on."""
    relied_on = apps.get_model("annotations", "Evidence")._default_manager.filter(
        source=OuterRef("pk"), created_by=user
    )
    return Q(created_by=user) | Q(Exists(relied_on))


def comments_shown(user: User) -> Q:
    """One's own, and what was said in the open, in a thread that was begun by oneself or in the open."""
    begun = Q(root=None) | Q(root__author=user) | _said_in_the_open(user, "root__author")
    return Q(author=user) | (_said_in_the_open(user, "author") & begun)


def _said_in_the_open(user: User, author: str) -> Q:
    """By who adjudicates, of one's own work; else of a text that the reader and whoever said it have handed in."""
    own = Q(span__author=user) | Q(claim__created_by=user) | Q(verdict__proposed_by=user)
    judges = Membership.objects.filter(user=OuterRef(author), role__in=ADJUDICATORS, project=OuterRef("project"))
    spans = _spans().filter(claim=Coalesce(OuterRef("claim"), OuterRef("verdict__claim")))
    on_claims = Exists(spans.filter(opened(user, OuterRef(OuterRef(author)), OuterRef("version"))))
    text = Coalesce(OuterRef("span__version"), OuterRef("document__current"))
    return (own & Q(Exists(judges))) | opened(user, OuterRef(author), text) | Q(on_claims)


def events_shown(user: User) -> Q:
    """What one did, what engines did, what was decided on one's own work, and what is open."""
    own_spans = _spans().filter(author=user, pk=OuterRef("object_id"))
    own_verdicts = apps.get_model("annotations", "Verdict")._default_manager.filter(
        proposed_by=user, pk=OuterRef("object_id")
    )
    of_own = Q(Exists(own_spans), kind="span") | Q(Exists(own_verdicts), kind="verdict")
    is_open = opened(user, OuterRef("actor"), OuterRef("document__current")) & ~Q(kind="assignment")
    return Q(actor=user) | Q(actor=None, kind="run") | of_own | is_open


def undecided_by(user: User) -> Q:
    """Leave out the suggestions that this person has decided on: in a blind project these stand for everybody else."""
    return ~Q(Exists(_spans().filter(supersedes=OuterRef("pk"), author=user)), state="suggested")


def _spans() -> Any:
    return apps.get_model("annotations", "Span")._default_manager
