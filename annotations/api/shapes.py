"""What answers look like, for the OpenAPI document only: `records/` builds them, the tests hold the two together."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers as s

from annotations.models import (
    Basis,
    ClaimState,
    Colour,
    Directness,
    DocumentState,
    Icon,
    Origin,
    Pattern,
    Policy,
    Precision,
    Reason,
    RelationState,
    RelationType,
    Reliability,
    Role,
    RunState,
    Scope,
    SecondPerson,
    SourceKind,
    SpanState,
    Stance,
    VerdictState,
    ZoneKind,
)


class Shape(s.Serializer[Any]):
    """Fields that are always there, and only read."""


@extend_schema_field({"type": "object", "additionalProperties": {}})
class AnyObject(s.Field[Any, Any, Any, Any]):
    """An object of free form."""


def names(**options: Any) -> Any:
    """Describe a list of words."""
    return s.ListField(child=s.CharField(), **options)


class FieldProblem(Shape):
    field = s.CharField()
    code = s.CharField()
    detail = s.CharField()


class Problem(Shape):
    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
    code = s.CharField()
    errors: Any = FieldProblem(many=True)


class Me(Shape):
    class MyMembership(Shape):
        project = s.CharField()
        name = s.CharField()
        role = s.ChoiceField(Role.choices)

    username = s.CharField()
    memberships = MyMembership(many=True)


class NewToken(Shape):
    token = s.CharField(help_text="The key. It is shown this once.")


class Project(Shape):
    slug = s.CharField()
    name = s.CharField()
    language = s.CharField()
    second_person = s.ChoiceField(SecondPerson.choices)
    policy = s.ChoiceField(Policy.choices)
    lease_minutes = s.IntegerField()
    role = s.ChoiceField(Role.choices, help_text="Your own role in it.")
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()


class Guidelines(Shape):
    guidelines = s.CharField(help_text="Markdown.", allow_blank=True)
    revision = s.IntegerField(help_text="Of the project.")


class Label(Shape):
    key = s.CharField()
    name = s.CharField()
    shortcut = s.CharField(allow_blank=True)
    colour = s.ChoiceField(Colour.choices)
    pattern = s.ChoiceField(Pattern.choices)
    attributes_schema = AnyObject(help_text="JSON Schema 2020-12 of the attributes of its spans.")
    guideline = s.CharField(allow_blank=True)
    order = s.IntegerField()
    is_on = s.BooleanField()


class Rating(Shape):
    slug = s.CharField()
    name = s.CharField()
    definition = s.CharField(allow_blank=True)
    numeric = s.IntegerField(allow_null=True)
    icon = s.ChoiceField(Icon.choices)
    order = s.IntegerField()


class Member(Shape):
    username = s.CharField()
    role = s.ChoiceField(Role.choices)
    since = s.DateTimeField()


class EngineName(Shape):
    name = s.CharField()
    version = s.CharField()


class Run(Shape):
    id = s.UUIDField()
    document = s.UUIDField()
    engine = EngineName()
    state = s.ChoiceField(RunState.choices)
    proposed = s.IntegerField()
    skipped = s.IntegerField()
    seconds = s.FloatField(allow_null=True)
    error = s.CharField(allow_blank=True)
    attempts = s.IntegerField()
    created_at = s.DateTimeField()
    started_at = s.DateTimeField(allow_null=True)
    finished_at = s.DateTimeField(allow_null=True)


class DocumentRow(Shape):
    """A document without its text."""

    id = s.UUIDField()
    title = s.CharField()
    publisher = s.CharField(allow_blank=True)
    authors = names()
    url = s.CharField(allow_null=True)
    published_at = s.CharField(allow_null=True, help_text="As precise as it is known: 2022-02-15, 2022-02 or 2022.")
    published_precision = s.ChoiceField(Precision.choices)
    published_basis = s.ChoiceField(Basis.choices)
    language = s.CharField()
    licence = s.CharField(allow_blank=True)
    tags = names()
    metadata = AnyObject()
    state = s.ChoiceField(DocumentState.choices)
    reach = s.IntegerField()
    harm = s.IntegerField()
    assignee = s.CharField(allow_null=True)
    due_at = s.DateTimeField(allow_null=True)
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()


class SpanCounts(Shape):
    suggested = s.IntegerField()
    draft = s.IntegerField()
    in_review = s.IntegerField()
    approved = s.IntegerField()


class ListedDocument(DocumentRow):
    spans = SpanCounts(help_text="How many, by state.")


class Zone(Shape):
    start = s.IntegerField()
    end = s.IntegerField()
    kind = s.ChoiceField(ZoneKind.choices)


class Version(Shape):
    id = s.UUIDField()
    number = s.IntegerField()
    sha256 = s.CharField()
    length = s.IntegerField(help_text="In code points.")
    captured_at = s.DateTimeField(allow_null=True)
    text = s.CharField()
    zones = Zone(many=True)


class Document(DocumentRow):
    version = Version()
    runs = Run(many=True)


class Span(Shape):
    id = s.UUIDField()
    label: Any = s.CharField()
    start = s.IntegerField(help_text="In code points.")
    end = s.IntegerField(help_text="In code points, exclusive.")
    quote = s.CharField(help_text="text[start:end]")
    attributes = AnyObject()
    state = s.ChoiceField(SpanState.choices)
    origin = s.ChoiceField(Origin.choices)
    engine = EngineName(allow_null=True)
    score = s.FloatField(allow_null=True)
    author = s.CharField(allow_null=True)
    decided_by = s.CharField(allow_null=True)
    decided_at = s.DateTimeField(allow_null=True)
    reason = s.ChoiceField(Reason.choices, allow_blank=True)
    note = s.CharField(allow_blank=True)
    self_approved = s.BooleanField()
    claim = s.UUIDField(allow_null=True)
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()


@extend_schema_serializer(component_name="ProblemStaleSpan")
class StaleSpanProblem(Problem):
    current = Span(required=False, help_text="The span as it stands now.")


class Spans(Shape):
    results = Span(many=True)


class Submitted(Shape):
    spans = s.IntegerField()
    verdicts = s.IntegerField()


class Source(Shape):
    id = s.UUIDField()
    url = s.CharField(allow_null=True)
    title = s.CharField(allow_blank=True)
    publisher = s.CharField(allow_blank=True)
    published_at = s.DateField(allow_null=True)
    kind = s.ChoiceField(SourceKind.choices)
    revision = s.IntegerField()


class EvidenceRow(Shape):
    id = s.UUIDField()
    claim = s.UUIDField()
    stance = s.ChoiceField(Stance.choices)
    directness = s.ChoiceField(Directness.choices, allow_blank=True)
    reliability = s.ChoiceField(Reliability.choices, allow_blank=True)
    reliability_reason = s.CharField(allow_blank=True)
    origin_group = s.CharField(allow_blank=True)
    passage = s.CharField(allow_blank=True)
    note = s.CharField(allow_blank=True)
    source: Any = Source()
    created_by = s.CharField()
    created_at = s.DateTimeField()
    revision = s.IntegerField()


class Verdict(Shape):
    class FrozenEvidence(Shape):
        id = s.UUIDField()
        sha256 = s.CharField()

    id = s.UUIDField()
    claim = s.UUIDField()
    number = s.IntegerField()
    rating = s.CharField()
    name = s.CharField()
    numeric = s.IntegerField(allow_null=True)
    icon = s.ChoiceField(Icon.choices)
    justification = s.CharField(allow_blank=True)
    summary = s.CharField(allow_blank=True)
    limits = s.CharField(allow_blank=True)
    state = s.ChoiceField(VerdictState.choices)
    proposed_by = s.CharField()
    approved_by = s.CharField(allow_null=True)
    decided_at = s.DateTimeField(allow_null=True)
    self_approved = s.BooleanField()
    note = s.CharField(allow_blank=True)
    evidence = FrozenEvidence(many=True)
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()


class Appearance(Shape):
    """A span where its document is not at hand."""

    id = s.UUIDField()
    document = s.UUIDField()
    title = s.CharField()
    label: Any = s.CharField()
    start = s.IntegerField()
    end = s.IntegerField()
    quote = s.CharField()
    state = s.ChoiceField(SpanState.choices)


class Relation(Shape):
    class RelationEnds(Shape):
        source: Any = Appearance()
        target = Appearance()

    id = s.UUIDField()
    type = s.ChoiceField(RelationType.choices)
    source: Any = s.UUIDField(help_text="A span.")
    target = s.UUIDField(help_text="A span, perhaps of another document.")
    source_document = s.UUIDField()
    target_document = s.UUIDField()
    scope = s.ChoiceField(Scope.choices, allow_blank=True, help_text="Of the type `denies` only.")
    note = s.CharField(allow_blank=True)
    state = s.ChoiceField(RelationState.choices)
    origin = s.ChoiceField(Origin.choices)
    author = s.CharField()
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()
    ends = RelationEnds()


class Claim(Shape):
    id = s.UUIDField()
    normalized_text = s.CharField()
    short_text = s.CharField(allow_blank=True)
    type = s.CharField(allow_blank=True)
    language = s.CharField()
    state = s.ChoiceField(ClaimState.choices)
    created_by = s.CharField(allow_null=True)
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()
    revision = s.IntegerField()
    spans = Appearance(many=True)
    evidence = EvidenceRow(many=True)
    verdicts = Verdict(many=True)
