"""The routes of the script-tag mode, under ``/-/choices/sites/SITE`` of a server.

The pages are on the site's own origins, so nothing here reads or sets a cookie: a page
keeps what the answer to a committed record gives it, and shows it again as
``Authorization: Bearer``.
"""

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import NotFound, Unauthorized

from consent_server.notice.assets import load_assets
from consent_server.notice.files import NoticeFiles, acts_of
from consent_server.notice.render import make_layer
from consent_server.notice.tag import SITES_PATH
from consent_server.sdk.packed_files import PackedFiles
from consent_server.web.ahead import Ahead, fail
from consent_server.web.problems import register_problems
from consent_server.web.site import OpenSite
from consent_server.web.visitor.declaration import add_public_declaration
from consent_server.web.visitor.history import find_own_record
from consent_server.web.visitor.incoming import JSON
from consent_server.web.visitor.receipts import receipt_of
from consent_server.web.visitor.tag_choosing import RECEIPT, TagChoosing
from consent_server.web.visitor.tag_page import (
    own_origin,
    readable_by,
    require_own_page,
    shown_state,
)
from consent_server.web.visitor.tag_script import TagScript
from consent_server.web.visitor.views import answer_file, harden


def register_tag(app: Flask, site: OpenSite) -> None:
    """Add the routes of one site to the application of a server."""
    name = site.policy.site.id
    views = TagViews(site)
    prefix = f"{SITES_PATH}{name}"
    routes = Blueprint(name.replace(".", "-"), __name__)
    routes.add_url_rule(f"{prefix}.js", "script", fail)
    routes.add_url_rule(f"{prefix}/assets/<name>", "asset", views.asset)
    choices = f"{prefix}/"
    routes.add_url_rule(choices, "choose", fail, methods=["POST", "OPTIONS"])
    routes.add_url_rule(
        choices + RECEIPT,
        "receipt",
        views.receipt,
        methods=["POST"],
        provide_automatic_options=False,
    )
    routes.add_url_rule(choices + RECEIPT, "may_receipt", fail, methods=["OPTIONS"])
    add_public_declaration(routes, site, f"{prefix}/declaration")
    routes.after_request(views.share)
    register_problems(routes, site.policy)
    app.register_blueprint(routes)
    script = TagScript(site.policy, secure=site.secure)
    scripts = Ahead(app.wsgi_app, script.answer)
    app.wsgi_app = Ahead(scripts, TagChoosing(site).answer)  # type: ignore[method-assign]  # as Flask's manual does


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

    def receipt(self) -> Response:
        """Give the receipt of the choice that a page's token is about."""
        require_own_page(self._site, request)
        own = shown_state(self._site, request).record_id
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
        """Let pages of the site read the answer, and any page what is public.

        A browser asks for a module with an ``Origin``, and for the same file ahead
        without one: an answer that varied by it would be loaded twice.
        """
        response = harden(response)
        here = f"{SITES_PATH}{self._site.policy.site.id}"
        origin = None
        if request.path.startswith(f"{here}/assets/"):
            origin = "*"
        elif request.path != f"{here}.js":
            response.vary.add("Origin")
            origin = own_origin(self._site, request)
        response.headers.update(readable_by(origin))
        return response
