"""A project in the middle of its work, for pages with everything on them: spans of each kind, a verdict, a review."""

from dataclasses import dataclass
from pathlib import Path

from annotations import access, tasks
from annotations.access import Do
from annotations.actions.claims import claim_of_span
from annotations.actions.comments import reply, resolve, write_comment
from annotations.actions.documents import DocumentDraft, create_document
from annotations.actions.events import Actor
from annotations.actions.evidence import EvidenceDraft, SourceDraft, add_evidence
from annotations.actions.queue import submit_document, take_next
from annotations.actions.relations import RelationDraft, create_relation
from annotations.actions.spans import delete_span
from annotations.actions.verdicts import VerdictDraft, record_verdict, submit_verdict
from annotations.models import Claim, Document, EngineRun, Label, Project, Queue, Span, User
from factcheck.environment import BASE_DIR
from tests.actions.story import mark, suggest

TEXT = (
    "Northern Command puts border force at 126,000\n"
    "\n"
    "An estimated 126,000 troops stood near the border on Tuesday, Northern Command said. "
    "“No unit of ours has crossed it,” its spokesman told reporters 🛰 in the capital.\n"
    "\n"
    "The ministry denied that a second column was on its way, and called reports of 40 new bases an invention. "
    "Between 4.5 and 4.7 percent of it are reservists, it said.\n"
    "\n"
    "Satellite pictures taken on Monday show 17,600 tents along the river, some of them empty.\n"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the walk needs the addresses of."""

    project: Project
    document: Document
    read: Document
    claim: Claim
    figure: Span
    denial: Span
    dismissed: Span


def make_desk(project: Project, editor: User, annotator: User, reviewer: User) -> Desk:
    """Fill the project: one document by hand, one that the engine has read, a claim in review."""
    Label.objects.filter(project=project).update(is_on=True)
    by_hand = create_document(
        project,
        Actor(user=editor),
        DocumentDraft(title="Border force at 126,000", text=TEXT, publisher="The Example Courier", language="en"),
    )
    claim, figure, denial = _mark_up(by_hand, annotator)
    dismissed = mark(by_hand, annotator, "Satellite pictures", "speaker")
    delete_span(dismissed, Actor(user=annotator), revision=dismissed.revision)
    article = (Path(BASE_DIR) / "seeds" / "02-forces-return.txt").read_text(encoding="utf-8")
    read = create_document(project, Actor(user=editor), DocumentDraft(title="Forces return", text=article))
    for run in EngineRun.objects.filter(version=read.current):
        tasks.run_engine(str(run.pk))
    take_next(project, Actor(user=reviewer), Queue.REVIEW)
    asked = write_comment(figure, Actor(user=reviewer), "Is it the same count as on Monday, @annotator?")
    reply(asked, Actor(user=annotator), "It is. The tents were counted once.")
    resolve(write_comment(figure, Actor(user=reviewer), "Seen."), Actor(user=reviewer), revision=1)
    return Desk(project, by_hand, read, claim, figure, denial, dismissed)


def _mark_up(document: Document, annotator: User) -> tuple[Claim, Span, Span]:
    by = Actor(user=annotator)
    figure = mark(document, annotator, "126,000 troops", "figure", value=126000)
    denied = mark(document, annotator, "An estimated 126,000 troops stood near the border on Tuesday", "claim")
    mark(document, annotator, "Northern Command", "speaker")
    mark(document, annotator, "No unit of ours has crossed it,", "quote")
    denial = mark(document, annotator, "The ministry denied that a second column was on its way", "denial")
    draft = RelationDraft("denies", scope="part", note="Not that it was the second.")
    create_relation(document.project, by, denial, denied, draft)
    for words, label in (
        ("reports of 40 new bases an invention", "denial"),
        ("40 new bases", "figure"),
        ("40 new bases an invention", "claim"),
        ("Between 4.5 and 4.7 percent", "figure"),
        ("Between 4.5 and 4.7 percent of it are reservists", "claim"),
        ("it said", "quote"),
    ):
        suggest(document, words, label)
    claim, _ = claim_of_span(figure, by)
    source = SourceDraft(url="https://example.org/count", title="The count of Tuesday")
    add_evidence(claim, by, source, EvidenceDraft("126,000 troops", "supports"))
    submit_verdict(record_verdict(claim, by, VerdictDraft("half-true", "Two counts differ.")), by, revision=1)
    submit_document(access.get_document(annotator, document.pk, to=Do.LABEL), by)
    mark(document, annotator, "17,600 tents along the river", "claim")
    counted = mark(document, annotator, "17,600 tents", "figure", value=17600)
    mark(document, annotator, "tents along the river, some of them empty", "denial")
    return claim, counted, denial
