"""A phone in somebody's hand: its window, the workbench in it, and what a finger does there. No checks live here."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import CDPSession, Page, expect

from annotations.models import Document, User

from .conftest import OpenPage

PHONE: Final = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SELECT: Final = """(words) => {
  const { view } = document.querySelector("fc-workbench");
  const from = view.text.indexOf(words);
  view.select(from, from + words.length);
}"""
KNOB: Final = """(edge) => {
  const { left, width, top, bottom } = document.getElementById(`handle-${edge}`).getBoundingClientRect();
  return [left + width / 2, edge === "start" ? top - 14 : bottom + 16];
}"""
EDGE: Final = """([edge, words]) => {
  const { view } = document.querySelector("fc-workbench");
  const from = view.text.indexOf(words);
  const at = edge === "start" ? from : from + words.length - 1;
  const { left, right, top, height } = view.rangeOf(at, at + 1).getBoundingClientRect();
  return [edge === "start" ? left + 1 : right, top + height / 2];
}"""


@dataclass(frozen=True, slots=True)
class Phone:
    """A page on a phone, and the way to put fingers on it."""

    page: Page
    session: CDPSession

    def touch(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def mark(self, words: str, label: str) -> None:
        """Label words that a long press selected."""
        self.page.evaluate(SELECT, words)
        self.page.locator(f"[data-label={label}]").tap()
        expect(self.page.locator("#insp-title")).to_have_text(words)
        expect(self.page.locator("#handle-end")).to_be_visible()

    def knob(self, edge: str) -> tuple[float, float]:
        x, y = self.page.evaluate(KNOB, edge)
        return x, y

    def pull(self, edge: str, *, of: str, to: str) -> None:
        """Put a finger on the knob of an edge and move it until the edge of `of` is where that of `to` is; hold it."""
        x, y = self.knob(edge)
        here, line = self.page.evaluate(EDGE, [edge, of])
        goal, other = self.page.evaluate(EDGE, [edge, to])
        self.touch("touchStart", (x, y))
        for part in (0.25, 0.5, 0.75, 1):
            self.touch("touchMove", (x + (goal - here) * part, y + (other - line) * part))

    def let_go(self) -> None:
        self.touch("touchEnd")


def open_phone(open_as: OpenPage, user: User, document: Document, query: str = "", **options: object) -> Phone:
    """Open a document in the workbench on a phone."""
    page = open_as(user, f"/documents/{document.pk}/{query}", **{**PHONE, **options})
    page.locator("fc-workbench[data-ready]").wait_for()
    return Phone(page, page.context.new_cdp_session(page))
