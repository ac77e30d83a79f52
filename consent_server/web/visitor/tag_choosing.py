"""The POST of a choice in the script-tag mode, and what a browser asks before it."""

from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Request

from consent_server.kernel.canonical import (
    canonical_json,
    canonical_members,
    encoded_member,
    join_items,
    join_members,
)
from consent_server.notice.tag import SITES_PATH
from consent_server.sdk.answers import HARDENING, NOT_STORED
from consent_server.token.cookie import for_script
from consent_server.web.ahead import Answer
from consent_server.web.site import OpenSite
from consent_server.web.visitor.choosing import ChoiceRequest
from consent_server.web.visitor.incoming import JSON, read_choice
from consent_server.web.visitor.recording import Recorded, record_choice
from consent_server.web.visitor.tag_page import (
    readable_by,
    require_own_page,
    shown_state,
)
from consent_server.web.visitor.visiting import acting

RECEIPT = "receipt"
_PREFLIGHT = (
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "authorization, content-type"),
    ("Access-Control-Max-Age", "7200"),  # Chromium keeps the answer no longer
)


class TagChoosing:
    """Takes the choices of a site's visitors, ahead of Flask."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site
        self._path = f"{SITES_PATH}{site.policy.site.id}/"
        self._posted_to = (self._path, self._path + RECEIPT)

    def answer(self, environ: WSGIEnvironment) -> Answer | None:
        """Record a choice; none if the request is about something else.

        Raises:
            HTTPException: It is not one that can be recorded.
            ConsentError: Likewise.
        """
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO")
        if method == "POST" and path == self._path:
            return self._choose(ChoiceRequest(environ))
        if method == "OPTIONS" and path in self._posted_to:
            return self._allow(Request(environ))
        return None

    def _choose(self, request: Request) -> Answer:
        """Record a choice; the answer carries the cookies that the page may now set."""
        site = self._site
        origin = require_own_page(site, request)
        incoming = read_choice(request, site.policy.gated_purposes, origin)
        site.floodgate.require_room(request, incoming.raw)
        state = shown_state(site, request)
        body = _say(record_choice(site, incoming, acting(request, state)))
        told = [("Content-Type", JSON), ("Content-Length", str(len(body)))]
        return Answer("201 CREATED", _headers(told, origin), body)

    def _allow(self, request: Request) -> Answer:
        """Tell a browser what a page of the site may send."""
        origin = require_own_page(self._site, request)
        return Answer("204 NO CONTENT", _headers([*_PREFLIGHT], origin), b"")


def _say(done: Recorded) -> bytes:
    cookies = join_items(map(canonical_json, for_script(done.cookies)))
    own = (
        encoded_member("cookies", cookies),
        *canonical_members({"record_id": str(done.recorded.record_id)}),
    )
    return join_members([*done.settled.answer, done.settled.ended, *own])


def _headers(told: list[tuple[str, str]], origin: str) -> list[tuple[str, str]]:
    common = (NOT_STORED, *HARDENING.items(), ("Vary", "Origin"))
    return [*told, *common, *readable_by(origin)]
