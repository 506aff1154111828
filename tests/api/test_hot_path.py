"""Saving a span is what people do all day: its cost in statements is held here."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import User

from .conftest import Api, mark

Programs = Callable[[User], Api]
MOST_STATEMENTS = 8


@pytest.fixture
def busy(api: Programs, annotator: User, spans_url: str) -> Api:
    """Return a program in the middle of its day: token noted as in use, labels known, work on the document begun."""
    program = api(annotator)
    assert program.post(spans_url, mark(start=0, end=8, quote=None)).status_code == 201
    return program


def statements(program: Api, path: str, body: Any, **headers: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert program.post(path, body, **headers).status_code == 201
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_saving_a_span_costs_eight_statements_in_one_transaction(busy: Api, spans_url: str) -> None:
    found = statements(busy, spans_url, mark(), Idempotency_Key=str(uuid.uuid4()))
    assert 0 < len(found) <= MOST_STATEMENTS, found
    assert [number for number, sql in enumerate(found) if sql.startswith("BEGIN")] == [2]
    assert found[-1] == "COMMIT"


@pytest.mark.django_db(transaction=True)
def test_no_key_costs_no_statement(busy: Api, spans_url: str) -> None:
    found = statements(busy, spans_url, mark())
    assert len(found) < MOST_STATEMENTS
    assert not any("annotations_answer" in sql for sql in found)


@pytest.mark.django_db(transaction=True)
def test_text_of_a_big_document_does_not_travel(busy: Api, spans_url: str) -> None:
    found = statements(busy, spans_url, mark())
    selected = [sql.partition(" FROM ")[0] for sql in found if sql.startswith("SELECT")]
    assert selected
    assert not any(', "annotations_documentversion"."text"' in sql for sql in selected)
    assert not any('"original",' in sql for sql in selected)
