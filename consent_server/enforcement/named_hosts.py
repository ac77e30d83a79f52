"""Header fields that name other hosts to fetch from or to report to.

Each function takes a field's value and returns what may stay of it, with the services
for which something was left out; ``None`` when nothing is left. A field in which
nothing is held stays byte for byte.
"""

import json
import re
from collections.abc import Callable

from consent_server.enforcement.claims import NOTHING, Services
from consent_server.enforcement.headers import split_list
from consent_server.enforcement.scripts import strings_of

Claim = Callable[[str], Services]
Rest = tuple[str | None, list[Services]]

_STRING = re.compile(r'"((?>(?:[^"\\]++|\\.)*))"', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_REPORT_URI = re.compile(
    r"((?:\A|[;,])[\t\n\f\r ]*+report-uri(?=[\t\n\f\r ]))([^;,]*+)", re.IGNORECASE
)


def unquote_pairs(text: str) -> str:
    """Undo the quoted pairs of a quoted string (RFC 9110 section 5.6.4)."""
    return _ESCAPED.sub(r"\1", text)


def keep_members(value: str, claim: Claim) -> Rest:
    """Filter ``Speculation-Rules`` and ``Reporting-Endpoints`` (RFC 9651 strings)."""
    members = [(text, _of_strings(text, claim)) for text in split_list(value)]
    return _rest(value, members)


def keep_reports(value: str, claim: Claim) -> Rest:
    """Filter ``Report-To``: JSON objects with commas between (Reporting API, 2018)."""
    try:
        groups = json.loads(f"[{value}]")
    except (ValueError, RecursionError):
        return keep_members(value, claim)  # a browser reads it no better
    named = [
        (json.dumps(group), NOTHING.union(*map(claim, strings_of(group))))
        for group in groups
    ]
    return _rest(value, named)


def keep_policies(value: str, claim: Claim) -> Rest:
    """Filter the ``report-uri`` directives of a Content Security Policy (CSP 6.4.1)."""
    dropped: list[Services] = []

    def keep(found: re.Match[str]) -> str:
        named = [(url, claim(url)) for url in found[2].split()]
        dropped.extend(services for _, services in named if services)
        rest = [url for url, services in named if not services]
        if len(rest) == len(named):
            return found[0]
        head = found[1] if rest else found[1].strip()[:1].strip("rR")
        return " ".join((head, *rest))

    text = _REPORT_URI.sub(keep, value)
    return text if text or not dropped else None, dropped


def _of_strings(member: str, claim: Claim) -> Services:
    urls = map(unquote_pairs, _STRING.findall(member))
    return NOTHING.union(*map(claim, urls))


def _rest(value: str, members: list[tuple[str, Services]]) -> Rest:
    dropped = [services for _, services in members if services]
    if not dropped:
        return value, dropped
    rest = [text for text, services in members if not services]
    return ", ".join(rest) or None, dropped
