"""What needs consent and what does not (Directive 2002/58 Article 5(3))."""

import re
from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.overlap import Claims
from consent_server.catalog.lint.scope import Declared, Scope
from consent_server.catalog.model import LegalBasis

NECESSARY = "necessary"
_MILD = frozenset({NECESSARY, "functional"})

# One stem in English, Norwegian, Danish and Swedish; a "not" before it counts.
_ANONYMOUS = re.compile(r"(?<!not )(?<!ikke )(?<!ikkje )(?<!inte )\banonym\w*")
_TRACKING = re.compile(
    r"\b(statisti[ck]\w*|statistikk\w*|analytics|marketing|advert\w*|remarketing"
    r"|track(s|ing|er)?|profil(ing|ering\w*)|conversions?"
    r"|markedsføring\w*|marknadsføring\w*|marknadsföring\w*|reklam\w*|annons\w*"
    r"|sporing\w*|sporar|sporer|spårning\w*|spårar|konverter\w*)\b"
)


def check_legitimate_interest(scope: Scope) -> Iterator[Finding]:
    """No interest of the controller replaces consent for using the device."""
    for it in scope.declared:
        basis = it.service.legal_basis
        if basis is LegalBasis.LEGITIMATE_INTEREST and not scope.is_exempt(it.service):
            yield scope.find(
                "CAT001",
                (*it.path, "legal_basis"),
                f"{it.service.id} rests on legitimate interest, but it is not strictly "
                "necessary, so using the device needs consent",
                "write legal_basis: consent, or leave the key out",
            )


def check_justification(scope: Scope) -> Iterator[Finding]:
    """Who calls something necessary has to say why."""
    for it in scope.declared:
        if scope.is_exempt(it.service) and not it.service.justification:
            yield scope.find(
                "CAT002",
                (*it.path, "purposes"),
                f"{it.service.id} runs without consent, and nothing says why it must",
                "add a justification: what the visitor asks for that fails without it; "
                "if there is nothing, give it a purpose that is asked for",
            )


def check_mixed_purposes(scope: Scope) -> Iterator[Finding]:
    """One purpose that needs consent makes the whole service need it."""
    for it in scope.declared:
        gated = scope.gated(it.service)
        exempt = sorted(set(it.service.purposes) - gated)
        if gated and exempt:
            yield scope.find(
                "CAT003",
                (*it.path, "purposes"),
                f"{it.service.id} is declared {' and '.join(exempt)}, but it also "
                f"serves {' and '.join(sorted(gated))}, so all of it needs consent",
                f"remove {' and '.join(exempt)}, or split the service in two, each "
                "with its own cookies",
            )


def check_mixed_cookies(scope: Scope) -> Iterator[Finding]:
    """A cookie is exempt only if everything that it is used for is."""
    claims = Claims()
    for it in scope.declared:
        if not scope.is_exempt(it.service):
            claims.add(it)
    for it in scope.declared:
        if not scope.is_exempt(it.service):
            continue
        for index, cookie in enumerate(it.service.cookies):
            other = next((found.by.service for found in claims.covering(cookie)), None)
            if other is not None:
                yield scope.find(
                    "CAT003",
                    (*it.path, "cookies", index),
                    f"{cookie.pattern.written} of {it.service.id} is declared "
                    f"necessary, but {other.id} uses it too, for "
                    f"{' and '.join(sorted(scope.gated(other)))}",
                    "the cookie is held until that is granted: use two cookies",
                )


def check_always_on(scope: Scope) -> Iterator[Finding]:
    """Only what is strictly necessary may be on before anybody clicked."""
    for path, purpose in scope.own_purposes:
        if purpose.exempt and purpose.id != NECESSARY:
            yield scope.find(
                "CAT004",
                (*path, "exempt"),
                f"the purpose {purpose.id} is on from the start and cannot be refused",
                f"remove exempt; what is strictly necessary belongs to {NECESSARY}, "
                "with a justification for each service",
            )


def check_anonymous(scope: Scope) -> Iterator[Finding]:
    """Anonymous or not, what is stored or read on the device counts."""
    for it in scope.declared:
        leaves_traces = it.service.cookies or it.service.storage
        if not (leaves_traces or scope.is_exempt(it.service)):
            continue
        for path, text in it.words():
            if found := _ANONYMOUS.search(text.lower()):
                yield scope.find(
                    "CAT005",
                    path,
                    f"{it.service.id} is called '{found[0]}', " + _why(scope, it),
                    "say what is stored and for how long, and ask for consent: no "
                    "word about anonymity changes whether it is asked for",
                )


def check_milder_purpose(scope: Scope) -> Iterator[Finding]:
    """A site cannot make a tracker harmless by filing it elsewhere."""
    for it in scope.declared:
        known = set(it.known.purposes) if it.known else set()
        if known and not known & _MILD and set(it.service.purposes) <= _MILD:
            yield scope.find(
                "CAT006",
                (*it.path, "purposes"),
                f"{it.service.id} is declared {' and '.join(it.service.purposes)}, but "
                f"it serves {' and '.join(sorted(known))}",
                "remove purposes here, so that the library's count",
            )


def check_tracking_words(scope: Scope) -> Iterator[Finding]:
    """What a business finds useful is not necessary for its visitor."""
    for it in scope.declared:
        if not scope.is_exempt(it.service):
            continue
        for path, text in it.words():
            if found := _TRACKING.search(text.lower()):
                yield scope.find(
                    "CAT007",
                    path,
                    f"{it.service.id} is declared necessary, and its text speaks of "
                    f"'{found[0]}'",
                    "if that is what it does, give it a purpose that is asked for",
                )


def _why(scope: Scope, declared: Declared) -> str:
    if scope.is_exempt(declared.service):
        return "and for that it runs without consent"
    return "but it stores something on the device by which it knows a visitor again"


RULES = (
    check_legitimate_interest,
    check_justification,
    check_mixed_purposes,
    check_mixed_cookies,
    check_always_on,
    check_anonymous,
    check_milder_purpose,
    check_tracking_words,
)
