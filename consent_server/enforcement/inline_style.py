"""Whether a page's own Content-Security-Policy lets a style of ours stand in it."""

import base64
import re
from collections.abc import Iterable

_NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_-]+={0,2})'", re.IGNORECASE)
_HASH = re.compile(r"'sha(256|384|512)-", re.IGNORECASE)
_DIRECTIVES = ("style-src-elem", "style-src", "default-src")


def style_nonce(policies: Iterable[str], digest: str) -> str | None:
    """Return the nonce that an inline style needs, ``None`` if it may not stand there.

    The nonce is empty where none is needed (CSP level 3, section 6.7.3). What we cannot
    read lets nothing in: a style in a file is right as well, only later.

    Args:
        policies: Values of the page's policy headers, those that only report too: a
            site that watches its reports should find none of us in them.
        digest: SHA-256 of the style, in hexadecimal.
    """
    nonces = {
        _nonce_of(policy, digest)
        for value in policies
        for policy in value.split(",")
        if policy.strip()
    } - {""}
    return nonces.pop() if len(nonces) == 1 else None if nonces else ""


def _nonce_of(policy: str, digest: str) -> str | None:
    sources = _style_sources(policy)
    if sources is None:
        return ""
    hashed = base64.b64encode(bytes.fromhex(digest)).decode()
    if f"'sha256-{hashed}'" in sources:
        return ""
    nonce = _NONCE.search(sources)
    if nonce:
        return nonce[1]
    # Beside a hash the keyword does not count.
    allowed = "'unsafe-inline'" in sources.lower().split() and not _HASH.search(sources)
    return "" if allowed else None


def _style_sources(policy: str) -> str | None:
    found: dict[str, str] = {}
    for directive in policy.split(";"):
        name, *sources = directive.split(maxsplit=1) or [""]
        found.setdefault(name.lower(), "".join(sources))  # the first of two counts
    return next((found[name] for name in _DIRECTIVES if name in found), None)
