"""What a response is to a browser, and so what must be done to its body.

Browsers are lenient: they show HTML under a type that is misspelt, missing or one of
several. Whatever they may show as a document is either read and rewritten or, when it
cannot be read, confined to its own origin.
"""

import enum
import re

from consent_server.enforcement.headers import Headers, get_first, get_values

FIELDS = frozenset({"content-disposition", "content-type", "x-content-type-options"})
"""What is read here, in lower case."""

_BODILESS = frozenset({204, 205, 304})
_PARTIAL = 206
_FIRST_FINAL = 200
_TYPE = re.compile(r"[^\s/;,]+/[^\s/;,]+")
_SNIFFED = frozenset({"*/*", "unknown/unknown", "application/unknown"})
_XML = re.compile(r"[/+]xml\b")


class Treatment(enum.StrEnum):
    """What to do to a response."""

    REWRITE = "rewrite"  # a page that we read
    HEADERS = "headers"  # the headers of such a page, without its body
    CONFINE = "confine"  # acts as a document and cannot be read
    PASS = "pass"  # not a document


def treatment_of(method: str, status: int, headers: Headers) -> Treatment:
    """Tell what to do to a response, from its headers alone."""
    if status < _FIRST_FINAL or status in _BODILESS:
        return Treatment.PASS
    disposition = (get_first(headers, "Content-Disposition") or "").lower()
    if disposition.partition(";")[0].strip() == "attachment":
        return Treatment.PASS
    types = ", ".join(get_values(headers, "Content-Type")).lower()
    if _is_html(types, headers):
        if status == _PARTIAL:
            return Treatment.CONFINE
        return Treatment.HEADERS if method.upper() == "HEAD" else Treatment.REWRITE
    return Treatment.CONFINE if _XML.search(types) else Treatment.PASS


def _is_html(types: str, headers: Headers) -> bool:
    """Tell whether a browser reads it as HTML (MIME Sniffing, sections 4 to 7)."""
    if "text/html" in types:
        return True
    nosniff = (get_first(headers, "X-Content-Type-Options") or "").strip().lower()
    known = set(_TYPE.findall(types)) - _SNIFFED
    return not known and nosniff != "nosniff"
