"""Which requests leave Django: open event streams, which would hold a thread each."""

import re

from a2wsgi.asgi_typing import Scope

EVENTS_PATH = re.compile(r"/api/v1/projects/[^/]+/events/")


def asks_for_events(scope: Scope) -> bool:
    """Tell a request for the stream from one for the same history as JSON."""
    if scope["type"] != "http" or not EVENTS_PATH.fullmatch(scope["path"]):
        return False
    return any(name == b"accept" and b"text/event-stream" in value for name, value in scope["headers"])
