"""The routes of the script-tag mode, under ``/-/choices/sites/SITE`` of a server.

The pages are on the site's own origins, so nothing here reads or sets a cookie: a page
keeps what the answer to a committed record gives it, and shows it again as
``Authorization: Bearer``.
"""

import dataclasses
from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from consent_server.consent.signals import read_signals
from consent_server.consent.state import ConsentState
from consent_server.kernel.canonical import canonical_members, join_members
from consent_server.notice.assets import load_assets
from consent_server.notice.files import NoticeFiles, acts_of
from consent_server.notice.render import make_layer
from consent_server.notice.tag import SITES_PATH
from consent_server.sdk.packed_files import PackedFiles
from consent_server.token.cookie import for_script, read_token
from consent_server.web.agent import coarse_agent
from consent_server.web.ahead import Ahead, fail
from consent_server.web.bearer import read_bearer
from consent_server.web.problems import register_problems
from consent_server.web.site import OpenSite
from consent_server.web.visitor.declaration import add_public_declaration
from consent_server.web.visitor.history import find_own_record
from consent_server.web.visitor.incoming import JSON, find_own_origin, read_choice
from consent_server.web.visitor.receipts import receipt_of
from consent_server.web.visitor.recording import Visitor, record_choice
from consent_server.web.visitor.tag_script import ANYWHERE, TagScript
from consent_server.web.visitor.views import answer_file, harden
from consent_server.web.visitor.visiting import ended_patterns

PREFLIGHT_SECONDS = "7200"  # Chromium keeps the answer no longer


def register_tag(app: Flask, site: OpenSite) -> None:
    """Add the routes of one site to the application of a server."""
    name = site.policy.site.id
    views = TagViews(site)
    prefix = f"{SITES_PATH}{name}"
    routes = Blueprint(name.replace(".", "-"), __name__)
    routes.add_url_rule(f"{prefix}.js", "script", fail)
    routes.add_url_rule(f"{prefix}/assets/<name>", "asset", views.asset)
    for path, view in (("/", views.choose), ("/receipt", views.receipt)):
        routes.add_url_rule(
            prefix + path,
            view_func=view,
            methods=["POST"],
            provide_automatic_options=False,
        )
        routes.add_url_rule(
            prefix + path,
            f"may_{view.__name__}",
            views.preflight,
            methods=["OPTIONS"],
        )
    add_public_declaration(routes, site, f"{prefix}/declaration")
    routes.after_request(views.share)
    register_problems(routes, site.policy)
    app.register_blueprint(routes)
    script = TagScript(site.policy, secure=site.secure)
    app.wsgi_app = Ahead(app.wsgi_app, script.answer)  # type: ignore[method-assign]  # as Flask's manual does


class TagViews:
    """What the routes of one site do."""

    def __init__(self, site: OpenSite) -> None:
        self._site = site
        policy = site.policy
        layers = (make_layer(policy, it, own_page=False) for it in policy.notices)
        acts = acts_of(policy, load_assets().tag_acts)
        self._files = PackedFiles(NoticeFiles((*acts, *layers)))

    def asset(self, name: str) -> Response:
        """Give a page what it needs once a visitor acts, and the second layer."""
        return answer_file(self._files, name)

    def preflight(self) -> Response:
        """Tell a browser what a page of the site may send."""
        self._require_own_page()
        return Response(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": "authorization, content-type",
                "Access-Control-Max-Age": PREFLIGHT_SECONDS,
            },
        )

    def choose(self) -> Response:
        """Record a choice; the answer carries the cookies that the page may now set."""
        site = self._site
        origin = self._require_own_page()
        incoming = read_choice(request, site.policy.gated_purposes)
        page = dataclasses.replace(incoming.page, origin=origin)
        incoming = dataclasses.replace(incoming, page=page)
        site.floodgate.require_room(request, incoming.raw)
        done = record_choice(site, incoming, self._visitor())
        own = canonical_members(
            {
                "record_id": str(done.recorded.record_id),
                "cookies": [*for_script(done.cookies)],
                "ended": ended_patterns(done.settled.choice, site.policy),
            }
        )
        body = join_members([*done.settled.answer, *own])
        return Response(body, status=HTTPStatus.CREATED, mimetype=JSON)

    def receipt(self) -> Response:
        """Give the receipt of the choice that a page's token is about."""
        self._require_own_page()
        own = self._state().record_id
        if own is None:
            raise Unauthorized("show the token of a recorded choice")
        records = self._site.records
        record = find_own_record(records, own, own)
        if record is not None and record.index is None:
            self._site.integrate()  # a receipt is kept: better with its proof
            record = find_own_record(records, own, own)
        if record is None:
            raise NotFound("there is no such record any more")
        return Response(receipt_of(self._site, record), mimetype=JSON)

    def share(self, response: Response) -> Response:
        """Let pages of the site read the answer, and any page load the script."""
        response = harden(response)
        response.headers.set(*ANYWHERE)
        if request.path != f"{SITES_PATH}{self._site.policy.site.id}.js":
            response.vary.add("Origin")
            origin = self._own_origin()
            if origin is not None:
                response.headers["Access-Control-Allow-Origin"] = origin
        return response

    def _require_own_page(self) -> str:
        origin = self._own_origin()
        if origin is None:
            raise Forbidden(
                "a choice must come from a page of this site: its host must be named "
                "under site.domains in the catalog, and be visited over https"
            )
        return origin

    def _own_origin(self) -> str | None:
        """Return the origin of the asking page if it is one of the site's."""
        site = self._site
        return find_own_origin(request, site.policy.site.domains, secure=site.secure)

    def _visitor(self) -> Visitor:
        return Visitor(
            state=self._state(),
            signals=read_signals(request.headers.get("Sec-GPC")),
            agent=coarse_agent(request.headers.get("User-Agent")),
        )

    def _state(self) -> ConsentState:
        token = read_bearer(request)
        site = self._site
        return read_token([token] if token else [], site.codec, site.clock.now())
