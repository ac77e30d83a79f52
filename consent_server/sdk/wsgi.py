"""The WSGI rim (PEP 3333) of the enforcement engine."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.sdk.asked import DECISION_KEY
from consent_server.sdk.exchange import Exchange, Started
from consent_server.sdk.frames import Headers
from consent_server.sdk.page import is_all
from consent_server.sdk.requests import RequestHead, is_for_choices
from consent_server.sdk.site import EnforcedSite

ExcInfo = tuple[type[BaseException], BaseException, TracebackType]
OptExcInfo = ExcInfo | tuple[None, None, None]


class ConsentMiddleware:
    """Makes any WSGI application obey its visitors' recorded choices.

    ``choices`` is the WSGI application that answers under ``/-/choices/``: it shows,
    takes and records choices on the site's own origin.
    """

    def __init__(
        self, app: WSGIApplication, site: EnforcedSite, choices: WSGIApplication
    ) -> None:
        self.site = site
        self._app = app
        self._choices = choices

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        if is_for_choices(environ.get("PATH_INFO", "")):
            if self.site.secure:  # a proxy in front may speak plain http to us
                environ = {**environ, "wsgi.url_scheme": "https"}
            return self._choices(environ, start_response)
        exchange = Exchange(self.site, self._request_head(environ))
        answer = _Answer(exchange, start_response)
        answer.chunks = self._app(_for_application(environ, exchange), answer.capture)
        try:
            return answer.begin()
        except BaseException:
            answer.close()
            raise

    def _request_head(self, environ: WSGIEnvironment) -> RequestHead:
        return RequestHead(
            method=environ.get("REQUEST_METHOD", "GET"),
            host=environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""),
            secure=self.site.secure,
            path=environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
            headers={
                name[5:].replace("_", "-").lower(): value
                for name, value in environ.items()
                if name.startswith("HTTP_") and isinstance(value, str)
            },
        )


def _for_application(environ: WSGIEnvironment, exchange: Exchange) -> WSGIEnvironment:
    """Copy the environ without what the application must not see."""
    shown = {**environ, DECISION_KEY: exchange.asked}
    for name, value in exchange.changes_for_application().items():
        key = "HTTP_" + name.replace("-", "_").upper()
        shown.pop(key, None)
        if value is not None:
            shown[key] = value
    return shown


class _Answer:
    """The application's response on its way out.

    Its headers wait until the first bytes of the body are known, since only then a
    WSGI application has finally said them.
    """

    chunks: Iterable[bytes]

    def __init__(self, exchange: Exchange, start_response: StartResponse) -> None:
        self._exchange = exchange
        self._start_response = start_response
        self._written: list[bytes] = []
        self._said: tuple[str, Headers] | None = None
        self._sent = False

    def capture(
        self, status: str, headers: Headers, exc_info: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        """Take the application's ``start_response``; return its ``write``."""
        if self._sent and exc_info and exc_info[1] is not None:
            raise exc_info[1].with_traceback(exc_info[2])
        # Servers take any pairs, so applications give lists, too.
        self._said = (status, [(name, value) for name, value in headers])
        return self._written.append

    def begin(self) -> Iterable[bytes]:
        """Send the headers, and return the body that follows them.

        Headers are sent before this returns: granian looks at them no later.
        """
        if self._said is not None and not self._written:
            status, headers = self._said
            if not self._exchange.waits(_code(status), headers):
                return self._pass_on(
                    status, self._exchange.start(_code(status), headers)
                )
        chunks = self._all_chunks()
        of_one = isinstance(self.chunks, list | tuple) and len(self.chunks) <= 1
        first = b"".join(chunks) if of_one else next(chunks, b"")
        # Frameworks put an iterator around their one chunk, and say its length.
        if of_one or (self._said is not None and is_all(self._said[1], first)):
            body = self._start(first, whole=True)
            for _ in chunks:
                pass  # it may do something after its last chunk
            self.close()
            return [body]
        return _Body(self._pieces(self._start(first, whole=False), chunks), self.close)

    def _pass_on(self, status: str, started: Started) -> Iterable[bytes]:
        """Return the body as the application made it.

        So the server's own ways of sending files stay in force.
        """
        self._send(status, started)
        if not self._exchange.drops:
            return self.chunks
        self.close()
        return [started.body]

    def _pieces(self, first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
        yield first
        for chunk in chunks:
            yield self._exchange.feed(chunk)
        yield self._exchange.close()

    def close(self) -> None:
        """Let the application clean up, as PEP 3333 demands."""
        close = getattr(self.chunks, "close", None)
        if close is not None:
            close()

    def _start(self, first: bytes, *, whole: bool) -> bytes:
        """Send the headers; return what is certain of the body already."""
        if self._said is None:
            raise RuntimeError("the application did not call start_response")
        status, headers = self._said
        started = self._exchange.start(_code(status), headers, first, whole=whole)
        self._send(status, started)
        return started.body

    def _send(self, status: str, started: Started) -> None:
        self._sent = True
        if started.status != _code(status):
            status = f"{started.status} {HTTPStatus(started.status).phrase}"
        self._start_response(status, started.headers)

    def _all_chunks(self) -> Iterator[bytes]:
        """Give what was written and what was returned, in order, without empty ones."""
        for chunk in self.chunks:
            yield from self._take_written()
            if chunk:
                yield chunk
        yield from self._take_written()

    def _take_written(self) -> list[bytes]:
        taken = [chunk for chunk in self._written if chunk]
        self._written.clear()
        return taken


def _code(status: str) -> int:
    return int(status[:3])


class _Body:
    """The pieces of a body, and what is due after the last."""

    def __init__(self, pieces: Iterator[bytes], close: Callable[[], None]) -> None:
        self._pieces = pieces
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces
