"""Where browsers post what a page's source policy did not let them load."""

import json
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, LengthRequired, UnsupportedMediaType

from consent_server.catalog.match import Matcher
from consent_server.enforcement.claims import is_host_name
from consent_server.enforcement.csp_report import Blocked, read_reports
from consent_server.enforcement.evidence import Evidence, Sighting, Surface

MEDIA_TYPES = frozenset(
    {
        "application/csp-report",
        "application/reports+json",
        "application/json",  # older browsers
    }
)
MAX_REPORT_BYTES = 32_768  # a report repeats the whole policy


def add_reports(routes: Blueprint, matcher: Matcher, evidence: Evidence) -> None:
    """Add the route that takes reports."""
    views = ReportViews(matcher, evidence)
    routes.add_url_rule("/reports", "report", views.take, methods=["POST"])


class ReportViews:
    """What the route does: it counts, and can do nothing else.

    Anybody may post, since a report says of nobody where it comes from: browsers send
    them without cookies and origin. So it is a hint and no proof, no cookie is read,
    and what is kept is bounded.
    """

    def __init__(self, matcher: Matcher, evidence: Evidence) -> None:
        self._matcher = matcher
        self._evidence = evidence

    def take(self) -> Response:
        """Count the foreign hosts of one post, each once for a directive."""
        request.max_content_length = MAX_REPORT_BYTES
        if request.content_length is None:
            raise LengthRequired("send a Content-Length; chunked bodies are not read")
        if request.mimetype not in MEDIA_TYPES:
            raise UnsupportedMediaType("expected a report as browsers send it")
        try:
            blocked = read_reports(json.loads(request.get_data()))
        except (ValueError, RecursionError) as error:
            raise BadRequest("the body is no report of a browser") from error
        self._evidence.see(
            Sighting(Surface.BROWSER, one.host, one.directive)
            for one in blocked
            if self._is_foreign(one)
        )
        return Response(status=HTTPStatus.NO_CONTENT)

    def _is_foreign(self, blocked: Blocked) -> bool:
        own = request.host.rpartition(":")[0] or request.host
        host = blocked.host
        return is_host_name(host) and host != own and not self._matcher.is_own(host)
