"""What the running site takes: CPU to start, seconds to the first page, and the memory of all its processes at rest."""

import time

from .figure import Figure
from .site import megabytes, running_site

PORT = 18_765
REST_SECONDS = 8


def measure() -> list[Figure]:
    """Start `quickstart` on an empty folder, wait until the five articles are read, add up, stop it cleanly."""
    with running_site(PORT) as site:
        time.sleep(REST_SECONDS)
        sizes: dict[str, float] = {}
        for pid, name in site.family.items():
            sizes[name] = sizes.get(name, 0.0) + megabytes(pid)
    figures = [Figure(f"memory at rest (PSS): {name}", size, "MB") for name, size in sorted(sizes.items())]
    return [
        Figure("start-up, environment made: until the URL is shown", site.seconds, "s", at_most=15),
        *figures,
        Figure("memory at rest (PSS): all processes", sum(sizes.values()), "MB", at_most=350),
        Figure("Ctrl-C: exit code", float(site.exit_code or 0), "", at_most=0),
    ]
