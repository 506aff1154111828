"""The live event stream: a plain ASGI function beside Django, so that an open stream costs no thread."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any, Final

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.utils.translation import gettext

from annotations import access
from annotations.access import Do
from annotations.errors import FactcheckError, Invalid, NotFound, NotSignedIn
from annotations.models import User

from .base import SCHEMES, valid_token
from .problems import MethodRefused, problem
from .tail import Listener, beside, missed, own_connection, tail, tell, written

PATH: Final = re.compile(r"/api/v1/projects/([-a-zA-Z0-9_]+)/events/")
PING_SECONDS: Final = 25.0
# After this a client comes back by itself and has to show anew that it may listen.
LIFETIME_SECONDS: Final = 15 * 60
HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)
FIRST: Final = b"retry: 3000\n: listening\n\n"
PING: Final = b": ping\n\n"
SESSIONS: Final = import_module(settings.SESSION_ENGINE)


async def events(scope: HTTPScope, receive: Receive, send: Send) -> None:
    """Serve one stream until the client goes, falls behind, or its time is over."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        if scope["method"] != "GET":
            raise MethodRefused
        query = scope.get("query_string", b"").decode("latin-1")
        asking = await asyncio.to_thread(_authorise, scope["path"], headers)
        asking.document, asking.page = _named(query, "document"), _named(query, "page")
        after = _last_seen(headers, query)
    except FactcheckError as error:
        await _refuse(send, problem(error))
        return
    gone = asyncio.create_task(_until_gone(receive))
    try:
        async with tail().listening(asking) as listener:
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await _send(send, FIRST)
            await _arrive(listener, send)
            async for message in _messages(listener, after, gone):
                await _send(send, message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        if gone.done():
            await asyncio.to_thread(tell, asking.place(is_leaving=True))
        gone.cancel()


async def _arrive(listener: Listener, send: Send) -> None:
    """Tell the others on the same document that somebody came, and the newcomer who is there."""
    if listener.document:
        await asyncio.to_thread(tell, listener.place())
        for message in await asyncio.to_thread(beside, listener):
            await _send(send, message)


def _authorise(path: str, headers: dict[str, str]) -> Listener:
    """Find out who asks and open the project by the same door as everything else (two or three queries)."""
    match = PATH.fullmatch(path)
    if match is None:
        raise NotFound
    with own_connection():
        user = _user(headers)
        project = access.get_project(user, match[1], to=Do.READ)
        return Listener(project.pk, access.reader_of(user, project))


def _user(headers: dict[str, str]) -> User:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() in SCHEMES:
        token = valid_token(key)
        if token is None:
            raise NotSignedIn(gettext("This token is unknown, revoked or expired. Make a new one."))
        return token.user
    request: Any = HttpRequest()
    request.META["HTTP_HOST"] = headers.get("host", "")
    try:
        request.get_host()
    except DisallowedHost as error:
        raise Invalid(gettext("This site does not answer to that host name."), code="host") from error
    cookies = parse_cookie(headers.get("cookie", ""))
    request.session = SESSIONS.SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    if not isinstance(user, User):
        raise NotSignedIn
    return user


def _last_seen(headers: dict[str, str], query: str) -> int | None:
    """Return the event after which the client wants to go on: its own header, else the address."""
    found = re.search(r"(?:^|&)last_event_id=(\d{1,18})(?:&|$)", query)
    text = headers.get("last-event-id", "") or (found[1] if found else "")
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else None


def _named(query: str, name: str) -> str:
    """Return the id of the document, or of the client's page on it, that the address names; nothing where left out."""
    found = re.search(rf"(?:^|&){name}=([-0-9a-f]{{36}})(?:&|$)", query)
    return found[1] if found else ""


async def _messages(listener: Listener, after: int | None, gone: asyncio.Task[None]) -> AsyncIterator[bytes]:
    """Yield what was missed, then what happens, then nothing more: a client that is cut off asks again."""
    told: set[int] = set()
    if after is not None:
        async for number, message in _replay(listener, after):
            told.add(number)
            yield message
    ends = time.monotonic() + LIFETIME_SECONDS
    while time.monotonic() < ends and not gone.done():
        if listener.queue.empty() and listener.is_dropped:
            return
        yield await _next(listener, told, gone)


async def _next(listener: Listener, told: set[int], gone: asyncio.Task[None]) -> bytes:
    """Wait for the next message; a ping where there is none, so that no proxy thinks the line dead."""
    waiting = asyncio.create_task(listener.queue.get())
    await asyncio.wait({waiting, gone}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        return PING
    number, message = waiting.result()
    if number in told:
        told.discard(number)
        return b""
    return message


async def _replay(listener: Listener, after: int) -> AsyncIterator[tuple[int, bytes]]:
    is_first = True
    while True:
        rows = await asyncio.to_thread(missed, listener, after, is_first=is_first)
        for row in rows:
            yield row[0], written(row)
        if not rows or rows[-1][0] <= after:
            return
        after, is_first = rows[-1][0], False


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    if body:
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, response: HttpResponse) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content, "more_body": False})
