"""What opening a page asks the server for, the first time and the next: requests, and bytes of scripts."""

import gzip
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from .figure import Figure

AT_MOST_REQUESTS: Final = 25
AT_MOST_KILOBYTES: Final = 120
REST_MS: Final = 1000
# The sheet of the faces and two of them, as a real site has them: counted also where `build_fonts` has not run.
FACES: Final = 3
# What came over the network: from the cache, nothing is transferred. The open event stream is no entry before it ends.
FETCHED: Final = """() => performance.getEntriesByType("resource")
  .filter((each) => each.transferSize > 0 && !each.name.includes("/events/")).map((each) => each.name)"""


@dataclass(frozen=True, slots=True)
class Load:
    """All requests, the event stream among them; files that were not in the cache; their scripts compressed."""

    requests: int
    files: int
    script_kilobytes: float


def loaded(context: Any, where: str) -> Load:
    """Open the page in its own window and wait until it asks for nothing more."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(where, wait_until="load")
    page.locator("fc-workbench[data-ready]").wait_for()
    page.wait_for_timeout(REST_MS)
    files = page.evaluate(FETCHED)
    page.close()
    scripts = [context.request.get(each).body() for each in files if each.endswith(".js")]
    unmade = 0 if (settings.FONTS_DIR / "fonts.css").is_file() else FACES
    return Load(len(asked) + unmade, len(files), sum(len(gzip.compress(body, 6)) for body in scripts) / 1000)


def load_figures(name: str, context: Any, where: str) -> list[Figure]:
    """Open twice: with an empty cache, then with what the first time left in it."""
    cold, warm = loaded(context, where), loaded(context, where)
    return [
        Figure(f"{name}: requests, cold", cold.requests, "", at_most=AT_MOST_REQUESTS),
        Figure(f"{name}: scripts, gzip", cold.script_kilobytes, "kB", at_most=AT_MOST_KILOBYTES),
        Figure(f"{name}: requests besides document and stream, warm", warm.files, "", at_most=0),
    ]
