"""Addresses in the text of a script, as far as its syntax shows them."""

import json
import re
from collections.abc import Iterator

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{0*+([0-9a-fA-F]{1,6})\}"
    r"|(\r\n|[\s\S]))"
)
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "\n": "", "\r\n": ""}
_LAST_CODE_POINT = 0x10FFFF

_NAMED = re.compile(r"//[^\s\"'`<>()\\]++")
_HOST = re.compile(r"[\w\-.]++")
_TAIL = re.compile(r"(?>(?::[0-9]{1,5})?)[/?#][^\s\"'`<>()]{0,1024}")

_SPACE = r"[\s\ufeff]*+"
_IMPORT = r"\b(?:from|import)" + _SPACE + r"(?>(?:\(" + _SPACE + r")?)"
_IMPORTED = re.compile(_IMPORT + r"[\"'`]([^\"'`]++)[\"'`]")
_COMMENTED = re.compile(_IMPORT + r"(?:/[/*]|<!--)")
_QUOTE = re.compile(r"[\"'`]")


def unescape(text: str) -> str:
    """Undo the escapes of JavaScript's strings (ECMAScript section 12.9.4)."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(found: re.Match[str]) -> str:
    if (character := found[4]) is not None:
        return _CONTROLS.get(character, character)
    code = int(found[1] or found[2] or found[3], 16)
    return chr(code) if code <= _LAST_CODE_POINT else ""


def named_urls(text: str) -> Iterator[str]:
    r"""List the addresses of other hosts that a text names, as ``//HOST/…``.

    Escapes count both as such and as slashes (JSON's ``\/``). A host counts without
    slashes too: browsers read ``https:HOST/`` as they read ``https://HOST/``.
    """
    for reading in dict.fromkeys((text, unescape(text))):
        slashed = reading.replace("\\", "/")
        for found in _NAMED.finditer(slashed):
            yield found[0]
        for found in _HOST.finditer(slashed):
            if "." in (host := found[0].strip(".")):
                tail = _TAIL.match(slashed, found.end())
                yield f"//{host}{tail[0] if tail else ''}"


def imported_urls(text: str) -> Iterator[str]:
    """List what a script imports: the browser loads it before the script runs."""
    if "import" not in text and "from" not in text:
        return
    for found in _IMPORTED.finditer(text):
        yield unescape(found[1])
    if _COMMENTED.search(text):  # behind a comment: any string may be meant
        yield from map(unescape, dict.fromkeys(_QUOTE.split(text)))


def mapped_urls(text: str) -> Iterator[str]:
    """List the addresses in an import map or in speculation rules, which are JSON."""
    try:
        yield from strings_of(json.loads(text))
    except (ValueError, RecursionError):
        return  # a browser takes nothing from it either


def strings_of(document: object) -> Iterator[str]:
    """List the values of a JSON document that are strings, however deep."""
    waiting = [document]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case list(items):
                waiting += items
            case dict(members):
                waiting += members.values()
