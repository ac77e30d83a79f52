"""What answers under ``/-/choices/`` have in common, whoever gives them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

from markupsafe import escape

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.errors import (
    RecordConflictError,
    StalePolicyError,
    StoreUnavailableError,
)
from consent_server.notice.model import Texts

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HARDENING = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": PAGE_POLICY,
    "Referrer-Policy": "same-origin",
}
NOT_STORED = ("Cache-Control", "no-store")

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = "5"
NOT_FOUND = "not_found"
TOO_MANY = "too_many_requests"


def problem_document(
    status: HTTPStatus, code: str, detail: str, errors: Sequence[Json] = ()
) -> bytes:
    """Describe a problem to a program (RFC 9457); ``errors`` say where it is."""
    document: dict[str, Json] = {
        "type": f"urn:consent-server:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": detail,
    }
    if errors:
        document["errors"] = [*errors]
    return canonical_json(document)


class ProblemWords(NamedTuple):
    """What a visitor is told of a problem; a detail is in their language or English."""

    heading: str
    detail: str
    translated: bool


def problem_words(texts: Texts, code: str, detail: str) -> ProblemWords:
    """Describe a problem to a visitor: a heading, and what to do.

    What no visitor of ours can meet is said as to a program, in English.
    """
    heading = texts.page.no_page if code == NOT_FOUND else texts.page.problem
    words = {
        NOT_FOUND: texts.page.no_page_detail,
        StoreUnavailableError.code: texts.not_saved,
        TOO_MANY: texts.not_saved,
        StalePolicyError.code: texts.stale,
        RecordConflictError.code: texts.stale,
    }
    return ProblemWords(heading, words.get(code, detail), code in words)


def plain_problem_page(texts: Texts, language: str, code: str, detail: str) -> bytes:
    """Return the page of a problem, for where no other file can be had."""
    words = problem_words(texts, code, detail)
    heading, said = escape(words.heading), escape(words.detail)
    spoken = "" if words.translated else ' lang="en" dir="ltr"'
    page = (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{texts.direction}">\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{heading}</title>\n'
        f'<h1>{heading}</h1>\n<p role="alert"{spoken}>{said}</p>\n'
        f'<p><a href="/">{escape(texts.page.back)}</a></p>\n</html>\n'
    )
    return page.encode()


def prefers_page(accept: str) -> bool:
    """Tell whether a problem is read by a person; scripts do not name ``text/html``."""
    return "text/html" in accept
