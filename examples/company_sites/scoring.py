"""Visitor scoring: points that the device carries and the site's server counts."""

from flask import Blueprint, Response, request

from examples.company_sites.companies import DAY, ServerCookie
from examples.company_sites.cookies import set_server_cookie

SCORE = ServerCookie(
    name="visitor_score", value="0", life_seconds=395 * DAY, http_only=True
)

scoring = Blueprint("scoring", __name__)


@scoring.after_app_request
def add_point(response: Response) -> Response:
    """Add a point for the answered request to what the visitor's device carries."""
    if response.mimetype == "text/html" and not response.cache_control.public:
        points = request.cookies.get(SCORE.name, 0, type=int) + 1
        set_server_cookie(response, SCORE, value=str(points))
    return response
