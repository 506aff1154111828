"""Random texts of the kinds that break offsets, random selections in them, and what the site must have made of them."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

DRIVER: Final = Path(__file__).with_name("selections.js").read_text("utf-8")
# What the workbench trims: the blanks of JavaScript, which are not quite Python's.
BLANKS: Final = "".join(map(chr, (*range(9, 14), 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F)))
BLANKS_OF_CJK: Final = "\u205f\u3000\ufeff"
GROW: Final = (
    "Shift+ArrowRight",
    "Control+Shift+ArrowRight",
    "Shift+ArrowDown",
    "Shift+ArrowLeft",
    "Control+Shift+ArrowLeft",
)
SENT: Final = """async () => {
  const { queue } = document.querySelector("fc-workbench");
  await queue.whenSent();
  return queue.isEmpty;
}"""
ENDS: Final = ("\r\n", "\r\n\r\n", "\n", "\r")
WORDS: Final = (
    ("plain", "An", "estimated", "126,000", "troops", "“No”,", "<b>", "&amp;", "f\u00e9v."),
    ("\U0001f600", "\U0001f680\U0001f680", "\U0001d4d0\U0001d4d1", "\U00020bb7", "a\U0001f6f0b", "\U00010348"),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "1\ufe0f\u20e3"),
    ("\U0001f44d\U0001f3fd", "\U0001f1fa\U0001f1e6", "\u2764\ufe0f"),
    ("e\u0301te\u0301", "n\u0303o", "Z\u0351\u036b\u0343a"),
    ("\u0e01\u0e33\u0e25\u0e31\u0e07", "\u0915\u094d\u0937\u0947\u0924\u094d\u0930", "\u1112\u1161\u11ab"),
    ("\u05e9\u05dc\u05d5\u05dd", "\u200f\u05d0\u05d1\u05d2\u200f", "126\u060c000"),
    ("\u0645\u0631\u062d\u0628\u0627", "\u0627\u064e\u0644\u0652", "(\u05d4\u05d5\u05d0)"),
    ("zero\u200bwidth", "non\u200cjoiner", "soft\u00adhyphen", "\ufeffmark", "word\u2060joiner", "\u2068iso\u2069"),
    ("no\u00a0break", "a\u2028b", "a\u2029b", "thin\u2009blank", "two  blanks", "tab\tstop", "\u3000wide"),
    ("\u5317\u4eac\u5e02\u306b\u5175\u58eb", "\u6771\u4eac\u3002", "\uac00\ub098\ub2e4", "\U0002000b\u4e2d"),
)  # fmt: skip


Case = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """How many selections were checked, and what was wrong with which, to be read by a person."""

    checked: int = 0
    blank: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, *, is_right: bool, words: str) -> None:
        """Count one thing that was looked at."""
        if not is_right:
            self.wrong.append(words)


def write_text(chance: random.Random, lines: int = 40) -> str:
    """Write a text of mixed scripts with the line ends of three systems."""
    parts = []
    for _ in range(lines):
        kinds = chance.sample(WORDS, chance.randint(2, 5))
        words = [chance.choice(chance.choice(kinds)) for _ in range(chance.randint(3, 30))]
        parts += [chance.choice((" ", " ", "")).join(words), chance.choice(ENDS)]
    return "".join(parts)


def upload(editor: Client, project: str, text: str) -> str:
    """Send the text as a file with the line ends it has; return the document's id."""
    known = _documents(editor, project)
    body = {"file": SimpleUploadedFile("text.txt", text.encode("utf-8"))}
    answer = editor.post(f"/api/v1/projects/{project}/imports/", body)
    if answer.status_code != 201:
        raise RuntimeError(f"The text was not taken in: {answer.content!r}")
    return (_documents(editor, project) - known).pop()


def _documents(program: Client, project: str) -> set[str]:
    return {each["id"] for each in program.get(f"/api/v1/projects/{project}/documents/").json()["results"]}


def select_at_random(page: Any, seed: int, count: int) -> list[Case]:
    """Make so many selections between random DOM positions, label each untrimmed, and wait until all are saved."""
    page.evaluate("document.documentElement.dataset.untrimmed = ''")
    cases: list[Case] = page.evaluate(DRIVER, {"seed": seed, "count": count})
    when_saved(page)
    return cases


