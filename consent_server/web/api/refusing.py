"""How the interface refuses: the one shape of problems, with codes of its own."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus

from flask import Response
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.kernel.canonical import Json
from consent_server.kernel.errors import CatalogError, ConsentError
from consent_server.web.problems import problem, problem_of

BODY_INVALID = "body_invalid"
QUERY_INVALID = "query_invalid"
CHANGED = "changed_meanwhile"


class Refused(HTTPException):
    """A refusal with a code that programs tell apart.

    ``errors`` say where in what was sent something is wrong: ``path``, ``message``.
    """

    def __init__(
        self,
        status: HTTPStatus,
        word: str,
        detail: str,
        *,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = status.value
        self.word = word
        self.errors = [*errors]
        self.headers = headers or {}


def refuse(error: ConsentError | HTTPException) -> Response:
    """Write any error as a problem document (RFC 9457)."""
    if isinstance(error, CatalogError):
        error = _of_catalog(error)
    if not isinstance(error, Refused):
        return problem_of(error)
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    errors: list[Json] = [{**one} for one in error.errors]
    response = problem(status, error.word, error.description or status.phrase, errors)
    response.headers.update(error.headers)
    return response


def invalid(word: str, error: ValidationError) -> Refused:
    """Refuse what does not follow its schema, saying where."""
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        word,
        "what was sent does not follow its schema; errors say where",
        errors=_flatten(error.messages, ""),
    )


def _of_catalog(error: CatalogError) -> Refused:
    found: list[Mapping[str, str]] = []
    if isinstance(error, CatalogMistakesError):
        found = [
            {"path": f"line {it.line}: {it.path}", "message": it.format()}
            for it in error.mistakes
        ]
    detail = "the catalog cannot be used; errors say where" if found else str(error)
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, detail, errors=found)


def _flatten(messages: object, path: str) -> Iterator[dict[str, str]]:
    match messages:
        case dict():
            for name, inner in messages.items():
                yield from _flatten(inner, f"{path}.{name}".lstrip("."))
        case list():
            for inner in messages:
                yield from _flatten(inner, path)
        case _:
            yield {"path": path, "message": str(messages)}
