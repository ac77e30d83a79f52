"""The POST of a choice, the one request that nearly every visitor makes."""

from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from werkzeug.utils import redirect
from werkzeug.wrappers import Request

from consent_server.consent.choice import Action
from consent_server.kernel.canonical import canonical_members, join_members
from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.answers import HARDENING, NOT_STORED
from consent_server.web.ahead import Answer
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


class ChoiceRequest(Request):
    """A request with the bounds of a choice."""

    max_content_length = MAX_BODY_BYTES
    max_form_parts = MAX_FORM_PARTS


class Choosing:
    """Takes the choices of a site's visitors, ahead of Flask."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """Record a choice; none if the request is something else.

        Raises:
            HTTPException: It is not one that can be recorded.
            ConsentError: Likewise.
        """
        if (
            environ["REQUEST_METHOD"] == "POST"
            and environ.get("PATH_INFO") == CHOICES_PATH
        ):
            return self._choose(ChoiceRequest(environ))
        return None

    def _choose(self, request: Request) -> Answer:
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


def _say(done: Recorded) -> Answer:
    """Describe a committed choice, and which storage keys the page must remove."""
    own = canonical_members({"record_id": str(done.recorded.record_id)})
    body = join_members([*done.settled.answer, *own])
    headers = [("Content-Type", JSON), ("Content-Length", str(len(body)))]
    return Answer("201 CREATED", headers, body)


def _lead_back(done: Recorded, request: Request) -> Answer:
    """Lead a form's visitor back to where they came from, else to my choices."""
    path = referring_path(request)
    if path is None or path == CHOICES_PATH:
        path = f"{CHOICES_PATH}?language={done.settled.choice.language}"
    # 303: the browser follows with GET, so that a reload posts nothing again.
    response = redirect(path, code=HTTPStatus.SEE_OTHER)
    headers = response.get_wsgi_headers(request.environ)
    return Answer(response.status, list(headers), response.get_data())
