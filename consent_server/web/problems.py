"""Errors as HTTP answers: RFC 9457 problem documents, or a page for a person.

This is the only place that knows the HTTP status of an error.
"""

from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import (
    ChoiceError,
    ConsentError,
    RecordConflictError,
    StalePolicyError,
    StoreUnavailableError,
)

STATUS_OF: dict[type[ConsentError], HTTPStatus] = {
    StalePolicyError: HTTPStatus.CONFLICT,
    RecordConflictError: HTTPStatus.CONFLICT,
    ChoiceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    ConsentError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

RETRY_AFTER_SECONDS = "5"


def register_problems(app: Flask) -> None:
    """Answer every error of ours and of HTTP in one shape."""
    app.register_error_handler(ConsentError, _consent_problem)
    app.register_error_handler(HTTPException, _http_problem)


def _consent_problem(error: ConsentError) -> Response:
    status = next(
        status for kind, status in STATUS_OF.items() if isinstance(error, kind)
    )
    response = _problem(status, error.code, str(error))
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _http_problem(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    code = status.phrase.lower().replace(" ", "_")
    response = _problem(status, code, error.description or status.phrase)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "location"}:
            response.headers[name] = value
    return response


def _problem(status: HTTPStatus, code: str, detail: str) -> Response:
    wanted = request.accept_mimetypes.best_match(
        ["application/problem+json", "application/json", "text/html"]
    )
    if wanted == "text/html":
        page = render_template("problem.html", status=status, code=code, detail=detail)
        return Response(page, status=status, mimetype="text/html")
    body = canonical_json(
        {
            "type": f"urn:consent-server:problem:{code}",
            "title": status.phrase,
            "status": status.value,
            "code": code,
            "detail": detail,
        }
    )
    return Response(body, status=status, mimetype="application/problem+json")
