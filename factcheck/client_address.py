"""Who really asks, when a proxy stands before the site: without this every visitor would share the proxy's address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "X-Forwarded-For"


class ClientAddressMiddleware:
    """Take the address that our own proxy wrote, the last one; earlier ones are what clients claim.

    Installed in production only, where a proxy is required anyway: elsewhere the header is anybody's to write.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.headers.get(HEADER, "").rpartition(",")[2].strip()
        if address:
            request.META["REMOTE_ADDR"] = address[:64]
        return self.get_response(request)
