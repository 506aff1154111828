"""The sign-in throttle counts visitors, not the proxy before the site."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from factcheck.client_address import ClientAddressMiddleware


def seen(request: HttpRequest) -> str:
    addresses: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        addresses.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    ClientAddressMiddleware(view)(request)
    return addresses[0]


def test_the_proxys_own_word_counts_and_not_what_a_client_claims() -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "10.0.0.1, 203.0.113.7"}, REMOTE_ADDR="172.18.0.2")
    assert seen(request) == "203.0.113.7"


def test_without_a_proxy_the_connection_counts() -> None:
    assert seen(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"
