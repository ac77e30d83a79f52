"""The POST of a choice, taken before Flask's way to a view.

It is the one request that nearly every visitor makes, and that way costs several times
what its checks do. Whatever goes wrong here is raised again in Flask, which answers
every error in one shape.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import NamedTuple, NoReturn
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request as current_request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.utils import redirect
from werkzeug.wrappers import Request

from consent_server.consent.choice import Action
from consent_server.kernel.canonical import canonical_members, join_members
from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.answers import HARDENING, NOT_STORED
from consent_server.web.site import OpenSite
from consent_server.web.visitor.incoming import (
    JSON,
    MAX_BODY_BYTES,
    MAX_FORM_PARTS,
    read_choice,
    referring_path,
    require_own_host,
    require_own_origin,
)
from consent_server.web.visitor.recording import Recorded, record_choice
from consent_server.web.visitor.visiting import ended_cookies, visitor_of

CLEARED = ("Clear-Site-Data", '"cache", "storage"')
"""Never "cookies": the refusal itself is one."""

_FAILED = "consent_server.failed"


class ChoiceRequest(Request):
    """A request with the bounds of a choice."""

    max_content_length = MAX_BODY_BYTES
    max_form_parts = MAX_FORM_PARTS


class _Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Choosing:
    """Takes choices in front of ``app``, a Flask application.

    ``app`` must have :func:`fail` as its view of the same request.
    """

    def __init__(self, app: WSGIApplication, site: OpenSite) -> None:
        self._app = app
        self._site = site

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Record a choice; let everything else pass."""
        if (
            environ["REQUEST_METHOD"] != "POST"
            or environ.get("PATH_INFO") != CHOICES_PATH
        ):
            return self._app(environ, start_response)
        try:
            answer = self._choose(ChoiceRequest(environ))
        except Exception as error:  # noqa: BLE001 - Flask answers it
            environ[_FAILED] = error
            return self._app(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _choose(self, request: Request) -> _Answer:
        """Record a choice; the answer carries the token, or nothing was recorded."""
        site = self._site
        policy = site.policy
        require_own_origin(request, secure=site.secure)
        incoming = read_choice(request, policy.gated_purposes)
        require_own_host(request, policy.site.domains, secure=site.secure)
        site.floodgate.require_room(request, incoming.raw)
        done = record_choice(site, incoming, visitor_of(site, request))
        ended = ended_cookies(site, request, done.recorded)
        answer = _say(done) if incoming.from_script else _lead_back(done, request)
        answer.headers.extend(HARDENING.items())
        answer.headers.append(NOT_STORED)
        for value in done.cookies + ended:
            answer.headers.append(("Set-Cookie", value))
        if incoming.clear and done.settled.choice.action is Action.WITHDRAW:
            answer.headers.append(CLEARED)
        return answer


def fail() -> NoReturn:
    """Raise what went wrong with a choice, within Flask."""
    # Flask takes "post" for POST; methods are case-sensitive (RFC 9110 section 9.1).
    raise current_request.environ.get(_FAILED, MethodNotAllowed())


def _say(done: Recorded) -> _Answer:
    """Describe a committed choice, and which storage keys the page must remove."""
    own = canonical_members({"record_id": str(done.recorded.record_id)})
    body = join_members([*done.settled.answer, *own])
    headers = [("Content-Type", JSON), ("Content-Length", str(len(body)))]
    return _Answer("201 CREATED", headers, body)


def _lead_back(done: Recorded, request: Request) -> _Answer:
    """Lead a form's visitor back to where they came from, else to my choices."""
    path = referring_path(request)
    if path is None or path == CHOICES_PATH:
        path = f"{CHOICES_PATH}?language={done.settled.choice.language}"
    # 303: the browser follows with GET, so that a reload posts nothing again.
    response = redirect(path, code=HTTPStatus.SEE_OTHER)
    headers = response.get_wsgi_headers(request.environ)
    return _Answer(response.status, list(headers), response.get_data())
