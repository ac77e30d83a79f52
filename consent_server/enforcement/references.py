"""Character references in attribute values (HTML standard, section 13.2.5.72)."""

import html
import re
from html.entities import html5

_REFERENCE = re.compile(
    r"&(?:#[xX][0-9a-fA-F]++;?+|#[0-9]++;?+|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))"
)


def decode_value(value: bytes) -> str:
    """Decode an attribute's bytes and its references (U2).

    A named reference without semicolon in front of ``=`` or a letter stays as it is:
    ``?a=1&copy=2`` has two parameters. Bytes that are not UTF-8 become replacement
    characters; whatever we look for is ASCII.
    """
    text = value.decode("utf-8", "replace")
    return _REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(found: re.Match[str]) -> str:
    text = found[0]
    if text[1] == "#":
        return html.unescape(text)
    return html5.get(text[1:], text)
