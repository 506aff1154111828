"""What a person selects is what is stored and exported: 1,000 random selections in texts that break offsets."""

import random
from collections.abc import Callable

import pytest
from django.test import Client

from annotations.models import Project, User
from benchmarks.selections import Tally, check, select_at_random, select_by_keys, select_by_mouse, upload, write_text

from .conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

SEED = 20_260
Programs = Callable[[User], Client]


@pytest.mark.parametrize("number", range(5))
def test_random_selections_leave_as_what_was_selected(
    open_as: OpenPage, client_for: Programs, project: Project, annotator: User, editor: User, number: int
) -> None:
    text = write_text(random.Random(SEED + number))
    program = client_for(editor)
    document = upload(program, project.slug, text)
    page = open_as(annotator, f"/documents/{document}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    tally = Tally()
    check(program, project.slug, document, text, select_at_random(page, SEED + number, 200), tally)
    assert tally.wrong == []
    assert tally.checked == 200
    assert tally.blank < 40


def test_drags_and_keys_leave_as_what_was_selected(
    open_as: OpenPage, client_for: Programs, project: Project, annotator: User, editor: User
) -> None:
    chance = random.Random(SEED)
    text = write_text(chance)
    program = client_for(editor)
    document = upload(program, project.slug, text)
    page = open_as(annotator, f"/documents/{document}/")
    page.locator("fc-workbench[data-ready]").wait_for()
    made = [select(page, chance) for select in (select_by_mouse, select_by_keys) for _ in range(20)]
    cases = [case for case in made if case]
    tally = Tally()
    check(program, project.slug, document, text, cases, tally)
    assert tally.wrong == []
    assert tally.checked > 25
