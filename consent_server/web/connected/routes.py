"""The routes that middlewares ask; ``docs/spec/connected.md`` specifies them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import (
    HTTPException,
    LengthRequired,
    NotFound,
    UnprocessableEntity,
)
from werkzeug.wrappers import Request

from consent_server.kernel.errors import ConsentError, MalformedEvidenceError
from consent_server.sdk.connected.batch import parse_batch
from consent_server.sdk.connected.contract import (
    EVIDENCE,
    FORWARD,
    MAX_EVIDENCE_BYTES,
    METHODS,
    POLICY,
    site_path,
)
from consent_server.token.api_key import Role
from consent_server.web.ahead import Ahead, fail
from consent_server.web.connected.counted import require_countable
from consent_server.web.connected.forward import Forwarding
from consent_server.web.connected.policy import PolicyAnswers, RequireSite
from consent_server.web.hosted import HostedSite
from consent_server.web.problems import problem_of

FindSite = Callable[[str], HostedSite | None]
"""Gives the site of an id."""

Authorise = Callable[[Request, str, Role], object]
"""Checks that a request may act for a site in a role, or raises an HTTPException."""

SITE = site_path("<site_id>")


def register_connected(app: Flask, find: FindSite, authorise: Authorise) -> None:
    """Add the routes of all sites to the application of a server.

    What ``app`` does to every response must leave those of ``/forward/`` as they are:
    they are the visitor's.
    """
    require = partial(_require, find, authorise)
    views = ConnectedViews(require)
    routes = Blueprint("connected", __name__)
    routes.add_url_rule(f"{SITE}/{POLICY}", "policy", fail)
    routes.add_url_rule(
        f"{SITE}/{EVIDENCE}", "evidence", views.evidence, methods=["POST"]
    )
    routes.add_url_rule(
        f"{SITE}/{FORWARD}/<path:path>",
        "forward",
        fail,
        methods=sorted(METHODS),
        provide_automatic_options=False,
    )
    routes.register_error_handler(ConsentError, problem_of)
    routes.register_error_handler(HTTPException, problem_of)
    app.register_blueprint(routes)
    policies = Ahead(app.wsgi_app, PolicyAnswers(require).answer)
    app.wsgi_app = Ahead(policies, Forwarding(require).answer)  # type: ignore[method-assign]  # as Flask's manual does


def _require(
    find: FindSite, authorise: Authorise, asking: Request, site_id: str
) -> HostedSite:
    authorise(asking, site_id, Role.MIDDLEWARE)
    hosted = find(site_id)
    if hosted is None:
        raise NotFound("there is no such site")
    return hosted


class ConnectedViews:
    """What the routes do."""

    def __init__(self, require: RequireSite) -> None:
        self._require = require

    def evidence(self, site_id: str) -> Response:
        """Add a batch of counts to those of today, once."""
        hosted = self._require(request, site_id)
        request.max_content_length = MAX_EVIDENCE_BYTES
        if request.content_length is None:
            raise LengthRequired("send a Content-Length; chunked bodies are not read")
        try:
            batch = parse_batch(request.get_data())
        except MalformedEvidenceError as error:
            raise UnprocessableEntity(str(error)) from error
        require_countable(batch, hosted.site)
        today = hosted.site.clock.now().date()
        hosted.counts.add(batch.taken, batch.policy_version, today, batch.id)
        return Response(status=HTTPStatus.NO_CONTENT)
