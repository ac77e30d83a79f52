"""What both ends of the connected mode agree on; ``docs/spec/connected.md``."""

from consent_server.notice.script import MIRROR_NAME
from consent_server.token.cookie import token_name

FORWARD = "forward"
POLICY = "policy"
EVIDENCE = "evidence"

HOST_HEADER = "Consent-Site-Host"
SCHEME_HEADER = "Consent-Site-Scheme"
VERSION_HEADER = "Consent-Policy-Version"
"""Of every answer of the visitor's routes: the version that they work with."""

MAX_FORWARD_BYTES = 131_072
MAX_POLICY_BYTES = 16 * 1024 * 1024
MAX_ANSWER_BYTES = 16 * 1024 * 1024
MAX_EVIDENCE_BYTES = 1024 * 1024
MAX_TEXT = 253  # characters of one name

MAX_TARGET = 7_680
MAX_HEADERS = 24_576
MAX_COOKIES = 8_192
"""Characters that a visitor's request has; servers let somewhat more in."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

_NAMES = frozenset(
    {"cookie", "content-type", "origin", "referer", "user-agent"}
    | {"if-match", "if-modified-since", "if-none-match", "if-unmodified-since"}
)
_PREFIXES = ("accept", "sec-")
_OWN_COOKIES = frozenset(
    {token_name(secure=True), token_name(secure=False), MIRROR_NAME}
)
_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization"}
    | {"proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
)
_OF_THE_SERVER = frozenset({"date", "server", "content-length"})


def site_path(site_id: str) -> str:
    """Return the path under which a server answers for a site."""
    return f"/v1/sites/{site_id}"


def is_forwarded(name: str) -> bool:
    """Tell whether a header of the visitor's request goes on; ``name`` in lower case.

    Nothing that goes on says where the visitor is: no address, no ``Forwarded``.
    """
    return name in _NAMES or name.startswith(_PREFIXES)


def forwarded_cookies(header: str) -> str:
    """Return a ``Cookie`` header with the values of our own cookies alone.

    The names of the others are enough to end those of what is refused; what a site
    keeps about its visitors stays with the site.
    """
    pairs = (pair.strip(" \t").partition("=") for pair in header.split(";"))
    return "; ".join(
        f"{name}={value if name in _OWN_COOKIES else ''}"
        for name, equals, value in pairs
        if equals
    )


def is_returned(name: str, connection: str) -> bool:
    """Tell whether a header of the answer goes back; ``name`` in lower case.

    Args:
        name: The header's.
        connection: The ``Connection`` header, which names more that end with the
            connection (RFC 9110 section 7.6.1).
    """
    named = {word.strip().lower() for word in connection.split(",")}
    return name not in _HOP_BY_HOP | _OF_THE_SERVER | named
