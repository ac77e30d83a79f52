"""The two cookies: the token with authority, and a readable mirror without.

The token is HttpOnly and set by a response header of the site's own origin. The mirror
tells the page's script what to release; forging it changes one's own page only, since
no server reads it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from consent_server.consent.state import ConsentState, Reason, RecordedChoice
from consent_server.kernel.errors import TokenError, TokenUnreadableError
from consent_server.notice.policy import Policy
from consent_server.notice.script import MIRROR_NAME, MIRROR_VERSION_DIGITS
from consent_server.token.claims import pack_purposes, pack_services
from consent_server.token.codec import TokenCodec

HTTP_ONLY = "; HttpOnly"
OPEN = "open"  # the last word of a mirror whose visitor is still to be asked


def token_name(*, secure: bool) -> str:
    """Name the token's cookie.

    ``__Host-`` keeps sibling domains from planting one (RFC 6265bis section 4.1.3.2);
    it demands ``Secure``, which plain http on loopback does not have.
    """
    return "__Host-choice" if secure else "choice"


def read_state(
    cookie_header: str, codec: TokenCodec, now: datetime, *, secure: bool
) -> ConsentState:
    """Read the visitor's state; whatever is not a good token counts as no choice."""
    values = find_cookies(cookie_header, token_name(secure=secure))
    return read_token(values, codec, now)


def read_token(values: Sequence[str], codec: TokenCodec, now: datetime) -> ConsentState:
    """Read the state of whoever shows these tokens, of which there should be one."""
    try:
        match values:
            case []:
                return ConsentState.undecided()
            case [value]:
                return codec.read(value, now)
            case _:
                # Two cookies of one name: one may be tossed in by a sibling domain.
                raise TokenUnreadableError(f"expected one token, got {len(values)}")
    except TokenError as error:
        return ConsentState.undecided(Reason(error.code))


def find_cookies(cookie_header: str, name: str) -> list[str]:
    """Return every value of a cookie in a ``Cookie`` header."""
    if name not in cookie_header:
        return []
    pairs = (pair.partition("=") for pair in cookie_header.split(";"))
    return [value.strip(" \t") for key, _, value in pairs if key.strip(" \t") == name]


def set_cookies(
    recorded: RecordedChoice, token: str, policy: Policy, now: datetime, *, secure: bool
) -> list[str]:
    """Write both ``Set-Cookie`` values of a committed record, which end together."""
    attributes = _attributes(_seconds_left(recorded, policy, now), secure=secure)
    return [
        f"{token_name(secure=secure)}={token}{attributes}{HTTP_ONLY}",
        f"{MIRROR_NAME}={_mirror(recorded, policy)}{attributes}",
    ]


def for_script(cookies: Iterable[str]) -> list[str]:
    """Write the values as the script of a page may set them (script-tag mode).

    A browser refuses ``HttpOnly`` from a script (RFC 6265bis section 5.6).
    """
    return [value.removesuffix(HTTP_ONLY) for value in cookies]


def clear_cookies(*, secure: bool) -> list[str]:
    """Write both ``Set-Cookie`` values that take a choice out of the browser."""
    attributes = _attributes(0, secure=secure)
    return [
        f"{token_name(secure=secure)}={attributes}{HTTP_ONLY}",
        f"{MIRROR_NAME}={attributes}",
    ]


def renew_mirror(
    cookie_header: str, codec: TokenCodec, now: datetime, *, secure: bool
) -> list[str]:
    """Write the mirror's ``Set-Cookie`` again where the browser has no current one.

    After a change of policy the choice still counts, at least in part, but the page's
    script does not read the old mirror. The new one ends when the token does.
    """
    tag = f"{codec.policy.version[:MIRROR_VERSION_DIGITS]}."
    mirrors = find_cookies(cookie_header, MIRROR_NAME)
    if len(mirrors) == 1 and mirrors[0].startswith(tag):
        return []
    choice = read_state(cookie_header, codec, now, secure=secure).choice
    if choice is None:
        return []
    life = _seconds_left(choice, codec.policy, now)
    mirror = _mirror(choice, codec.policy)
    return [f"{MIRROR_NAME}={mirror}{_attributes(life, secure=secure)}"]


def _seconds_left(choice: RecordedChoice, policy: Policy, now: datetime) -> int:
    end = choice.issued_at + timedelta(days=policy.site.choice_lifetime_days)
    return max(0, int((end - now).total_seconds()))


def _attributes(life_seconds: int, *, secure: bool) -> str:
    ending = "; Secure" if secure else ""
    return f"; Path=/; Max-Age={life_seconds}; SameSite=Lax{ending}"


def _mirror(recorded: RecordedChoice, policy: Policy) -> str:
    return ".".join(
        (
            policy.version[:MIRROR_VERSION_DIGITS],
            str(int(recorded.issued_at.timestamp())),
            pack_services(policy, recorded.services).hex(),
            pack_purposes(policy, recorded.purposes).hex(),
            *(() if recorded.complete else (OPEN,)),
        )
    )
