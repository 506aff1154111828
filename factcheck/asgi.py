"""One process, one port: Django through WSGI threads, the event stream as a plain ASGI function beside it.

Django's own ASGI handler cost two to three times the CPU a request, and one thread for each open stream.
"""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send
from a2wsgi.wsgi_typing import WSGIApp
from django.utils.module_loading import import_string

from factcheck.routing import asks_for_events
from factcheck.wsgi import application as wsgi_application

WEB_THREADS = 8

# By name: it imports models, so Django must have been set up by the import above it.
event_stream = import_string("annotations.api.stream.events")
django_site = WSGIMiddleware(cast("WSGIApp", wsgi_application), workers=WEB_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection: an open event stream here, everything else in a Django thread."""
    if asks_for_events(scope):
        await event_stream(scope, receive, send)
    else:
        await django_site(scope, receive, send)
