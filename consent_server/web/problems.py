"""Errors as HTTP answers: RFC 9457 problem documents, or a page for a person.

This is the only place that knows the HTTP status of an error.
"""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import (
    ChoiceError,
    ConsentError,
    RecordConflictError,
    StalePolicyError,
    StoreUnavailableError,
)
from consent_server.notice.model import Texts
from consent_server.notice.policy import Policy
from consent_server.notice.render import negotiate_language

STATUS_OF: dict[type[ConsentError], HTTPStatus] = {
    StalePolicyError: HTTPStatus.CONFLICT,
    RecordConflictError: HTTPStatus.CONFLICT,
    ChoiceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    ConsentError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
RETRY_AFTER_SECONDS = "5"
NOT_FOUND = "not_found"
PROBLEM_JSON = "application/problem+json"


def register_problems(app: Flask | Blueprint, policy: Policy) -> None:
    """Answer every error of ours and of HTTP in one shape."""
    problems = Problems(policy)
    app.register_error_handler(ConsentError, problems.of_ours)
    app.register_error_handler(HTTPException, problems.of_http)


class Problems:
    """Writes problems; for a person in the language of the notice."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def of_ours(self, error: ConsentError) -> Response:
        """Answer an error of our tree."""
        status = next(
            status for kind, status in STATUS_OF.items() if isinstance(error, kind)
        )
        response = self._problem(status, error.code, str(error))
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return response

    def of_http(self, error: HTTPException) -> Response:
        """Answer an error of HTTP."""
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        code = status.phrase.lower().replace(" ", "_")
        response = self._problem(status, code, error.description or status.phrase)
        for name, value in error.get_headers():
            if name in {"Allow", "Location"}:
                response.headers[name] = value
        return response

    def _problem(self, status: HTTPStatus, code: str, detail: str) -> Response:
        kinds = [PROBLEM_JSON, "application/json", "text/html"]
        if request.accept_mimetypes.best_match(kinds) == "text/html":
            return Response(self._page(code, detail), status=status)
        body = canonical_json(
            {
                "type": f"urn:consent-server:problem:{code}",
                "title": status.phrase,
                "status": status.value,
                "code": code,
                "detail": detail,
            }
        )
        return Response(body, status=status, mimetype=PROBLEM_JSON)

    def _page(self, code: str, detail: str) -> str:
        wanted = request.headers.get("Accept-Language")
        language = negotiate_language(self._policy.site.languages, None, wanted)
        texts = self._policy.notices[language].texts
        return render_template(
            "problem.html",
            language=language,
            direction=texts.direction,
            heading=texts.page.no_page if code == NOT_FOUND else texts.page.problem,
            detail=_in_words(texts, code) or detail,
            back=texts.page.back,
        )


def _in_words(texts: Texts, code: str) -> str | None:
    """Return the visitor's words for the problems that they can meet."""
    return {
        NOT_FOUND: texts.page.no_page_detail,
        StoreUnavailableError.code: texts.not_saved,
        StalePolicyError.code: texts.stale,
        RecordConflictError.code: texts.stale,
    }.get(code)
