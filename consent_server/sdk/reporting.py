"""Where browsers post what a page's source policy did not let them load.

Anybody may post, as fast as they like: a report says of nobody where it comes from,
since browsers send them without cookies and origin. So it is a hint and no proof, and
must cost next to nothing. Reports are taken before Flask's way to a view; a process
reads a few hundred a second, in two of its threads at most, and of the rest only the
number is kept. Nothing here writes to the database: counts go through the evidence.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.catalog.match import Matcher
from consent_server.enforcement.csp_report import (
    MAX_REPORT_BYTES,
    MEDIA_TYPES,
    sightings_in,
)
from consent_server.enforcement.evidence import Evidence
from consent_server.notice.render import REPORTS_PATH

READ_PER_SECOND = 200
"""Reports that a process reads: what nobody declares turns up again and again."""
MAX_DIGITS = 18  # of a length; Python reads no number of thousands
MAX_READING = 2
"""Threads that read reports at once; slow senders must not keep all of them."""


class Reporting:
    """Takes reports in front of ``app``; it counts, and can do nothing else."""

    def __init__(
        self,
        app: WSGIApplication,
        matcher: Matcher,
        evidence: Evidence,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._matcher = matcher
        self._evidence = evidence
        self._sample = Sample(now)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Count a report; let everything else pass."""
        if (
            environ.get("PATH_INFO") != REPORTS_PATH
            or environ["REQUEST_METHOD"] != "POST"
        ):
            return self._app(environ, start_response)
        status = self._take(environ)
        start_response(f"{status.value} {status.phrase}", _headers(status))
        return []

    def _take(self, environ: WSGIEnvironment) -> HTTPStatus:
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal():
            return HTTPStatus.LENGTH_REQUIRED  # chunked bodies are not read
        if len(length) > MAX_DIGITS or int(length) > MAX_REPORT_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if kind not in MEDIA_TYPES:
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        with self._sample.reading() as dropped:
            if dropped is None:
                return HTTPStatus.NO_CONTENT
            self._evidence.drop(dropped)
            return self._read(environ, int(length))

    def _read(self, environ: WSGIEnvironment, length: int) -> HTTPStatus:
        """Count the foreign hosts of one post, each once for a directive."""
        try:
            document = json.loads(environ["wsgi.input"].read(length))
            host = environ.get("HTTP_HOST", "").lower()
            found = sightings_in(document, self._matcher, host)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        self._evidence.see(found)
        return HTTPStatus.NO_CONTENT


class Sample:
    """Says which reports are read: a token bucket, and a bound on readers."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = Lock()
        self._left = float(READ_PER_SECOND)
        self._filled_at = now()
        self._reading = 0
        self._dropped = 0

    @contextmanager
    def reading(self) -> Iterator[int | None]:
        """Let a report be read within the block, or say nothing: drop it.

        Gives how many were dropped since the last one that was read.
        """
        dropped = self._begin()
        try:
            yield dropped
        finally:
            if dropped is not None:
                with self._lock:
                    self._reading -= 1

    def _begin(self) -> int | None:
        with self._lock:
            moment = self._now()
            came = (moment - self._filled_at) * READ_PER_SECOND
            self._filled_at = moment
            self._left = min(self._left + came, READ_PER_SECOND)
            if self._left < 1 or self._reading == MAX_READING:
                self._dropped += 1
                return None
            self._left -= 1
            self._reading += 1
            dropped, self._dropped = self._dropped, 0
            return dropped


def _headers(status: HTTPStatus) -> list[tuple[str, str]]:
    headers = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
    if status is HTTPStatus.NO_CONTENT:  # RFC 9110 section 8.6
        return headers
    return [*headers, ("Content-Length", "0")]
