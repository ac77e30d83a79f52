"""Character references in attribute values (HTML standard, section 13.2.5.72)."""

import re
from html.entities import html5

_REFERENCE = re.compile(
    r"&(?:#[xX]0*+([0-9a-fA-F]++|(?<=0));?+|#0*+([0-9]++|(?<=0));?+"
    r"|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))"
)
_MAX_DIGITS = 7  # of U+10FFFF in decimal; Python reads no number of any length
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_WINDOWS_1252 = range(0x80, 0xA0)  # 13.2.5.80 reads these as that encoding does


def decode_value(value: bytes) -> str:
    """Decode an attribute's bytes and its references (U2).

    A named reference without semicolon in front of ``=`` or a letter stays as it is:
    ``?a=1&copy=2`` has two parameters. Bytes that are not UTF-8 become replacement
    characters; whatever we look for is ASCII.
    """
    text = value.decode("utf-8", "replace")
    return _REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(found: re.Match[str]) -> str:
    text, hexadecimal, decimal = found[0], found[1], found[2]
    if hexadecimal is not None:
        return _character(hexadecimal, 16)
    if decimal is not None:
        return _character(decimal, 10)
    return html5.get(text[1:], text)


def _character(digits: str, base: int) -> str:
    if len(digits) > _MAX_DIGITS:
        return "\ufffd"
    code = int(digits or "0", base)
    if code == 0 or code > _LAST_CODE_POINT or code in _SURROGATES:
        return "\ufffd"
    if code in _WINDOWS_1252:
        return bytes((code,)).decode("cp1252", "ignore") or chr(code)
    return chr(code)
