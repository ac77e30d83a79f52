"""Markup made up by chance, the same for the same seed: every state of the tokenizer.

A fragment is a run of tags, texts and declarations that need not fit each other. Pages
are real ones that went through an accident.
"""

from random import Random

# ruff: noqa: SIM905 - the vocabulary reads best as text
LOADING = """img script iframe input embed object link video source audio track frame
    image meta base form""".split()
RAW = "textarea title style xmp iframe noembed noframes noscript script".split()
PLAIN = """div p b a i font span section ul li dl dd dt h1 h2 button option optgroup
    select form label br hr pre nobr ruby rt center main""".split()
TABLE = "table caption colgroup col tbody thead tfoot tr td th".split()
FRAME = "html head body template template template frameset plaintext".split()
FOREIGN = """svg svg svg math math foreignObject desc title g path mi mo mtext mglyph
    malignmark annotation-xml style script p font""".split()
NAMES = (LOADING, RAW, PLAIN, TABLE, FOREIGN)
ODD = """<!-- --> --!> <!--> <!---> <!- <! <!doctype> <?x/a=">"> <?> </> </1> </_x> <
    > " ' = / /> </p/x=">"> </br> <![CDATA[ ]]> ]> <!--<script> <p/"a='>
    &lt;img&gt; <template/shadowrootmode=open> <annotation-xml/encoding=text/html>
    <annotation-xml/encoding="application/xhtml+xml"> <font/color=x> <svg/> <math/>
    <input/type=hidden> <br/> <path/d="M0"/> <g/a=b/>""".split()
ODD += ["\0", "\r\n", "\r", "\n", "\t", "\f", " ", "\x80", "\xc3\xa9", "text"]
SPACES = (" ", "\n", "\t", "\f", "\r\n", "/", " / ", "  ")
ATTRIBUTES = (
    "src=u{n}",
    'src="u{n}"',
    "src='u{n}'",
    "SRC = u{n}",
    "src=u{n} src=v",
    "src\r\n=\r\n'u{n}'",
    'href="u{n}"',
    "xlink:href=u{n}",
    'title=">"',
    "title='<img src=u{n}>'",
    "a",
    "a=",
    "=b",
    '"=c',
    "a=b=c",
    "a=b/",
    'a="x"b=y',
    "a=&quot;&amp;x=1&notit;&#0;&#x80;",
    "on{n}='x'",
    "background=u{n}",
    "<b",
    "n\0l=\0",
    "style='a:b'",
    "type=module",
)
BROKEN = ("<img src='", '<img src="', "<script", "</script", "<!--", "<a b", "</", "<!")


def fragment(chance: Random) -> bytes:
    """Make a fragment up; one character is one byte."""
    parts = [_piece(chance, number) for number in range(chance.randint(1, 16))]
    if not chance.randrange(6):
        parts.append(chance.choice(BROKEN))
    return "".join(parts).encode("latin-1")


def _piece(chance: Random, number: int) -> str:
    kind = chance.randrange(10)
    if kind < 2:
        return chance.choice(ODD)
    names = chance.choice(NAMES) if chance.randrange(20) else FRAME
    name = chance.choice(names)
    if not chance.randrange(8):
        name = chance.choice((name.upper(), name.title(), f"{name}\0", f"{name}x"))
    if kind < 4:
        return f"</{name}{_attributes(chance, number) if kind == 2 else ''}>"
    tag = f"<{name}{_attributes(chance, number)}{chance.choice(('', '', '', '/'))}>"
    if kind == 4:
        return f"{tag}{chance.choice(ODD)}</{name}>"
    return tag


def _attributes(chance: Random, number: int) -> str:
    return "".join(
        chance.choice(SPACES) + chance.choice(ATTRIBUTES).format(n=number)
        for _ in range(chance.randrange(3))
    )


def damage(chance: Random, page: bytes) -> bytes:
    """Let accidents happen to a page: bytes and pieces lost, moved, said twice."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(page))
        end = start + chance.choice((1, 1, 2, 5, 20, 200))
        piece, rest = page[start:end], page[end:]
        match chance.randrange(6):
            case 0:
                page = page[:start] + rest
            case 1:
                page = page[:start] + chance.randbytes(1) + page[start + 1 :]
            case 2:
                page = page[:start] + piece * 2 + rest
            case 3:
                place = chance.randrange(len(page))
                page = page[:place] + piece + page[place:]
            case 4:
                page = page[:start] + fragment(chance) + page[start:]
            case _:
                at = page.find(
                    chance.choice((b"<", b">", b'"', b"=", b"/", b"-")), start
                )
                page = page[:at] + page[at + 1 :] if at >= 0 else page
        page = page or b"<p>"
    return page[: chance.randrange(len(page)) + 1] if not chance.randrange(4) else page
