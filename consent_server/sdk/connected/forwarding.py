"""What answers under ``/-/choices/`` of a connected site.

Choices go to the consent server and come back with their cookies, so that these are
the site's own. Files of the notice and browsers' reports need no server.
"""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs, quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.kernel.errors import StoreUnavailableError, UnreachableError
from consent_server.notice.files import ASSETS_PATH, files_of
from consent_server.notice.render import negotiate_language
from consent_server.sdk.answers import (
    HARDENING,
    NOT_STORED,
    PROBLEM_JSON,
    RETRY_AFTER_SECONDS,
    plain_problem_page,
    prefers_page,
    problem_document,
)
from consent_server.sdk.connected.contract import (
    FORWARD,
    HOST_HEADER,
    MAX_ANSWER_BYTES,
    MAX_COOKIES,
    MAX_FORWARD_BYTES,
    MAX_HEADERS,
    MAX_TARGET,
    METHODS,
    METHODS_WITH_BODY,
    SCHEME_HEADER,
    VERSION_HEADER,
    forwarded_cookies,
    is_forwarded,
    is_returned,
)
from consent_server.sdk.connected.keeper import Keeper
from consent_server.sdk.connected.line import Line, Reply
from consent_server.sdk.frames import Headers
from consent_server.sdk.packed_files import PackedFiles
from consent_server.sdk.reporting import Reporting
from consent_server.sdk.site import EnforcedSite

DOTS = frozenset({".", ".."})
"""Segments that lead out of where the visitor's routes are (RFC 3986 section 5.2.4)."""

log = logging.getLogger(__name__)


class Answer(NamedTuple):
    """An answer, whole."""

    status: int
    headers: Headers
    body: bytes


class _Refused(Exception):  # noqa: N818 - it becomes an answer
    """A request that goes nowhere."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class _Local(NamedTuple):
    """What answers for a site without its server."""

    site: EnforcedSite
    files: PackedFiles
    reporting: Reporting

    @classmethod
    def of(cls, site: EnforcedSite, app: WSGIApplication) -> "_Local":
        """Make what a policy needs."""
        reporting = Reporting(app, site.policy.matcher, site.evidence)
        return cls(site, PackedFiles(files_of(site.policy)), reporting)


class ChoicesForwarder:
    """A WSGI application that answers for one connected site."""

    def __init__(self, keeper: Keeper, line: Line) -> None:
        self._keeper = keeper
        self._line = line
        self._local = _Local.of(keeper.site, self._pass_on)
        self._said = 0

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        site, local = self._keeper.site, self._local
        if local.site is not site:
            self._local = local = _Local.of(site, self._pass_on)
        return local.reporting(environ, start_response)

    def _pass_on(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer what is no report."""
        answer = self._answer(environ)
        bare = environ["REQUEST_METHOD"] == "HEAD"
        headers = answer.headers
        if not bare and answer.status not in {
            HTTPStatus.NO_CONTENT,
            HTTPStatus.NOT_MODIFIED,
        }:
            headers = [*headers, ("Content-Length", str(len(answer.body)))]
        start_response(f"{answer.status} {_phrase(answer.status)}", headers)
        return [b"" if bare else answer.body]

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        try:
            if path.startswith(ASSETS_PATH) and method in {"GET", "HEAD"}:
                found = self._file(environ, path.removeprefix(ASSETS_PATH))
                if found is not None:
                    return found
            answer = self._forward(environ)
        except _Refused as refused:
            code = refused.status.phrase.lower().replace(" ", "_").replace("-", "_")
            return self._problem(environ, refused.status, code, str(refused))
        except UnreachableError as error:
            self._keeper.note_forwarding(str(error))
            status, code = HTTPStatus.SERVICE_UNAVAILABLE, StoreUnavailableError.code
            return self._problem(environ, status, code, str(error))
        self._keeper.note_forwarding(None)
        return answer

    def _file(self, environ: WSGIEnvironment, name: str) -> Answer | None:
        """Return a file of the notice; another worker may have a newer policy's."""
        found = self._local.files.answer(name, environ.get("HTTP_ACCEPT_ENCODING"))
        if found is None:
            return None
        headers, body = found
        return Answer(HTTPStatus.OK, [*headers, *HARDENING.items()], body)

    def _forward(self, environ: WSGIEnvironment) -> Answer:
        method = environ["REQUEST_METHOD"]
        if method not in METHODS:
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, "nothing here is asked so")
        address, sent = _address(environ), self._headers(environ)
        try:
            reply = self._line.ask_for_visitor(
                method,
                FORWARD + address,
                sent,
                body=_read_body(environ, MAX_FORWARD_BYTES),
                max_bytes=MAX_ANSWER_BYTES,
            )
        except ValueError as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, "a header has no value") from error
        self._require_visitors(reply)
        connection = reply.header("connection")
        headers = [
            (name, value)
            for name, value in reply.headers
            if is_returned(name, connection) and name != VERSION_HEADER.lower()
        ]
        return Answer(reply.status, headers, reply.body)

    def _headers(self, environ: WSGIEnvironment) -> dict[str, str]:
        named = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_") or name == "CONTENT_TYPE"
        }
        headers = {
            name: value for name, value in named.items() if value and is_forwarded(name)
        }
        if "cookie" in headers:
            headers["cookie"] = forwarded_cookies(headers["cookie"])
        _require_small(headers)
        headers[HOST_HEADER] = _host(environ)
        headers[SCHEME_HEADER] = "https" if self._keeper.site.secure else "http"
        return headers

    def _require_visitors(self, reply: Reply) -> None:
        """Check that it was the visitor's routes that answered, and for which policy.

        Raises:
            UnreachableError: It was something before them, whose words are for nobody
                who visits.
        """
        version = reply.header(VERSION_HEADER.lower())
        if not version:
            if self._said != reply.status:
                log.error("Choices are not taken: the server answers %d", reply.status)
            self._said = reply.status
            raise UnreachableError(f"the consent server answered {reply.status}")
        self._said = 0
        if version != self._keeper.site.policy.version:
            self._keeper.hurry()

    def _problem(
        self, environ: WSGIEnvironment, status: HTTPStatus, code: str, detail: str
    ) -> Answer:
        headers = [NOT_STORED, *HARDENING.items()]
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", RETRY_AFTER_SECONDS))
        if not prefers_page(environ.get("HTTP_ACCEPT", "")):
            body = problem_document(status, code, detail)
            return Answer(status, [("Content-Type", PROBLEM_JSON), *headers], body)
        policy = self._keeper.site.policy
        asked = parse_qs(environ.get("QUERY_STRING", "")).get("language", [None])
        language = negotiate_language(
            policy.site.languages, asked[0], environ.get("HTTP_ACCEPT_LANGUAGE")
        )
        texts = policy.notices[language].texts
        body = plain_problem_page(texts, language, code, detail)
        return Answer(
            status, [("Content-Type", "text/html; charset=utf-8"), *headers], body
        )


