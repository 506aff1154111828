"""What answers about work in progress look like, for the OpenAPI document: queues, assignments, transfers, events."""

from typing import Any

from rest_framework import serializers as s

from annotations.models import AssignmentState, Queue, TransferState

from .shapes import AnyObject, DocumentRow, Shape, Verdict, names


class Assignment(Shape):
    id = s.UUIDField()
    queue = s.ChoiceField(Queue.choices)
    kind = s.ChoiceField(["document", "verdict"])
    document = DocumentRow(allow_null=True)
    verdict = Verdict(allow_null=True)
    user = s.CharField()
    state = s.ChoiceField(AssignmentState.choices)
    reason = s.CharField(allow_blank=True, help_text="Why this one.")
    note = s.CharField(allow_blank=True)
    lease_expires_at = s.DateTimeField()


class QueueItem(Shape):
    kind = s.ChoiceField(["document", "verdict"])
    document = DocumentRow(allow_null=True)
    verdict = Verdict(allow_null=True)
    reason = s.CharField(help_text="Why it stands where it stands.")
    held_by = s.CharField(allow_null=True)
    may_take = s.BooleanField()
    why_not = s.CharField(allow_blank=True)


class OneQueue(Shape):
    queue = s.ChoiceField(Queue.choices)
    count = s.IntegerField(help_text="How many wait that you may take.")
    items = QueueItem(many=True)


class Queues(Shape):
    queues = OneQueue(many=True)


class RowProblem(Shape):
    row = s.IntegerField()
    field = s.CharField()
    code = s.CharField()
    detail = s.CharField()


class Transfer(Shape):
    id = s.UUIDField()
    format = s.CharField()
    filename = s.CharField(allow_blank=True)
    dry_run = s.BooleanField()
    state = s.ChoiceField(TransferState.choices)
    counts = s.DictField(child=s.IntegerField())
    errors: Any = RowProblem(many=True)
    losses = names()
    created_at = s.DateTimeField()


class Loss(Shape):
    what = s.CharField()
    count = s.IntegerField()
    why = s.CharField()


class Losses(Shape):
    losses = Loss(many=True)


class Event(Shape):
    id = s.IntegerField()
    verb = s.CharField()
    kind = s.CharField()
    object = s.UUIDField(allow_null=True)
    document = s.UUIDField(allow_null=True)
    actor = s.CharField(allow_null=True)
    engine = s.CharField(allow_blank=True)
    before = AnyObject()
    after = AnyObject()
    at = s.DateTimeField()
    request_id = s.CharField(allow_blank=True)


class Presence(Shape):
    document = s.UUIDField()
    username = s.CharField()
    page = s.CharField(help_text="One of the person's open pages.")
    start = s.IntegerField(allow_null=True, help_text="The first line in sight, in code points.")
    span = s.UUIDField(allow_null=True)
    is_leaving = s.BooleanField()


class Here(Shape):
    here = Presence(many=True)


class Stats(Shape):
    documents = s.DictField(child=s.IntegerField(), help_text="By state.")
    spans = s.DictField(child=s.IntegerField(), help_text="By state.")
    labels = s.DictField(child=s.DictField(child=s.IntegerField()), help_text="Spans by label and state.")
    claims = s.DictField(child=s.IntegerField(), help_text="By state.")
    verdicts = s.DictField(child=s.IntegerField(), help_text="By state.")
