"""The scanner against a tree builder of the HTML standard, and against itself."""

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.scan import Scanner
from consent_server.enforcement.syntax import parse_attributes
from consent_server.enforcement.tokens import StartTag
from tests.unit.enforcement.rewriting import SEARCH

# ruff: noqa: SIM905 - the vocabulary reads best as text
WANTED = "img script iframe input embed object link video source audio track".split()
COMMON = """<div> </div> <p> </p> <b> </b> <a> </a> <table> <tr> <td> </td> </table>
    <select> </select> <option> <ul> <li> </ul> text <br> <template> </template> <form>
    </form> <h1> </h1> <body> <head> <html> </body> </html> <textarea> </textarea>
    <title> </title> <style> </style> <script> </script> <noscript> </noscript> <iframe>
    </iframe> <!-- --> <xmp> </xmp> <noembed> </noembed> <button> </button> <col>
    <colgroup> </colgroup> <plaintext>""".split()
STRANGE = """<svg> </svg> <math> </math> <svg/> <foreignObject> </foreignObject> <desc>
    </desc> <g> </g> <g/> <g/a=b/> <mi> </mi> <mtext> </mtext> <annotation-xml> <font>
    </annotation-xml> <annotation-xml/encoding="text/html"> <font/color=x> <![CDATA[ ]]>
    <mglyph> </mglyph> <?x/a=">"> </> </p/x=">"> <i/"a='> " ' < > /> --!> <!--> <!--->
    <! </_x> <path/d=x> <svg/title="<img/src=no>"> <template/shadowrootmode=open>
    <template><col> <frameset>""".split()
FORMS = ("<%s src=u%d>", '<%s src="u%d">', "<%s\nsrc='u%d'>", "<%s/src=u%d />")


@st.composite
def fragments(draw: st.DrawFn) -> str:
    pieces = st.sampled_from(COMMON + STRANGE * 2)
    parts: list[str] = []
    for number in range(draw(st.integers(2, 14))):
        if draw(st.integers(0, 2)):
            parts.append(draw(pieces))
            continue
        name = draw(st.sampled_from(WANTED))
        parts.append(draw(st.sampled_from(FORMS)) % (name, number))
        if name in {"script", "iframe"} and draw(st.booleans()):
            parts.append(f"</{name}>")
    return "".join(parts)


def elements_of_tree(html: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    nodes: list[turbohtml.Node] = [turbohtml.parse(html, scripting=True)]
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children)
        if isinstance(node, turbohtml.Element):
            if node.shadow_root is not None:
                nodes.append(node.shadow_root)
            source = str(node.attrs.get("src") or "")
            if node.tag in WANTED and source.startswith("u"):
                found.add((node.tag, source))
    return found


def elements_of_scan(html: str) -> set[tuple[str, str]]:
    scanner = Scanner()
    found: set[tuple[str, str]] = set()
    for tag in scanner.feed(html.encode()) + scanner.close():
        if isinstance(tag, StartTag) and not tag.in_noscript:
            for attribute in parse_attributes(tag.raw):
                if attribute.name == b"src":
                    found.add((tag.name.decode(), attribute.value.decode()))
                    break
    return found


