"""Programs of the cast: each sends JSON with a token and gets an answer whose `json()` is read easily."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from annotations.models import Document, User
from tests.conftest import TEXT

BASE = "/api/v1/"
MARKED = "An estimated 126,000 troops"
START = TEXT.index(MARKED)
END = START + len(MARKED)


class Api:
    """A program of one person: paths are under /api/v1/, bodies are anything JSON can hold."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        data = b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        where = path if path.startswith(("/", "http")) else BASE + path
        answer: HttpResponse = self.client.generic(method, where, data, "application/json", headers=named)
        return answer

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, revision: int | str = "") -> HttpResponse:
        return self.send("PATCH", path, body, **if_match(revision))

    def delete(self, path: str, revision: int | str = "") -> HttpResponse:
        return self.send("DELETE", path, **if_match(revision))


def if_match(revision: int | str) -> dict[str, str]:
    """Write the header for a revision; nothing for none."""
    if revision == "":
        return {}
    return {"If_Match": f'"{revision}"' if isinstance(revision, int) else revision}


@pytest.fixture
def api(client_for: Callable[[User], Client]) -> Callable[[User], Api]:
    """Return a function that gives somebody's program."""
    return lambda user: Api(client_for(user))


@pytest.fixture
def spans_url(document: Document) -> str:
    return f"documents/{document.pk}/spans/"


def mark(**changes: Any) -> dict[str, Any]:
    """Return the body of a new span over MARKED."""
    return {"label": "figure", "start": START, "end": END, "quote": MARKED, **changes}