def _address(environ: WSGIEnvironment) -> str:
    """Return path and query as they are sent on.

    Raises:
        _Refused: The path would lead out of the visitor's routes, or is no path of
            theirs; or all of it is too long.
    """
    path: str = environ["PATH_INFO"]
    if not (DOTS.isdisjoint(path.split("/")) and path.isprintable()):
        raise _Refused(HTTPStatus.NOT_FOUND, "there is nothing of that name")
    quoted = quote(path.encode("latin-1"), safe="/-._~!$&'()+*,;=:@")
    query = quote(environ.get("QUERY_STRING", ""), safe="/-._~!$&'()+*,;=:@?%")
    if len(quoted) + len(query) > MAX_TARGET:
        raise _Refused(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long")
    return f"{quoted}?{query}" if query else quoted


def _require_small(headers: Mapping[str, str]) -> None:
    """Keep back what the server would not look at: it would seem to be away.

    Raises:
        _Refused: The headers are too long.
    """
    size = sum(len(name) + len(value) for name, value in headers.items())
    if size > MAX_HEADERS or len(headers.get("cookie", "")) > MAX_COOKIES:
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise _Refused(status, "the headers are too long")


def _host(environ: WSGIEnvironment) -> str:
    host: str = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
    return host


def _read_body(environ: WSGIEnvironment, max_bytes: int) -> bytes | None:
    """Read what a method with a body brings; another's is left where it is.

    Raises:
        _Refused: It does not say how long it is, or is too long, or is cut short.
    """
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise _Refused(HTTPStatus.LENGTH_REQUIRED, "chunked bodies are not read")
    length = environ.get("CONTENT_LENGTH") or ""
    if not length and environ["REQUEST_METHOD"] not in METHODS_WITH_BODY:
        return None
    if not (length.isascii() and length.isdigit()):
        raise _Refused(HTTPStatus.LENGTH_REQUIRED, "send a Content-Length")
    if int(length) > max_bytes:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too long")
    body: bytes = environ["wsgi.input"].read(int(length))
    if len(body) != int(length):
        raise _Refused(HTTPStatus.BAD_REQUEST, "the body is shorter than it says")
    return body


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
