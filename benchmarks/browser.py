"""What the workbench takes of Chromium's main thread: opening, marking and scrolling texts of 3 kB to 1 MB.

CPU time of the main thread, so that a busy machine changes little; frames are wall time.

- **Opening**: everything from the navigation until the page is interactive and two more frames are painted.
- **Marking**: every task from the one that takes the key (or the mouse-up on a label of the rail) up to and with the
  commit of the first frame that holds the new mark: handlers, style, layout, paint. Cards, counts, inspector and saving
  come after that frame by design; "until at rest" has them too, and all else of the half second that follows.
- **Scrolling**: 120 times 700 pixels, one step a frame, through parts of the text that were never shown before.
"""

import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread

from factcheck.worlds import Missing, chromium

from .figure import Figure
from .loading import load_figures
from .opening import fill
from .stage import Stage, set_stage
from .tracing import DRAWN, WATCH, traced, until_painted, until_rest

FLAGS: Final = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
# Letters, spans, and the milliseconds that opening and marking may take.
SIZES: Final = (
    ("3 kB/40 spans", 3_800, 40, 150, 16),
    ("100 kB/1,000 spans", 100_000, 1_000, 250, None),
    ("1 MB/10,000 spans", 1_000_000, 10_000, 600, 50),
)
FRAME_MS: Final = 34
REPEATS: Final = 5
SCROLL: Final = """async () => {
  const desk = document.querySelector(".desk");
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let step = 0; step < 120; step += 1) {
    desk.scrollBy({ top: 700, behavior: "instant" });
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""
PAINTED: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
REST_MS: Final = 500
# Where words of a line stand on the screen. Each run marks other words: the same span is made only once.
WORDS: Final = """(number) => {
  const { view } = document.querySelector("fc-workbench");
  const line = view.lines[2];
  const rects = view.rangeOf(line.from + 60 * number + 7, line.from + 60 * number + 19).getClientRects();
  const [first, last] = [rects[0], rects[rects.length - 1]];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


@dataclass(frozen=True, slots=True)
class Run:
    """One time through: milliseconds of the main thread, and the frames of scrolling where it was scrolled."""

    opened: float
    by_key: float
    by_mouse: float
    rest: float
    frames: list[float]


def measure() -> list[Figure]:
    """Serve the site in a thread of this process and look at it with Chromium; say so where there is none."""
    path = chromium()
    if isinstance(path, Missing):
        return [Figure(f"browser: not measured. {path.reason}", 0, "")]
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of developers, not of every installation

    stages = [(size, _filled(size[1], size[2])) for size in SIZES]
    figures: list[Figure] = []
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        for size, stage in stages:
            figures += _figures(browser, address, size, stage)
        browser.close()
    return figures


def _filled(letters: int, spans: int) -> Stage:
    stage = set_stage(letters)
    fill(stage, spans, step=letters // spans)
    return stage


@contextmanager
def server() -> Iterator[str]:
    """Run Django's test server beside us, on this process's connection where the database lives in memory."""
    shared = {each.alias: each for each in connections.all() if each.vendor == "sqlite" and each.is_in_memory_db()}
    for each in shared.values():
        each.inc_thread_sharing()
    # Playwright keeps an event loop in this thread; the database is used beside it, not in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = LiveServerThread("127.0.0.1", lambda application: application, connections_override=shared)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        for each in shared.values():
            each.dec_thread_sharing()


def _figures(browser: Any, address: str, size: tuple[str, int, int, int, int | None], stage: Stage) -> list[Figure]:
    name, letters, _, open_ms, mark_ms = size
    where = f"{address}/documents/{stage.document.pk}/"
    context = window(browser, address, stage)
    loads = load_figures(name, context, where) if letters < 10_000 else []
    runs = [_run(context, where, number, is_scrolled=letters > 500_000) for number in range(REPEATS)]
    context.close()

    def median(of: Callable[[Run], float]) -> float:
        return statistics.median(of(run) for run in runs)

    figures = [
        *loads,
        Figure(f"{name}: main thread until it can be used", median(lambda run: run.opened), "ms", at_most=open_ms),
        Figure(f"{name}: main thread from key to painted mark", median(lambda run: run.by_key), "ms", at_most=mark_ms),
        Figure(f"{name}: from mouse-up to painted mark", median(lambda run: run.by_mouse), "ms", at_most=mark_ms),
        Figure(f"{name}: from key until at rest", median(lambda run: run.rest), "ms"),
    ]
    if runs[0].frames:
        late = median(lambda run: statistics.quantiles(run.frames, n=20)[-1])
        figures.append(Figure(f"{name}: scrolling, p95 frame", late, "ms", at_most=FRAME_MS))
    return figures


def window(browser: Any, address: str, stage: Stage) -> Any:
    """Open a browser profile in which the stage's person is signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    client = Client()
    client.force_login(stage.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context


def _run(context: Any, where: str, number: int, *, is_scrolled: bool) -> Run:
    """Open, mark by key, mark by mouse, scroll."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(where, wait_until="commit")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.evaluate(PAINTED)
    opened = _busy(tools)
    page.wait_for_load_state("load")
    tools.detach()
    by_key, rest = _mark_by_key(page, number)
    by_mouse = _mark_by_mouse(page, number)
    frames = page.evaluate(SCROLL) if is_scrolled else []
    page.close()
    return Run(opened, by_key, by_mouse, rest, frames)


def _mark_by_key(page: Any, number: int) -> tuple[float, float]:
    page.locator("#doc").focus()
    for key in ("Control+ArrowDown", *["Control+ArrowRight"] * 3 * number, "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.wait_for_timeout(REST_MS)
    page.evaluate(WATCH, DRAWN)
    with traced(page) as events:
        page.keyboard.press("4")
        page.wait_for_timeout(REST_MS)
    return until_painted(events, "keydown"), until_rest(events, "keydown")


def _mark_by_mouse(page: Any, number: int) -> float:
    """Drag over words, then let the mouse go on a label of the rail."""
    left, top, right, bottom = page.evaluate(WORDS, number)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()
    page.locator("[data-label]").nth(1).hover()
    page.mouse.down()
    page.wait_for_timeout(REST_MS)
    page.evaluate(WATCH, DRAWN)
    with traced(page) as events:
        page.mouse.up()
        page.wait_for_timeout(REST_MS)
    return until_painted(events, "pointerup")


def _busy(tools: Any) -> float:
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    return metrics["TaskDuration"] * 1000