@SEARCH
@given(html=fragments())
def test_finds_every_element_that_a_tree_builder_finds(html: str) -> None:
    assert elements_of_tree(html) <= elements_of_scan(html)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p><img src=u1><br>", {"u1"}),
        (
            "<svg></div><iframe src=u1></iframe><g/></g><style><img src=u2>",
            {"u1", "u2"},
        ),
        ("<div><svg><g></div><style><img src=u1></style>", set()),
        ("<svg></div><style><img src=u1></style>", {"u1"}),
        ("<svg><desc><div></svg><style><img src=u1></style>", set()),
        ("<svg><desc></svg><style><img src=u1></style>", set()),
        ("<math><mi><style><img src=u1></style>", set()),
        ("<math><mglyph><style><img src=u1></style>", {"u1"}),
        ("<math><annotation-xml encoding=text/html><style><img src=u1></style>", set()),
        ("<math><annotation-xml><svg><title><style><img src=u1></style>", set()),
        ("<svg><g a=b/><title><style><img src=u1></style></title></svg>", set()),
        ("<svg><script></svg><img src=u1>", {"u1"}),
        ("<svg><style></p><style><img src=u1></style>", set()),
        ("<svg><font><style><img src=u1></style>", {"u1"}),
        ("<svg><font face=x><style><img src=u1></style>", set()),
        ("<svg><style><title><style></style><style><img src=u1></style>", set()),
        ("<svg><desc><div></svg></div></desc><style><img src=u1></style>", {"u1"}),
        (
            (
                "<svg><desc><div><svg><desc></div></desc></svg></svg></div></desc>"
                "<style><img src=u1></style>"
            ),
            {"u1"},
        ),
        ("<math><mi><mglyph><style><img src=u1></style>", {"u1"}),
        ("<table><td><svg><desc></td><style><img src=u1></style>", set()),
        ("<template><col><textarea></template><img src=u1>", {"u1"}),
        ("<template><style></style><col><script></template><img src=u1>", {"u1"}),
        ("</template><template><col><style></template><img src=u1>", {"u1"}),
        ("<template><template><col><title></template></template><img src=u1>", {"u1"}),
        ("<template><svg><template></template><col></template><img src=u1>", {"u1"}),
        ("<svg><desc><table><template></table></template><style><img src=u1>", set()),
        (
            (
                "<div><template shadowrootmode=open><svg></div><style><img src=u1>"
                "</style></template></div>"
            ),
            {"u1"},
        ),
        ("<template><col></template><style><img src=u1></style>", set()),
        ("<template><td><col><style><img src=u1></style></template>", set()),
        ("<body><frameset><style><img src=u1></style>", set()),
    ],
)
def test_knows_which_rules_hold_in_foreign_content(html: str, names: set[str]) -> None:
    tree = {source for name, source in elements_of_tree(html)}
    scan = {source for name, source in elements_of_scan(html) if name in WANTED}

    assert scan == tree == names


MEGABYTE = 1 << 20
HOSTILE = {
    "unclosed quote": b'<p title="' + b"x" * MEGABYTE,
    "unclosed tag": b"<a " * (MEGABYTE // 3),
    "empty values": b"<p " + b"a= " * (MEGABYTE // 3),
    "unclosed comment": b"<!--" + b"-!" * (MEGABYTE // 2),
    "less-than signs": b"<" * (MEGABYTE // 4),
    "unclosed scripts": b"<script>" * (MEGABYTE // 8),
    "escaped scripts": b"<script><!--<script>" * (MEGABYTE // 20),
    "unclosed CDATA": b"<svg><![CDATA[" * (MEGABYTE // 14),
    "nested noscript": b"<noscript>" * (MEGABYTE // 40),
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_reads_hostile_input_a_bounded_number_of_times(page: bytes) -> None:
    scanner = Scanner()

    for at in range(0, len(page), 16384):
        scanner.feed(page[at : at + 16384])
        scanner.take()
    scanner.close()

    assert scanner.scanned_bytes <= 4 * len(page)


@pytest.mark.parametrize(
    "page",
    [
        b"<svg>" + b"<g></q>" * 5_000,
        b"<svg>" + b"<g>" * 600 + b"</q>" * 5_000,
        b"<svg><g><foreignObject>" + b"<div>" * 500 + b"</g>" * 5_000,
        b"<svg></a></svg>" * 3_000,
    ],
    ids=["unknown end tags", "deep", "shielded end tags", "leaving"],
)
def test_never_searches_the_stack_for_an_end_tag(page: bytes) -> None:
    scanner = Scanner()

    scanner.feed(page)

    assert scanner._foreign.steps <= page.count(b"<")
    assert scanner._modes.open_tags.counted_bytes <= len(page)


def test_keeps_little_of_a_long_comment_and_of_long_text() -> None:
    scanner = Scanner()
    kept = 0

    for chunk in [b"<p>a</p><textarea>", *[b"x" * 1000] * 50, b"</textarea><!--"]:
        scanner.feed(chunk)
        kept += len(chunk) - len(scanner.take())

    assert kept < 30
