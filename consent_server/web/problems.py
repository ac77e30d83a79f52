"""Errors as HTTP answers: RFC 9457 problem documents, or a page for a person.

This is the only place that knows the HTTP status of an error.
"""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import (
    ChoiceError,
    ConsentError,
    RecordConflictError,
    SiteUnavailableError,
    StalePolicyError,
    StoreUnavailableError,
)
from consent_server.notice.policy import Policy
from consent_server.notice.render import negotiate_language
from consent_server.sdk.answers import (
    PROBLEM_JSON,
    RETRY_AFTER_SECONDS,
    prefers_page,
    problem_document,
    problem_words,
)

STATUS_OF: dict[type[ConsentError], HTTPStatus] = {
    StalePolicyError: HTTPStatus.CONFLICT,
    RecordConflictError: HTTPStatus.CONFLICT,
    ChoiceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    SiteUnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
    ConsentError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def register_problems(app: Flask | Blueprint, policy: Policy) -> None:
    """Answer every error of ours and of HTTP in one shape."""
    problems = Problems(policy)
    app.register_error_handler(ConsentError, problems.of_ours)
    app.register_error_handler(HTTPException, problems.of_http)


def problem(
    status: HTTPStatus, code: str, detail: str, errors: Sequence[Json] = ()
) -> Response:
    """Write a problem document (RFC 9457); ``errors`` say where it is wrong."""
    body = problem_document(status, code, detail, errors)
    return Response(body, status=status, mimetype=PROBLEM_JSON)


def problem_of(error: ConsentError | HTTPException) -> Response:
    """Write an error of ours or of HTTP for a program, outside every site."""
    if isinstance(error, ConsentError):
        return _say_when(problem(status_of(error), error.code, str(error)))
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    detail = error.description or status.phrase
    return keep_headers(problem(status, _code_of(status), detail), error)


def final_problem_of(error: HTTPException) -> Response:
    """Write an error whose request was not read to its end.

    The connection ends with it: what follows there is no next request.
    """
    response = problem_of(error)
    response.headers["Connection"] = "close"
    return response


def status_of(error: ConsentError) -> HTTPStatus:
    """Return the HTTP status of an error of ours."""
    return next(status for kind, status in STATUS_OF.items() if isinstance(error, kind))


def _code_of(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "_").replace("-", "_")


def _say_when(response: Response) -> Response:
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def keep_headers(response: Response, error: HTTPException) -> Response:
    """Give an answer the headers of the error that it tells."""
    for name, value in error.get_headers():
        if name in {"Allow", "Location", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


class Problems:
    """Writes problems; for a person in the language of the notice."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def of_ours(self, error: ConsentError) -> Response:
        """Answer an error of our tree."""
        status = status_of(error)
        response = self._problem(status, error.code, str(error))
        return _say_when(response)

    def of_http(self, error: HTTPException) -> Response:
        """Answer an error of HTTP."""
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        response = self._problem(
            status, _code_of(status), error.description or status.phrase
        )
        return keep_headers(response, error)

    def _problem(self, status: HTTPStatus, code: str, detail: str) -> Response:
        if prefers_page(request.headers.get("Accept", "")):
            return Response(self._page(code, detail), status=status)
        return problem(status, code, detail)

    def _page(self, code: str, detail: str) -> str:
        language = negotiate_language(
            self._policy.site.languages,
            request.args.get("language"),
            request.headers.get("Accept-Language"),
        )
        texts = self._policy.notices[language].texts
        words = problem_words(texts, code, detail)
        return render_template(
            "problem.html",
            language=language,
            direction=texts.direction,
            **words._asdict(),
            back=texts.page.back,
        )
