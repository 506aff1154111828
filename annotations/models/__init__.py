"""Tables, their constraints and their named filters, one file a noun. Who asks is known to `visible_to` alone."""

from .answers import Answer
from .blind import Reader, handed_in
from .claims import Claim, ClaimState
from .comments import SUBJECTS, Comment, Mention, Subject, unread_mentions
from .documents import Basis, Document, DocumentState, DocumentVersion, Precision, Zone, ZoneKind
from .events import Event
from .evidence import Directness, Evidence, Reliability, Source, SourceKind, Stance
from .labels import Colour, Icon, Label, Pattern, Rating, labels_of, ratings_of
from .nothing_here import NothingHere, NothingState
from .people import ApiToken, Membership, Role, User
from .projects import Policy, Project, SecondPerson
from .reading import documents_for_reading
from .relation_types import ENDS, RelationType, Scope, allowed_sources, allowed_targets
from .relations import Relation, RelationState
from .runs import EngineRun, RunState
from .spans import LIVE, Origin, Reason, Span, SpanState
from .transfers import Transfer, TransferState
from .verdicts import Verdict, VerdictState
from .work import Assignment, AssignmentState, Queue

__all__ = [
    "ENDS",
    "LIVE",
    "SUBJECTS",
    "Answer",
    "ApiToken",
    "Assignment",
    "AssignmentState",
    "Basis",
    "Claim",
    "ClaimState",
    "Colour",
    "Comment",
    "Directness",
    "Document",
    "DocumentState",
    "DocumentVersion",
    "EngineRun",
    "Event",
    "Evidence",
    "Icon",
    "Label",
    "Membership",
    "Mention",
    "NothingHere",
    "NothingState",
    "Origin",
    "Pattern",
    "Policy",
    "Precision",
    "Project",
    "Queue",
    "Rating",
    "Reader",
    "Reason",
    "Relation",
    "RelationState",
    "RelationType",
    "Reliability",
    "Role",
    "RunState",
    "Scope",
    "SecondPerson",
    "Source",
    "SourceKind",
    "Span",
    "SpanState",
    "Stance",
    "Subject",
    "Transfer",
    "TransferState",
    "User",
    "Verdict",
    "VerdictState",
    "Zone",
    "ZoneKind",
    "allowed_sources",
    "allowed_targets",
    "documents_for_reading",
    "handed_in",
    "labels_of",
    "ratings_of",
    "unread_mentions",
]
