"""Marking words: what is stored is what was seen, and what cannot be right is refused with the reason."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.access import Do, get_document
from annotations.actions.projects import save_label
from annotations.actions.spans import SpanDraft, create_span, delete_span, edit_span
from annotations.errors import Invalid
from annotations.models import Document, DocumentState, Event, Origin, Project, Span, SpanState, User, labels_of

from .story import (
    TEXT,
    approve,
    as_,
    at_most,
    edit,
    mark,
    opened,
    place,
    receive,
    refused,
    seen,
    submit,
    suggest,
)

# Words that count differently in UTF-16, in bytes and on the screen.
ODD = st.sampled_from(
    ["🛰", "👩‍🚀", "é", "e\u0301", "שלום", "العربية", "\u00a0", "\u200f", "𝟙𝟚", "的", "\u2028", "ß", "\t"]
)
TEXTS = st.lists(
    ODD | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8), max_size=25
)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=TEXTS, data=st.data())
def test_quote_is_the_text_between_the_offsets_whatever_the_script(
    pieces: list[str], data: st.DataObject, project: Project, annotator: User, editor: User
) -> None:
    text = "x" + "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    document = receive(project, editor, text)
    # Both roads to the text: cut by the door's own query, and by the action's.
    door = get_document(annotator, document.pk, to=Do.LABEL, using=Document.objects.with_slice(start, end))
    by_door = create_span(door, as_(annotator), SpanDraft("claim", start, end, quote=text[start:end]))
    by_action = create_span(opened(document, annotator), as_(annotator), SpanDraft("figure", start, end))
    stored = set(Span.objects.filter(version=document.current).values_list("start", "end", "quote"))
    assert stored == {(start, end, text[start:end])}
    assert by_door.quote == by_action.quote == text[start:end]


def test_new_span_is_its_authors_draft_and_in_the_log(article: Document, annotator: User) -> None:
    span = mark(article, annotator, value=126000, unit="person", approximator="estimate")
    assert (span.state, span.origin, span.author, span.revision) == ("draft", Origin.HUMAN, annotator, 1)
    event = Event.objects.get(kind="span", object_id=span.pk)
    assert (event.verb, event.actor, event.engine, event.document_id) == ("created", annotator, "", article.pk)
    assert event.before == {}
    assert event.after["quote"] == "126,000 troops"
    assert event.after["attributes"] == {"value": 126000, "unit": "person", "approximator": "estimate"}
    assert event.request_id == "told-by-a-test"


def test_first_span_begins_the_work_on_a_document(article: Document, annotator: User) -> None:
    assert Document.objects.get(pk=article.pk).state == DocumentState.READY
    mark(article, annotator)
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_PROGRESS


def test_marking_costs_two_statements_and_three_the_first_time(article: Document, annotator: User) -> None:
    labels_of(article.project)  # one query a process, not one a span
    for statements, words in ((3, "126,000"), (2, "troops")):
        start, end = place(article, words)
        using = Document.objects.with_slice(start, end)
        door = get_document(annotator, article.pk, to=Do.LABEL, using=using)
        with at_most(statements):
            create_span(door, as_(annotator), SpanDraft("figure", start, end, quote=words))


@pytest.mark.parametrize(
    ("start", "end", "field", "words"),
    [
        (-1, 5, "start", "start is -1"),
        (-(10**30), 5, "start", "start is -1000"),
        (5, 5, "end", "must be greater than start"),
        (9, 3, "end", "must be greater than start"),
        (0, 10**30, "end", "the text ends at 108"),
        (0, 109, "end", "end is 109; the text ends at 108"),
        (108, 109, "start", "start is 108; the text has the offsets 0 to 108"),
        (10**30, 10**30 + 1, "start", "start is 1000"),
    ],
)
def test_range_outside_the_text_is_refused(
    article: Document, annotator: User, start: int, end: int, field: str, words: str
) -> None:
    code = "reversed" if "greater" in words else "out_of_range"
    with refused(code, 400, words):
        create_span(opened(article, annotator), as_(annotator), SpanDraft("claim", start, end))


def test_span_may_end_where_the_text_ends(article: Document, annotator: User) -> None:
    span = create_span(opened(article, annotator), as_(annotator), SpanDraft("claim", 0, article.current.length))
    assert span.quote.endswith("twice.\n")


def test_quote_counted_in_utf16_is_refused_with_what_stands_there(article: Document, annotator: User) -> None:
    door = opened(article, annotator)
    text = Document.objects.with_text().get(pk=article.pk).text
    start = text.index("twice") + 1  # a browser counts the satellite as two
    with refused("quote_differs", 409, "reads “wice.”, not “twice”", "code points"):
        create_span(door, as_(annotator), SpanDraft("claim", start, start + 5, quote="twice"))


def test_span_of_blanks_is_refused(article: Document, annotator: User) -> None:
    start = Document.objects.with_text().get(pk=article.pk).text.index(" ")
    with refused("blank", 400, "more than blanks"):
        create_span(opened(article, annotator), as_(annotator), SpanDraft("claim", start, start + 1))


@pytest.mark.parametrize("key", ["nonsense", "hedge", "", "CLAIM", "x" * 500])
def test_label_that_is_unknown_or_off_is_refused_with_those_there_are(
    article: Document, annotator: User, key: str
) -> None:
    with refused("unknown_label", 400, "claim, denial, figure, quote, speaker"):
        create_span(opened(article, annotator), as_(annotator), SpanDraft(key, 0, 2))


def test_label_of_another_project_is_refused(
    article: Document, annotator: User, other_project: Project, stranger: User
) -> None:
    save_label(other_project, as_(stranger), "rumour", {"name": "Rumour"})
    with refused("unknown_label", 400, "This project has no label “rumour”"):
        create_span(opened(article, annotator), as_(annotator), SpanDraft("rumour", 0, 2))


def test_label_switched_off_marks_nothing_more_and_keeps_its_spans(
    article: Document, annotator: User, editor: User
) -> None:
    span = mark(article, annotator)
    save_label(article.project, as_(editor), "figure", {"is_on": False})
    with refused("unknown_label", 400):
        create_span(opened(article, annotator), as_(annotator), SpanDraft("figure", 0, 2))
    assert seen(span, annotator).label.key == "figure"


@pytest.mark.parametrize(
    ("attributes", "path"),
    [
        ({"value": "126,000"}, "attributes.value"),
        ({"approximator": "roughly"}, "attributes.approximator"),
        ({"population": ["a", 7]}, "attributes.population.1"),
        ({"mood": "sad"}, "attributes"),
    ],
)
def test_attributes_that_break_the_schema_are_named(
    article: Document, annotator: User, attributes: dict[str, Any], path: str
) -> None:
    draft = SpanDraft("figure", 0, 2, attributes=attributes)
    with refused("schema", 400, "do not fit the label figure"):
        create_span(opened(article, annotator), as_(annotator), draft)
    with pytest.raises(Invalid) as told:
        create_span(opened(article, annotator), as_(annotator), draft)
    assert [each.field for each in told.value.errors] == [path]


@pytest.mark.parametrize("value", [10**30, 1e30, -(2**63)])
def test_number_that_programs_cannot_read_back_is_refused(article: Document, annotator: User, value: float) -> None:
    draft = SpanDraft("figure", 0, 2, attributes={"value": value})
    with refused("unstorable", 400, "larger than programs can read"):
        create_span(opened(article, annotator), as_(annotator), draft)
    span = mark(article, annotator, value=2**63 - 1)
    with refused("unstorable", 400):
        edit(span, annotator, attributes={"value": value})


def test_same_span_twice_is_refused_and_another_label_or_person_is_not(
    article: Document, annotator: User, reviewer: User
) -> None:
    mark(article, annotator)
    with refused("duplicate_span", 409, "already have a span with this label here"):
        mark(article, annotator)
    mark(article, annotator, label="claim")
    mark(article, reviewer)
    assert Span.objects.count() == 3


def test_spans_nest_and_overlap(article: Document, annotator: User) -> None:
    for words in ("An estimated 126,000 troops", "126,000", "estimated 126,000"):
        mark(article, annotator, words)
    assert list(Span.objects.values_list("quote", flat=True)) == [
        "An estimated 126,000 troops",
        "estimated 126,000",
        "126,000",
    ]


def test_moving_an_edge_takes_the_new_words(article: Document, annotator: User) -> None:
    span = mark(article, annotator, "126,000")
    moved = edit(span, annotator, end=span.end + len(" troops"))
    assert (moved.quote, moved.revision) == ("126,000 troops", 2)
    stored = seen(span, annotator)
    assert (stored.quote, stored.end, stored.revision) == (moved.quote, moved.end, 2)
    event = Event.objects.filter(object_id=span.pk).first()
    assert event is not None
    assert (event.verb, event.before["quote"], event.after["quote"]) == ("edited", "126,000", "126,000 troops")


def test_other_label_drops_attributes_that_do_not_fit_it(article: Document, annotator: User) -> None:
    span = mark(article, annotator, value=126000)
    changed = edit(span, annotator, label="claim")
    assert (changed.label.key, changed.attributes) == ("claim", {})
    back = edit(span, annotator, label="figure", attributes={"value": 1})
    assert back.attributes == {"value": 1}


def test_saving_what_stands_changes_nothing(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    number = Event.objects.count()
    same = edit(span, annotator, start=span.start, end=span.end, label="figure", quote=span.quote)
    assert same.revision == 1
    assert Event.objects.count() == number


def test_edit_is_checked_like_a_new_span(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    mark(article, annotator, "126,000")
    with refused("reversed", 400):
        edit(span, annotator, end=span.start)
    with refused("out_of_range", 400):
        edit(span, annotator, end=10**30)
    with refused("quote_differs", 409):
        edit(span, annotator, end=span.end + 1, quote="other words")
    with refused("quote_differs", 409):
        edit(span, annotator, quote="other words")
    with refused("unknown_label", 400):
        edit(span, annotator, label="place")
    with refused("schema", 400):
        edit(span, annotator, attributes={"value": []})
    with refused("duplicate_span", 409):
        edit(span, annotator, end=span.start + len("126,000"))


def test_edited_suggestion_becomes_a_draft_and_stays_marked_as_the_engines(article: Document, annotator: User) -> None:
    span = suggest(article, value=126000)
    mine = edit(span, annotator, attributes={"value": 126000, "unit": "person"})
    assert (mine.pk, mine.state, mine.author, mine.origin) == (span.pk, "draft", annotator, Origin.ENGINE)
    assert (mine.run_id, mine.score, mine.proposal) == (span.run_id, 0.9, span.proposal)
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_PROGRESS


def test_approved_span_that_is_edited_falls_back_to_review(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    submit(span, annotator)
    approve(span, reviewer)
    assert Document.objects.get(pk=article.pk).state == DocumentState.DONE
    changed = edit(span, annotator, attributes={"value": 126000})
    assert (changed.state, changed.decided_by, changed.decided_at) == (SpanState.IN_REVIEW, None, None)
    assert Document.objects.get(pk=article.pk).state == DocumentState.IN_REVIEW
    decision = Event.objects.get(object_id=span.pk, verb="edited").before
    assert decision["decided_by"] == "reviewer"


def test_other_peoples_spans_are_left_alone(article: Document, annotator: User, reviewer: User) -> None:
    span = mark(article, annotator)
    with refused("not_yours", 403, "annotator's", "Only its author"):
        edit(span, reviewer, label="claim")
    with refused("not_yours", 403, "annotator's"):
        delete_span(seen(span, reviewer), as_(reviewer), revision=1)
    with refused("not_yours", 403):
        submit(span, reviewer)


def test_change_of_an_old_revision_is_refused(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    stale = seen(span, annotator)
    edit(span, annotator, label="claim")
    with refused("stale", 412, "at revision 2; you read revision 1"):
        edit_span(seen(span, annotator), as_(annotator), revision=1, changes={"label": "denial"})
    with refused("stale", 412, "Somebody changed this span"):
        edit_span(stale, as_(annotator), revision=1, changes={"label": "denial"})


def test_deleted_span_stays_in_the_database_and_out_of_sight(article: Document, annotator: User) -> None:
    span = mark(article, annotator)
    delete_span(seen(span, annotator), as_(annotator), revision=1)
    assert seen(span, annotator).state == SpanState.DISMISSED
    assert not Span.objects.standing().exists()
    assert Document.objects.get(pk=article.pk).state == DocumentState.READY


def test_suggestion_is_rejected_and_not_deleted(article: Document, annotator: User) -> None:
    span = suggest(article)
    with refused("wrong_state", 409, "rejected, not deleted"):
        delete_span(seen(span, annotator), as_(annotator), revision=1)


def test_edit_costs_three_statements_and_delete_four(article: Document, annotator: User) -> None:
    span = seen(mark(article, annotator), annotator)
    with at_most(3):
        edit_span(span, as_(annotator), revision=1, changes={"end": span.end - 1})
    with at_most(4):
        delete_span(span, as_(annotator), revision=2)


CUE_TEXT = "denied"


def _denial(article: Document, annotator: User, *, shift: int = 0, quote: str = CUE_TEXT) -> Span:
    start = TEXT.index("The ministry denied")
    cue = TEXT.index(CUE_TEXT) + shift
    attributes = {"cue": {"start": cue, "end": cue + len(CUE_TEXT), "quote": quote}, "subtype": "explicit"}
    return create_span(
        opened(article, annotator), as_(annotator), SpanDraft("denial", start, start + 19, attributes=attributes)
    )


def test_cue_of_a_denial_is_the_text_it_names(article: Document, annotator: User) -> None:
    span = _denial(article, annotator)
    assert span.attributes["cue"]["quote"] == CUE_TEXT


@pytest.mark.parametrize(("shift", "quote"), [(1, CUE_TEXT), (0, "denies"), (-20, CUE_TEXT), (500, CUE_TEXT)])
def test_cue_that_is_not_the_text_there_is_refused(shift: int, quote: str, article: Document, annotator: User) -> None:
    with pytest.raises(Invalid, match="cue must lie inside the span"):
        _denial(article, annotator, shift=shift, quote=quote)


def test_edge_moved_past_the_cue_drops_it_and_the_log_keeps_it(article: Document, annotator: User) -> None:
    span = seen(_denial(article, annotator), annotator)
    edit_span(span, as_(annotator), revision=1, changes={"end": span.start + 12})
    assert span.attributes == {"subtype": "explicit"}
    assert "cue" in Event.objects.get(verb="edited").before["attributes"]
