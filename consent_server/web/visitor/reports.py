"""Where browsers post what a page's source policy did not let them load."""

import json
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, LengthRequired, UnsupportedMediaType

from consent_server.catalog.match import Matcher
from consent_server.enforcement.csp_report import (
    MAX_REPORT_BYTES,
    MEDIA_TYPES,
    sightings_in,
)
from consent_server.enforcement.evidence import Evidence


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
            document = json.loads(request.get_data())
            found = sightings_in(document, self._matcher, request.host)
        except (ValueError, RecursionError) as error:
            raise BadRequest("the body is no report of a browser") from error
        self._evidence.see(found)
        return Response(status=HTTPStatus.NO_CONTENT)
