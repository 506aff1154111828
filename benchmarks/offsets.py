"""Whether what a person selects in the browser is what the API and the export give: 1,000 selections, none wrong."""

import random
from typing import Final

from django.test import Client

from factcheck.worlds import Missing, chromium

from .browser import FLAGS, server, window
from .figure import Figure
from .selections import Tally, check, select_at_random, select_by_keys, select_by_mouse, upload, write_text
from .stage import set_stage

TEXTS: Final = 5
SELECTIONS: Final = 1_000
BY_HAND: Final = 20
SEED: Final = 1


def measure() -> list[Figure]:
    """Select at random DOM positions in texts that break offsets, and a few by real drags and keys."""
    path = chromium()
    if isinstance(path, Missing):
        return [Figure(f"offsets: not measured. {path.reason}", 0, "")]
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of developers, not of every installation

    stage = set_stage(100)
    program = Client(SERVER_NAME="localhost", headers={"Authorization": f"Token {stage.key}"})
    tally = Tally()
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        context = window(browser, address, stage)
        for number in range(TEXTS):
            chance = random.Random(SEED + number)  # noqa: S311 - the same texts every time, no secret
            text = write_text(chance)
            document = upload(program, stage.project.slug, text)
            page = context.new_page()
            page.goto(f"{address}/documents/{document}/")
            page.locator("fc-workbench[data-ready]").wait_for()
            by_hand = [
                each(page, chance) for each in (select_by_mouse, select_by_keys) for _ in range(BY_HAND // TEXTS)
            ]
            cases = select_at_random(page, SEED + number, SELECTIONS // TEXTS)
            check(program, stage.project.slug, document, text, [*filter(None, by_hand), *cases], tally)
            page.close()
        browser.close()
    return [
        Figure("offsets: selections made and read back", tally.checked, "", at_least=SELECTIONS),
        Figure("offsets: of blanks alone, which make nothing", tally.blank, ""),
        Figure("offsets: wrong in API or export", len(tally.wrong), "", at_most=0),
        *(Figure(f"offsets: {words[:120]}", 1, "") for words in tally.wrong[:5]),
    ]
