"""Troubles that are nobody's input: each still is a problem document, and says what to do."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, IntegrityError, OperationalError
from django.test import RequestFactory
from rest_framework.exceptions import Throttled

from annotations.api import problems, projects
from annotations.models import Project, User

from .conftest import Api

Programs = Callable[[User], Api]


@pytest.mark.parametrize(
    ("error", "status", "header"),
    [
        (OperationalError("database is locked"), 503, "Retry-After"),
        (IntegrityError("UNIQUE constraint failed"), 409, ""),
        (DataError("value out of range"), 400, ""),
        (PermissionDenied(), 403, ""),
        (SuspiciousOperation("Odd"), 400, ""),
        (Throttled(wait=3), 429, "Retry-After"),
    ],
)
def test_trouble_below_is_answered(
    api: Programs,
    viewer: User,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    header: str,
) -> None:
    def fail(_: Project) -> None:
        raise error

    monkeypatch.setattr(projects, "project_record", fail)
    answer = api(viewer).get("projects/border/")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert "UNIQUE" not in answer.content.decode()
    assert not header or int(answer[header]) > 0


def test_mistake_of_ours_is_a_problem_document_under_the_api() -> None:
    answer = problems.server_error(RequestFactory().get("/api/v1/me/"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    page = problems.server_error(RequestFactory().get("/projects/border/"))
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_unexpected_mistake_reaches_the_log(
    api: Programs, viewer: User, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Project) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(projects, "project_record", fail)
    with pytest.raises(ZeroDivisionError):
        api(viewer).get("projects/border/")
