"""Which requests are not passed on: what is too large, and what can be misread.

Servers differ in what they let in, so everything that decides where a request ends or
whom it is for is checked here, whatever the server in front has made of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from consent_server.gateway.forwarded import HOST
from consent_server.gateway.headers import RawHeaders, has_passed_here, values_of
from consent_server.gateway.refusal import Refusal
from consent_server.sdk.asgi import Scope

MAX_TARGET_BYTES = 8_192
MAX_HEADERS = 100
MAX_HEADER_BYTES = 32_768
MAX_COOKIE_BYTES = 16_384

METHOD = re.compile(r"[A-Z][A-Z-]{0,31}")
LENGTH = re.compile(rb"[0-9]{1,18}")
TARGET = re.compile(rb"/[!-~]*")
NOT_PASSED_ON = frozenset({"CONNECT", "TRACE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a request may be.

    ``knows`` tells whether a host name is one of the site's; a body has at most
    ``max_body_bytes``.
    """

    knows: Callable[[str], bool]
    max_body_bytes: int

    def find_refusal(self, scope: Scope) -> Refusal | None:
        """Return why a request is not passed on, if so."""
        return next(self._objections(scope), None)

    def _objections(self, scope: Scope) -> Iterator[Refusal]:
        headers: RawHeaders = scope["headers"]
        if scope["type"] == "http":
            yield from _about_method(scope["method"])
        yield from _about_target(scope)
        yield from _about_size(headers)
        yield from self._about_host(headers)
        yield from self._about_body(headers)
        if values_of(headers, b"expect") not in ([], [b"100-continue"]):
            yield _refusal(HTTPStatus.EXPECTATION_FAILED, "Only 100-continue is known.")
        if has_passed_here(headers):
            yield _refusal(
                HTTPStatus.LOOP_DETECTED,
                "The request comes from this gateway: its upstream leads back to it.",
            )

    def _about_host(self, headers: RawHeaders) -> Iterator[Refusal]:
        hosts = [value for name, value in headers if name.lower() == b"host"]
        if len(hosts) != 1 or not HOST.fullmatch(hosts[0]):
            yield _bad("Exactly one host name is needed.")
        elif not self.knows(hostname(hosts[0])):
            yield _refusal(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This host is no domain of the site. Its owner can name it under "
                "site.domains, or let the web server in front pass the Host header on.",
            )

    def _about_body(self, headers: RawHeaders) -> Iterator[Refusal]:
        lengths = [
            value for name, value in headers if name.lower() == b"content-length"
        ]
        codings = values_of(headers, b"transfer-encoding")
        if len(lengths) > 1 or (lengths and codings):
            yield _bad("The length of what is sent is given twice.")
        if codings and [it.lower() for it in codings] != [b"chunked"]:
            yield _refusal(
                HTTPStatus.NOT_IMPLEMENTED,
                "Only the coding chunked is known.",
            )
        for length in lengths:
            if not LENGTH.fullmatch(length):
                yield _bad("The length of what is sent is no number.")
            elif int(length) > self.max_body_bytes:
                yield too_large(self.max_body_bytes)


def hostname(host: bytes) -> str:
    """Return the name in a ``Host`` field, in lower case and without its port."""
    name = re.sub(rb":[0-9]*\Z", b"", host).decode("latin-1").lower()
    return name.strip("[]").removesuffix(".")


def too_large(max_body_bytes: int) -> Refusal:
    """Return the refusal of a body."""
    return _refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"What is sent may have at most {max_body_bytes} bytes.",
    )


def _about_method(method: str) -> Iterator[Refusal]:
    if not METHOD.fullmatch(method):
        yield _refusal(HTTPStatus.NOT_IMPLEMENTED, "This method is not known here.")
    if method in NOT_PASSED_ON:
        yield _refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"{method} is not passed on.")


def _about_target(scope: Scope) -> Iterator[Refusal]:
    path: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    if len(path) + len(query) > MAX_TARGET_BYTES:
        yield _refusal(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.")
    if not TARGET.fullmatch(path) or not TARGET.fullmatch(b"/" + query):
        yield _bad("The address has characters that no address has.")


def _about_size(headers: RawHeaders) -> Iterator[Refusal]:
    size = sum(len(name) + len(value) + 4 for name, value in headers)
    cookies = sum(len(value) for name, value in headers if name.lower() == b"cookie")
    if len(headers) > MAX_HEADERS or size > MAX_HEADER_BYTES:
        yield _too_many("The headers of the request are too large.")
    if cookies > MAX_COOKIE_BYTES:
        yield _too_many("The cookies of this site are too large; clear them.")


def _refusal(status: HTTPStatus, detail: str) -> Refusal:
    code = status.phrase.lower().replace(" ", "_").replace("-", "_")
    return Refusal(status=status, code=code, detail=detail)


def _bad(detail: str) -> Refusal:
    return _refusal(HTTPStatus.BAD_REQUEST, detail)


def _too_many(detail: str) -> Refusal:
    return _refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)
