"""Every request has a number, a line in the log and a place in the metrics."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.exceptions import InternalServerError

from consent_server.kernel.ids import RandomBytes
from consent_server.web.logs import request_id, tell
from consent_server.web.problems import problem_of
from consent_server.web.route_class import method_class, route_class

NUMBER = "X-Request-ID"
Observe = Callable[[str, int, float], None]
"""Takes the class of a request, its status, and how many seconds it took."""

log = logging.getLogger(__name__)


def observe_nothing(_route: str, _status: int, _seconds: float) -> None:
    """Stand where nobody counts."""


class Observer:
    """Watches requests to ``app``.

    The number is ours: one that a client could choose could carry anything.
    """

    def __init__(
        self, app: WSGIApplication, random: RandomBytes, observe: Observe
    ) -> None:
        self._app = app
        self._random = random
        self._observe = observe

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        number = self._random(8).hex()
        token = request_id.set(number)
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value
        started = perf_counter()

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - as PEP 3333 has it
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (NUMBER, number)], *more)

        try:
            return self._app(environ, start)
        except Exception:
            log.exception("unexpected_error")
            return problem_of(InternalServerError())(environ, start)
        finally:
            self._tell(environ, status, perf_counter() - started)
            request_id.reset(token)

    def _tell(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        route = route_class(method, environ.get("PATH_INFO", ""))
        self._observe(route, status, seconds)
        more = {
            "route": route,
            "method": method_class(method),
            "status": status,
            "ms": round(seconds * 1000, 2),
        }
        tell(log, "request", more)
