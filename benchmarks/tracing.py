"""What a trace of Chromium says about one moment: thread time of the page's main thread, in milliseconds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

CATEGORIES: Final = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]
TASK: Final = "ThreadControllerImpl::RunTask"
DRAWN: Final = "mark-drawn"
# Says when the text first got another mark, from within the page.
WATCH: Final = """(name) => {
  performance.clearMarks(name);
  new MutationObserver((_, observer) => {
    performance.mark(name);
    observer.disconnect();
  }).observe(document.getElementById("doc"), { childList: true, subtree: true });
}"""

Event = dict[str, Any]


@contextmanager
def traced(page: Any) -> Iterator[list[Event]]:
    """Trace the page; the list holds the events once the block is over."""
    browser = page.context.browser
    events: list[Event] = []
    browser.start_tracing(page=page, categories=CATEGORIES)
    yield events
    events += json.loads(browser.stop_tracing())["traceEvents"]


def until_painted(events: list[Event], kind: str) -> float:
    """Add up all tasks from the one that took the input to the one that committed the first frame with the new mark."""
    begins = next(each for each in events if _is_input(each, kind))
    thread = (begins["pid"], begins["tid"])
    drawn = next(each["ts"] for each in events if each["name"] == DRAWN and each["ts"] >= begins["ts"])
    shown = min(each["ts"] for each in _of(events, thread, "Commit") if each["ts"] > drawn)
    tasks = _of(events, thread, TASK)
    return sum(each["tdur"] for each in tasks if _end(each) >= begins["ts"] and each["ts"] <= shown) / 1000


def until_rest(events: list[Event], kind: str) -> float:
    """Add up all tasks from the one that took the input to the end of the trace: cards, inspector and saving too."""
    begins = next(each for each in events if _is_input(each, kind))
    tasks = _of(events, (begins["pid"], begins["tid"]), TASK)
    return sum(each["tdur"] for each in tasks if _end(each) >= begins["ts"]) / 1000


def _is_input(event: Event, kind: str) -> bool:
    return event["name"] == "EventDispatch" and event["args"]["data"]["type"] == kind


def _of(events: list[Event], thread: tuple[int, int], name: str) -> list[Event]:
    """Return the finished events of one name and thread."""
    return [each for each in events if (each["pid"], each["tid"]) == thread and each["name"] == name and "tdur" in each]


def _end(event: Event) -> float:
    return float(event["ts"] + event["dur"])
