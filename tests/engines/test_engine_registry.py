"""Promises of annotations.engines: engines are found by name, and a wrong name is said clearly."""

from importlib.metadata import EntryPoint

import pytest

import annotations.engines as engines
from annotations.engines import DocumentContext, Suggestion, engine_names, get_engine


class Shouting:
    """An engine as another package would bring it."""

    name = "shouting"
    version = "2.0.0"
    labels = frozenset({"quote"})
    languages = frozenset({"en"})

    def annotate(self, text: str, context: DocumentContext) -> list[Suggestion]:
        return [Suggestion(0, len(text), "quote", text, 1.0)]


@pytest.fixture
def foreign_engine(monkeypatch):
    entry = EntryPoint("shouting", "tests_shouting:Shouting", engines.ENTRY_POINT_GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: Shouting)
    monkeypatch.setattr(engines, "entry_points", lambda group: [entry])
    engines._entries.cache_clear()
    get_engine.cache_clear()
    yield
    engines._entries.cache_clear()
    get_engine.cache_clear()


def test_rules_engine_is_there_without_an_installed_package():
    assert "rules" in engine_names()
    assert get_engine("rules").name == "rules"


def test_unknown_engine_is_refused_with_the_names_that_exist():
    with pytest.raises(LookupError, match=r"no engine named “oracle”; the engines here are: .*rules"):
        get_engine("oracle")


@pytest.mark.usefixtures("foreign_engine")
def test_engine_of_another_package_joins_by_entry_point():
    assert engine_names() == ["rules", "shouting"]
    assert get_engine("shouting").annotate("Hey", DocumentContext())[0].quote == "Hey"
