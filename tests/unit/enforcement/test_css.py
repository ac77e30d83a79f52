"""R5: addresses in style sheets, as CSS Syntax section 4 reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.css import (
    _read,
    find_addresses,
    find_imports,
    unescape,
)
from tests.unit.enforcement.rewriting import SEARCH

# ruff: noqa: SIM905 - the vocabulary reads best as text
WRITTEN = r"""url( URL( u\72l( \75rl( src( image-set( ) ( " ' /* */ // / \ \" \' \) \(
    { } ; : [ ] <!-- --> @import #url( @url( 1url( my-url( url u r l - a.b //x.test/ x
    \2f""".split()
SPACES = ["\n", "\r\n", "\f", "\t", " ", "\0", "\u00e6", "\\\n"]
PIECES = st.sampled_from([*WRITTEN, *SPACES])
SHEETS = st.lists(PIECES, max_size=24).map(lambda parts: "".join(parts).encode())


@pytest.mark.parametrize(
    ("css", "found"),
    [
        pytest.param("a{b:url(x)}", ["x"], id="unquoted"),
        pytest.param("a{b:URL(  x  )}", ["x"], id="in capitals, with spaces"),
        pytest.param("a{b:url( 'x y' )}", ["x y"], id="single quotes"),
        pytest.param('@import "x";', ["x"], id="import of a string"),
        pytest.param("@import/**/url(x);", ["x"], id="import behind a comment"),
        pytest.param("<!--url(x)-->", ["x"], id="behind an HTML comment's start"),
        pytest.param("image-set('x' 1x, url(y) 2x)", ["x", "y"], id="image-set"),
        pytest.param("--u:'x';b:image-set(var(--u))", ["x"], id="a custom property"),
        pytest.param(r"u\72l(x)", ["x"], id="an escaped name"),
        pytest.param("\\55 \\52 \\4c (x)", ["x"], id="a name of escapes"),
        pytest.param("ur\\4C\r\n(x)", ["x"], id="an escape that a line ends"),
        pytest.param(r"url(\2f\2f x\)y)", ["//x)y"], id="escapes in an address"),
        pytest.param("'a\\\nb'", ["ab"], id="a string of two lines"),
        pytest.param("url(x", ["x"], id="unclosed url"),
        pytest.param("'x", ["x"], id="unclosed string"),
        pytest.param("'x\nurl(y)", ["x", "y"], id="a string ends with its line"),
        pytest.param("a[b='x']{c:url(y)}", ["y"], id="not in a selector"),
        pytest.param("@namespace svg 'x';url(y)", ["y"], id="not a namespace"),
        pytest.param("@namespace url('x');url(y)", ["y"], id="not a namespace's url"),
        pytest.param("@namespace url(x);url(y)", ["y"], id="not a bare namespace"),
        pytest.param("a{content:'x'}url(y)", ["y"], id="not a text"),
        pytest.param("content: url('x')", ["x"], id="but a picture among texts"),
        pytest.param("--content:'x'", ["x"], id="but a property of that name"),
        pytest.param("/*url(x)'*/url(y)", ["y"], id="not in a comment"),
        pytest.param("url(/*)url(y)", ["/*", "y"], id="no comment in an address"),
        pytest.param("'/*'url(y)", ["/*", "y"], id="no comment in a string"),
        pytest.param("/*", [], id="unclosed comment"),
        pytest.param("my-url(/*)*/'x'", ["x"], id="another function"),
        pytest.param(r"m\79-url(/*)*/'x'", ["x"], id="another function, escaped"),
        pytest.param("#url(/*)*/'x'", ["x"], id="a hash"),
        pytest.param("@url(/*)*/'x'", ["x"], id="an at-keyword"),
        pytest.param("1url(/*)*/'x'", ["x"], id="a unit"),
        pytest.param("\u00e6url(/*)*/'x'", ["x"], id="a letter that is not ASCII"),
        pytest.param("\0url(/*)*/'x'", ["x"], id="NUL is a letter"),
        pytest.param("\\url(x)", ["x"], id="a letter escapes itself"),
        pytest.param("\\\nurl(x)", ["x"], id="a backslash at the end of a line"),
        pytest.param("[url(]')]'x'", ["]'", "x"], id="a bracket in an address"),
    ],
)
def test_finds_what_a_browser_may_load(css: str, found: list[str]) -> None:
    urls = [address.text.strip() for address in find_addresses(css.encode())]

    assert urls == found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"\41", "A"),
        (rb"\000041b", "Ab"),
        (rb"\41 b", "Ab"),
        (rb"\g", "g"),
        (rb"\0", "\ufffd"),
        (rb"\d800", "\ufffd"),
        (rb"\ffffff", "\ufffd"),
        (b"a\\\nb", "ab"),
        (b"a\\", "a"),
        (b"\xff", "\ufffd"),
    ],
)
def test_undoes_escapes(written: bytes, read: str) -> None:
    assert unescape(written) == read


def test_reads_bytes_that_are_half_a_character_both_ways() -> None:
    css = 'a{b:"\u8868";c:url(x)}'.encode("shift_jis")  # ends with a backslash's byte

    assert "x" in [address.text for address in find_addresses(css)]


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("@import 'x';", ["x"]),
        ("@IMPORT url( 'x' );", ["x"]),
        ("/* */ @charset 'a'; @layer b;@import x;", ["x"]),
        ("@import ';@import url(x) screen;", ["x"]),
        ("@a '@import x", ["x"]),
        ("@@ @import x", ["x"]),
        ("a{}@import 'x';", []),
        ("/*@import 'x';*/", []),
    ],
)
def test_finds_imports_as_a_preload_scanner_does(css: str, found: list[str]) -> None:
    assert [address.text for address in find_imports(css.encode())] == found


@SEARCH
@given(css=SHEETS)
def test_finds_each_address_where_it_says(css: bytes) -> None:
    for at, text in find_addresses(css):
        assert unescape(css[at : at + len(text.encode()) * 8]).startswith(text[:1])
        assert css[at - 1 : at] in b"\"'( \t\n\r\f"


@SEARCH
@given(css=SHEETS | st.binary(max_size=40))
def test_reads_every_byte_once(css: bytes) -> None:
    ends = [0, *(end for _, end in _read(css))]

    assert ends == sorted(set(ends))
    assert ends[-1] == len(css)


@pytest.mark.parametrize(
    "piece",
    ["url(", "url('", "\\", "\\u", "/*", "/* */", '"', "'\n", "[", "u", "u\\", "<!--"],
)
def test_reads_hostile_sheets_in_steps_that_never_overlap(piece: str) -> None:
    css = (piece * (100_000 // len(piece))).encode()
    steps = list(_read(css))

    assert len(steps) <= len(css)
    assert steps[-1][1] == len(css)
    assert sum(len(address.text) for address, _ in steps if address) <= len(css)


@pytest.mark.parametrize("piece", ["@import", "@import ;", "@", "@/", "/*", "/", "@a;"])
def test_reads_hostile_imports_in_steps_that_never_overlap(piece: str) -> None:
    css = (piece * (100_000 // len(piece))).encode()
    found = list(find_imports(css))

    assert [address.at for address in found] == sorted({it.at for it in found})
    assert sum(len(address.text) for address in found) <= len(css)