def select_by_mouse(page: Any, chance: random.Random) -> Case | None:
    """Drag between two random points of the text that is seen; press a label's key where that selected anything."""
    page.evaluate("document.documentElement.dataset.exact = ''")  # or the words at the ends would be made whole
    box = page.locator("#doc").bounding_box()
    left, right = box["x"], box["x"] + box["width"] - 1
    for _ in range(2):
        page.keyboard.press("Escape")  # handles of an active span would be dragged instead
    y = chance.uniform(120, 820)
    page.mouse.move(chance.uniform(left, right), y)
    page.mouse.down()
    page.mouse.move(chance.uniform(left, right), y + chance.choice((0, 0, -40, 40)), steps=3)
    page.mouse.up()
    return _label(page)


def select_by_keys(page: Any, chance: random.Random) -> Case | None:
    """Walk somewhere and grow a selection, all by real keys."""
    page.locator("#doc").focus()
    for keys, most in ((("Control+ArrowDown", "Control+ArrowRight", "ArrowRight", "ArrowLeft"), 6), (GROW, 4)):
        for _ in range(chance.randint(1, most)):
            page.keyboard.press(chance.choice(keys))
    return _label(page)


def _label(page: Any) -> Case | None:
    if not page.evaluate("document.getElementById('doc').contains(getSelection().anchorNode) && `${getSelection()}`"):
        return None
    case: Case = page.evaluate(DRIVER, {"seed": 0, "count": 0})[0] | {"trimmed": True}
    page.keyboard.press(case["key"])
    when_saved(page)
    return case


def when_saved(page: Any) -> None:
    """Wait until the page has sent everything, and see that nothing was refused."""
    if not page.evaluate(SENT):
        raise RuntimeError(f"Not everything was saved: {page.locator('#saved').inner_text()}")


def check(client: Client, project: str, document: str, uploaded: str, cases: list[Case], tally: Tally) -> None:
    """Hold the selections against the API and the export: none is missing, none is more, and quotes are cut right."""
    text: str = client.get(f"/api/v1/documents/{document}/").json()["version"]["text"]
    tally.note(is_right=text == _plain(uploaded), words="the text itself")
    meant = [case for case in cases if text[case["start"] : case["end"]].strip(BLANKS + BLANKS_OF_CJK)]
    tally.checked += len(cases)
    tally.blank += len(cases) - len(meant)
    for case in cases:
        tally.note(is_right=case["isSame"], words=f"not what the browser selected: {case}")
    spans = client.get(f"/api/v1/documents/{document}/spans/").json()["results"]
    leaves = client.get(f"/api/v1/projects/{project}/export/", {"format": "json", "states": "all"})
    exported = next(each for each in json.loads(leaves.getvalue()) if each["document"]["id"] == document)
    tally.note(is_right=exported["version"]["text"] == text, words="the exported text")
    for where, found in (("API", spans), ("export", exported["spans"])):
        stored = {(each["label"], each["start"], each["end"]) for each in found}
        for case in meant:
            is_there = any(_is_of(text, case, each) for each in stored)
            tally.note(is_right=is_there, words=f"{where}, missing: {case} {text[case['start'] : case['end']]!r}")
        for each in stored:
            is_meant = any(_is_of(text, case, each) for case in meant)
            tally.note(is_right=is_meant, words=f"{where}, more: {each} {text[each[1] : each[2]]!r}")
        for each in found:
            tally.note(is_right=text[each["start"] : each["end"]] == each["quote"], words=f"{where}: quote of {each}")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_of(text: str, case: Case, stored: tuple[str, int, int]) -> bool:
    """Tell whether a range is what was selected, where trimmed less blanks and punctuation at its ends."""
    label, start, end = stored
    if label != case["label"] or start >= end:
        return False
    if not case.get("trimmed", False):
        return _without_line_ends(text, start, end) == _without_line_ends(text, case["start"], case["end"])
    left_out = text[case["start"] : start] + text[end : case["end"]]
    return case["start"] <= start < end <= case["end"] and all(category(each)[0] in "PZC" for each in left_out)


def _without_line_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out line ends: they are not in the page, and a place between two lines is before and after one."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip("\n")), end - len(words) + len(words.rstrip("\n"))
