import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import ResourceKind
from consent_server.enforcement.markup import MarkupRewriter
from tests.unit.enforcement.rewriting import MATCHER, SEARCH, rewrite

PIECES = st.sampled_from(
    """<script> </script> <script/src=//spy.test> <img/src=//spy.test/p> <!-- --> --!>
    <style> </style> <title> </title> <noscript> </noscript> <svg> </svg> <g/> \x00
    <foreignObject> </foreignObject> <![CDATA[ ]]> spy('x') <iframe/srcdoc= <?php ?>
    "&lt;img/src=//spy.test>" > < " ' = &amp; <p/onclick=spy()> <body> <head> <html>
    <!doctype/html> <textarea> </textarea> <plaintext> <math> <mi> </p> text <!DOCTYPE
    <form/action=https://a.spy.test/> <a/ping=//spy.test> </body> </html>
    <meta/http-equiv=refresh/content=0;url=//spy.test/> <link/rel=icon/href=//spy.test>
    <base/href=//x> @import url(//spy.test) '//spy.test/p' u\\72l( ) /* */ [ ] { } ;
    <p/style=b:url(//spy.test)> <p/style="b:url(&quot;//spy.test&quot;)"> <svg><style>
    <p/style="b:url(/a)"> <svg/mask=url(//spy.test)> <style/type=text/less>
    </style> """.split()  # noqa: SIM905 - a vocabulary reads best as text
)
DOCUMENTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=24).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
) | st.binary(max_size=64)


@pytest.mark.parametrize(
    ("tag", "edited"),
    [
        pytest.param(
            '<script src="https://spy.test/a.js">',
            '<script type="text/plain" data-held="spy.pixel" '
            'data-held-src="https://spy.test/a.js">',
            id="script",
        ),
        pytest.param(
            "<script src=//spy.test/a.js type=module async>",
            '<script type="text/plain" data-held="spy.pixel" '
            "data-held-src=//spy.test/a.js data-held-type=module async>",
            id="script with a type",
        ),
        pytest.param(
            '<script type="text/plain" src=//spy.test type=text/javascript>',
            '<script type="text/plain" data-held="spy.pixel" '
            'data-held-type="text/plain" data-held-src=//spy.test '
            "data-held-type=text/javascript>",
            id="R2: a second type that preload scanners take",
        ),
        pytest.param(
            "<img src=//spy.test/a src=/b>",
            '<img data-held="spy.pixel" data-held-src=//spy.test/a data-held-src=/b>',
            id="R2: every duplicate",
        ),
        pytest.param(
            "<img src=/b src=//spy.test/a>",
            '<img data-held="spy.pixel" data-held-src=/b data-held-src=//spy.test/a>',
            id="R2: a later duplicate decides too",
        ),
        pytest.param(
            '<IMG SRC="/a.png" SRCSET="/b.png 1x,//x.spy.test/c.png 2x">',
            '<IMG data-held="spy.pixel" SRC="/a.png" '
            'data-held-SRCSET="/b.png 1x,//x.spy.test/c.png 2x">',
            id="srcset",
        ),
        pytest.param(
            "<img/src='//spy.test'alt=x>",
            "<img data-held=\"spy.pixel\"/data-held-src='//spy.test'alt=x>",
            id="no spaces between attributes",
        ),
        pytest.param(
            "<video poster=//spy.test/p src=/v.mp4>",
            '<video data-held="spy.pixel" data-held-poster=//spy.test/p src=/v.mp4>',
            id="video poster",
        ),
        pytest.param(
            "<source srcset=//spy.test/p>",
            '<source data-held="spy.pixel" data-held-srcset=//spy.test/p>',
            id="source",
        ),
        pytest.param(
            "<audio src=//spy.test/p>",
            '<audio data-held="spy.pixel" data-held-src=//spy.test/p>',
            id="audio",
        ),
        pytest.param(
            "<track src=//spy.test/p>",
            '<track data-held="spy.pixel" data-held-src=//spy.test/p>',
            id="track",
        ),
        pytest.param(
            "<embed src=//spy.test/p>",
            '<embed data-held="spy.pixel" data-held-src=//spy.test/p>',
            id="embed",
        ),
        pytest.param(
            "<object data=//spy.test/p>",
            '<object data-held="spy.pixel" data-held-data=//spy.test/p>',
            id="object",
        ),
        pytest.param(
            "<input type=image src=//spy.test/p>",
            '<input data-held="spy.pixel" type=image data-held-src=//spy.test/p>',
            id="image button",
        ),
        pytest.param(
            "<iframe src=https://map.test/embed/1>",
            '<iframe data-held="map.embed" data-held-src=https://map.test/embed/1>',
            id="iframe",
        ),
        pytest.param(
            "<frame src=https://map.test/embed/1>",
            '<frame data-held="map.embed" data-held-src=https://map.test/embed/1>',
            id="frame",
        ),
        pytest.param(
            '<iframe srcdoc="&lt;img src=//spy.test&gt;">',
            '<iframe data-held="spy.pixel" '
            'data-held-srcdoc="&lt;img src=//spy.test&gt;">',
            id="R6: srcdoc",
        ),
        pytest.param(
            "<iframe src='javascript:spy(1)'>",
            "<iframe data-held=\"spy.pixel\" data-held-src='javascript:spy(1)'>",
            id="R6: javascript: frame",
        ),
        pytest.param(
            "<iframe src='data:text/html,%3Cimg src=//spy.test%3E'>",
            '<iframe data-held="spy.pixel" '
            "data-held-src='data:text/html,%3Cimg src=//spy.test%3E'>",
            id="R6: data: frame",
        ),
        pytest.param(
            "<iframe src='data:text/html;base64,PGltZyBzcmM9Ly9zcHkudGVzdD4'>",
            '<iframe data-held="spy.pixel" '
            "data-held-src='data:text/html;base64,PGltZyBzcmM9Ly9zcHkudGVzdD4'>",
            id="R6: data: frame in base64",
        ),
        pytest.param(
            "<iframe src='data:text/html,<img src=https:spy.test>'>",
            '<iframe data-held="spy.pixel" '
            "data-held-src='data:text/html,<img src=https:spy.test>'>",
            id="R6: data: frame with an address without slashes",
        ),
        pytest.param(
            "<iframe src='data:text/html,<img src=https:%26%2347;%5c%09spy.test>'>",
            '<iframe data-held="spy.pixel" data-held-src='
            "'data:text/html,<img src=https:%26%2347;%5c%09spy.test>'>",
            id="R6: data: frame with references",
        ),
        pytest.param(
            "<iframe src=\"javascript:'<img src=https:spy.test/p>'\">",
            '<iframe data-held="spy.pixel" '
            "data-held-src=\"javascript:'<img src=https:spy.test/p>'\">",
            id="R6: javascript: frame that says a document",
        ),
        pytest.param(
            "<p onfocus=\"this.src='https:spy.test/p'\">",
            '<p data-held="spy.pixel" '
            "data-held-onfocus=\"this.src='https:spy.test/p'\">",
            id="R6: handler that names a host",
        ),
        pytest.param(
            "<link rel='Shortcut ICON' href=//spy.test/i>",
            '<link data-held="spy.pixel" '
            "rel='Shortcut ICON' data-held-href=//spy.test/i>",
            id="link that loads",
        ),
        pytest.param(
            "<link rel=preload as=image imagesrcset='//spy.test/i 1x'>",
            '<link data-held="spy.pixel" rel=preload as=image '
            "data-held-imagesrcset='//spy.test/i 1x'>",
            id="link imagesrcset",
        ),
        pytest.param(
            "<link rel=dns-prefetch href=//spy.test>",
            '<link data-held="spy.pixel" rel=dns-prefetch data-held-href=//spy.test>',
            id="link that hints",
        ),
        pytest.param(
            "<meta http-equiv=Refresh content='0; URL=https://spy.test/'>",
            '<meta data-held="spy.pixel" data-held-http-equiv=Refresh '
            "content='0; URL=https://spy.test/'>",
            id="R6: refresh",
        ),
        pytest.param(
            "<a href=/x ping='/a https://spy.test/p'>",
            "<a data-held=\"spy.pixel\" href=/x data-held-ping='/a https://spy.test/p'>",
            id="ping",
        ),
        pytest.param(
            "<form action=//spy.test/f>",
            '<form data-held="spy.pixel" data-held-action=//spy.test/f>',
            id="form",
        ),
        pytest.param(
            "<button formaction=//spy.test/f>",
            '<button data-held="spy.pixel" data-held-formaction=//spy.test/f>',
            id="form button",
        ),
        pytest.param(
            "<td background=//spy.test/f>",
            '<td data-held="spy.pixel" data-held-background=//spy.test/f>',
            id="background",
        ),
        pytest.param(
            "<p class=a onClick='spy(1)'>",
            "<p data-held=\"spy.pixel\" class=a data-held-onClick='spy(1)'>",
            id="R6: handler with a marker",
        ),
        pytest.param(
            "<p onfocus=\"new Image().src='https://spy.test/p'\">",
            '<p data-held="spy.pixel" '
            "data-held-onfocus=\"new Image().src='https://spy.test/p'\">",
            id="R6: handler that names an address",
        ),
        pytest.param(
            "<svg><image xlink:href=//spy.test/p />",
            '<svg><image data-held="spy.pixel" data-held-xlink:href=//spy.test/p />',
            id="F: image in SVG",
        ),
        pytest.param(
            "<svg><image><set attributeName=href to=//spy.test/p />",
            '<svg><image><set data-held="spy.pixel" attributeName=href '
            "data-held-to=//spy.test/p />",
            id="F: an address that is set later",
        ),
        pytest.param(
            "<svg><image><animate attributeName=href values='/a;//spy.test/p'>",
            '<svg><image><animate data-held="spy.pixel" attributeName=href '
            "data-held-values='/a;//spy.test/p'>",
            id="F: an address among the steps of an animation",
        ),
        pytest.param(
            "<link rel=compression-dictionary href=//spy.test/d>",
            '<link data-held="spy.pixel" rel=compression-dictionary '
            "data-held-href=//spy.test/d>",
            id="link to a dictionary",
        ),
        pytest.param(
            "<svg><style><img src=//spy.test/p>",
            '<svg><style><img data-held="spy.pixel" data-held-src=//spy.test/p>',
            id="F: style in SVG is no raw text",
        ),
        pytest.param(
            "<base href=https://spy.test/x/><img src=p.gif>",
            '<base href=https://spy.test/x/><img data-held="spy.pixel" '
            "data-held-src=p.gif>",
            id="U3: base moves relative addresses",
        ),
        pytest.param(
            "<script src=/stats.js?v=1>",
            '<script type="text/plain" data-held="own.stats" '
            "data-held-src=/stats.js?v=1>",
            id="first-party path",
        ),
    ],
)
def test_holds_a_tag_by_inserting_only(tag: str, edited: str) -> None:
    result = rewrite(tag)

    assert result.output.decode() == edited
    assert result.original.decode() == tag


def test_scans_each_noscript_on_its_own() -> None:
    page = "<noscript><img src=</noscript><noscript><img src=//spy.test></noscript>"

    assert rewrite(page).output.decode() == (
        "<noscript><img src=</noscript><noscript>"
        '<img data-held="spy.pixel" data-held-src=//spy.test></noscript>'
    )


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<!-- <img src=//spy.test> -->", id="tag in a comment"),
        pytest.param("<![CDATA[<img src=//spy.test>", id="bogus comment"),
        pytest.param("<title><img src=//spy.test></title>", id="title"),
        pytest.param("<textarea><img src=//spy.test></textarea>", id="textarea"),
        pytest.param("<script>'<img src=//spy.test>'</script>", id="text of a script"),
        pytest.param("<script>var u='//spy.test/x'</script>", id="R4: a mere host"),
        pytest.param("<script type=application/ld+json>spy(</script>", id="R3: data"),
        pytest.param("<script type=text/plain src=//spy.test>", id="R3: never runs"),
        pytest.param("<script>spy('x')", id="T4: an unclosed script does not run"),
        pytest.param("<img src=//spy.test", id="T4: unfinished tag"),
        pytest.param("<p title='<img src=//spy.test>'>", id="tag in an attribute"),
        pytest.param("<a href=//spy.test>", id="link to follow"),
        pytest.param("<link rel=canonical href=//spy.test>", id="link that loads not"),
        pytest.param("<meta property=og:image content=//spy.test>", id="meta content"),
        pytest.param("<img data-src=//spy.test>", id="data attribute"),
        pytest.param("<im\0g src=//spy.test>", id="T1: NUL makes another name"),
        pytest.param("<img src=//evilspy.test/p>", id="look-alike host"),
        pytest.param("<img src=//map.test/tiles/p>", id="another path of the host"),
        pytest.param("<img src=data:image/png;base64,spy(>", id="data image"),
        pytest.param("<plaintext><img src=//spy.test>", id="plaintext"),
        pytest.param("<svg><![CDATA[<img src=//spy.test>]]></svg>", id="F4: CDATA"),
        pytest.param(
            "<svg><style><![CDATA[ a>b{} <img src=//spy.test> ]]></style></svg>",
            id="F8: raw text to a preload scanner",
        ),
        pytest.param(
            "<svg><style><!-- <img src=//spy.test> --></style></svg>",
            id="F8: comment in raw text",
        ),
    ],
)
def test_leaves_alone_what_makes_no_request(page: str) -> None:
    assert rewrite(page).output.decode() == page


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("<script>spy('x')</script>", id="classic"),
        pytest.param("<script type=''>spy('x')</script>", id="empty type"),
        pytest.param("<script type=' text/JavaScript '>spy(1)</script>", id="spaces"),
        pytest.param("<script type=module>spy('x')</script>", id="module"),
        pytest.param(
            "<script type=module>import a from 'https://spy.test/a.js'</script>",
            id="import",
        ),
        pytest.param(
            '<script type=importmap>{"imports":{"a":"https:\\/\\/spy.test/"}}</script>',
            id="import map",
        ),
        pytest.param(
            '<script type=speculationrules>{"urls":["https://spy.test/"]}</script>',
            id="speculation rules",
        ),
        pytest.param(
            "<script type=importmap>"
            '{"imports":{"a":"https:\\u002f\\u002fspy.test/"}}</script>',
            id="import map with escapes",
        ),
        pytest.param(
            '<script type=speculationrules>{"urls":["https:spy.test/"]}</script>',
            id="speculation rules without slashes",
        ),
        pytest.param(
            "<script type=module>import/**/'https:\\x2f/spy.test/a.js'</script>",
            id="import behind a comment",
        ),
        pytest.param("<script><!--<script>spy(1)</script>--></script>", id="S1"),
        pytest.param("<svg><script>s&#112;y(1)</script>", id="script in SVG"),
    ],
)
def test_holds_an_inline_script(script: str) -> None:
    result = rewrite(script)

    assert b'<script type="text/plain" data-held="spy.pixel"' in result.output
    assert result.counts == {("spy.pixel", ResourceKind.SCRIPT): 1}


@pytest.mark.parametrize(
    "page",
    [
        "<noscript><img src=https://spy.test/p></noscript>",
        "<noscript><iframe src=//spy.test/ns.html height=0></iframe></noscript>",
        "<template><img src=https://spy.test/p></template>",
        "<div><template shadowrootmode=open><img src=//spy.test/p></template></div>",
        "<select><img src=//spy.test/p></select>",
        "<frameset><img src=//spy.test/p></frameset>",
        "<!--><img src=//spy.test/p>-->",
        "<!-- --!><img src=//spy.test/p>",
        "</p x='>'><img src=//spy.test/p>",
        "<svg><desc><style></desc></style><img src=//spy.test/p>",
        "<image src=//spy.test/p>",
        "<template><col><textarea></template><img src=//spy.test/p>",
        "<div><template><col><plaintext></template></div><img src=//spy.test/p>",
        "<template><col><style></template><img src=//spy.test/p>",
        "<template><col><iframe></template><img src=//spy.test/p>",
        "<template><col><script></template><img src=//spy.test/p>",
        "<template><col><noscript></template><img src=//spy.test/p></noscript>",
        (
            "<table><colgroup><template><col><noembed></template></colgroup></table>"
            "<img src=//spy.test/p>"
        ),
        "<frameset><textarea><frame src=//spy.test/p></frameset>",
        "<frameset><style><frame src=//spy.test/p></frameset>",
        "<frameset><svg><noframes><!--</noframes>--><frame src=//spy.test/p>",
        "<svg><![CDATA[><img src=//spy.test/p>]]></svg>",
        "<svg><![CDATA[><img src=//spy.test/p>",
        "<svg><desc><svg><![CDATA[ x ><!-- --><img src=//spy.test/p> ]]>",
        "<math><mi><![CDATA[ x ><style></style><img src=//spy.test/p> ]]>",
        "<table><svg><tr><![CDATA[ x ><img src=//spy.test/p> ]]>",
        "<svg><style><!-- </style><img src=//spy.test/p> --></style></svg>",
        "<svg><style><!-- </style><img src=//spy.test/p>",
        "<svg><style><![CDATA[ </style><img src=//spy.test/p> ]]></style></svg>",
        "<svg><style><!-- </style><title>--> <!-- </title><img src=//spy.test/p>",
        "<svg><script>/*<!-- </script><img src=//spy.test/p> -->*/</script></svg>",
        "<svg><title/><!-- </title><img src=//spy.test/p> --></svg>",
        "<svg><style><!--></style><img src=//spy.test/p></svg>",
        "<template><base href=/x></template><base href=//spy.test><img src=p>",
        "<noscript><base href=/x></noscript><base href=//spy.test><img src=p>",
        "<base href=data:,x><base href=//spy.test><img src=p>",
        "<base href=javascript:1><base href=//spy.test><img src=p>",
        (
            "<div><template shadowrootmode=open><base href=/x></template></div>"
            "<base href=//spy.test><img src=p>"
        ),
        "<svg><base href=//spy.test></svg><img src=p>",
        "<base href=/x><base href=//spy.test><iframe srcdoc='<img src=p>'></iframe>",
        "<base href=/x><base href=//spy.test><link rel=preconnect href=''>",
    ],
)
def test_finds_what_a_browser_would_load(page: str) -> None:
    assert rewrite(page).counts.total() == 1


def test_renames_a_start_tag_that_only_a_preload_scanner_heeds() -> None:
    page = "<template><col><textarea></template><style></textarea>"

    assert rewrite(page).output.decode() == (
        "<template><col><textarea-held></template><style></textarea>"
    )


def test_lists_every_held_service_that_claims_a_tag() -> None:
    page = "<script src=https://spy.test/stats.js>"

    both, one = rewrite(page), rewrite(page, held=frozenset({"own.stats"}))

    assert b'data-held="own.stats spy.pixel"' in both.output
    assert b'data-held="own.stats"' in one.output


def test_holds_nothing_that_only_granted_services_claim() -> None:
    page = "<img src=//spy.test/p><script>spy()</script>"

    assert rewrite(page, held=frozenset({"map.embed"})).output.decode() == page


def test_holds_a_deeply_nested_document_in_doubt() -> None:
    page = "x"
    for _ in range(12):
        page = page.replace("&", "&amp;").replace('"', "&quot;")
        page = f'<iframe srcdoc="{page}">'

    assert b'data-held="map.embed own.stats spy.pixel"' in rewrite(page).output


def test_holds_all_addresses_below_too_many_bases() -> None:
    page = "".join(f"<base href=/{number}/>" for number in range(17)) + "<img src=p>"

    assert b'<img data-held="map.embed own.stats spy.pixel"' in rewrite(page).output


@SEARCH
@given(page=DOCUMENTS, size=st.integers(1, 12))
def test_gives_the_same_output_for_every_chunking(page: bytes, size: int) -> None:
    whole = rewrite(page, head=b"[H]", body=b"[B]")

    assert rewrite(page, head=b"[H]", body=b"[B]", size=size).output == whole.output


@SEARCH
@given(page=DOCUMENTS, size=st.integers(1, 12), max_held=st.integers(8, 24))
def test_gives_the_same_output_for_every_chunking_of_what_is_too_large(
    page: bytes, size: int, max_held: int
) -> None:
    whole = rewrite(page, max_held=max_held)

    assert rewrite(page, max_held=max_held, size=size).output == whole.output


@pytest.mark.parametrize(
    "page",
    [
        "<script src=/a>x</script x='>'><img src=//spy.test>",
        "<script src=/a><!--<script></script>--></script><img src=//spy.test>",
        "<script src=/a><!--></script><img src=//spy.test></script>",
        "<script>a<!--<script>b</script>spy()--></script><img src=//spy.test>",
        "<svg><![CDATA[<img src=//spy.test>]]><img src=//spy.test></svg>",
        "<svg><script>spy()</script><img src=//spy.test></svg>",
        "<svg><![CDATA[ ><img src=//spy.test> ]]><img src=//spy.test></svg>",
        "<svg><style><!-- </style><img src=//spy.test> --><img src=//spy.test></svg>",
        "<svg><style><title><style></style><style><img src=//spy.test></style>",
        "<noscript><img src=</noscript><noscript><img src=//spy.test></noscript>",
        "<textarea></textare></textarea><img src=//spy.test>",
        "<!-- --!><img src=//spy.test>--><!--><img src=//spy.test><!---><img src=x>",
        "<!x <img src=//spy.test><img src=//spy.test></ x='><img src=//spy.test>'>",
        "<!doctype html ><html><!-- a --><head><body><img src=//spy.test>",
    ],
)
def test_gives_the_same_output_wherever_it_is_cut(page: str) -> None:
    data, services = page.encode(), frozenset({"spy.pixel"})
    whole = rewrite(page, held=services, head=b"[H]", body=b"[B]").output

    for size in range(1, len(data)):
        cut = rewrite(page, held=services, head=b"[H]", body=b"[B]", size=size)
        assert cut.output == whole


@pytest.mark.parametrize("max_held", range(4, 48))
@pytest.mark.parametrize("size", [1, 2, 7])
def test_draws_the_same_line_at_the_largest_size_however_it_is_cut(
    max_held: int, size: int
) -> None:
    page = (
        "<p>a<img src=//spy.test/xxxxxxx><script>var a = 'xxxxxxxxxxxxx'</script>"
        "<svg><script>var b = 1</script><a-long-name-of-a-tag x></p title='" + "x" * 20
    )

    cut = rewrite(page, max_held=max_held, size=size)

    assert cut.output == rewrite(page, max_held=max_held).output


@SEARCH
@given(page=DOCUMENTS)
def test_gives_the_input_back_when_insertions_are_deleted(page: bytes) -> None:
    assert rewrite(page, head=b"[H]", body=b"[B]").original == page


@SEARCH
@given(page=DOCUMENTS, size=st.integers(1, 12))
def test_changes_no_byte_when_nothing_is_held(page: bytes, size: int) -> None:
    assert rewrite(page, held=frozenset(), size=size).output == page


@SEARCH
@given(page=DOCUMENTS)
def test_changes_nothing_more_in_its_own_output(page: bytes) -> None:
    once = rewrite(page).output

    assert rewrite(once).output == once


def test_returns_what_is_complete_after_every_chunk() -> None:
    rewriter = MarkupRewriter(MATCHER, frozenset({"spy.pixel"}), "site.test")

    assert rewriter.feed(b"<p>one</p><img sr") == b"<p>one</p>"
    assert rewriter.feed(b"c=/a><script>va") == b"<img src=/a>"
    assert rewriter.feed(b"r a</script><!-- x") == b"<script>var a</script><!--"


def test_makes_a_tag_that_is_too_large_another_element() -> None:
    page = b"<p>a</p><img src='" + b"x" * 100 + b"'><img src=//spy.test>"

    result = rewrite(page, max_held=64)

    assert result.oversize == 1
    assert result.output.startswith(b"<p>a</p><img-held src='xxx")
    assert result.output.endswith(
        b'<img data-held="spy.pixel" data-held-src=//spy.test>'
    )


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_treats_a_large_tag_of_no_interest_alike_however_it_is_cut(size: int) -> None:
    page = b"<b><!-- <p> --></b><p title='" + b"x" * 100 + b"'>a<img src=//spy.test>"

    cut = rewrite(page, max_held=64, size=size)

    assert cut.output.startswith(b"<b><!-- <p> --></b><p-held title='xxx")
    assert (cut.oversize, cut.counts.total()) == (1, 1)


def test_holds_an_inline_script_that_is_too_large_to_read() -> None:
    page = b"<script>" + b"x" * 100 + b"</script><p>"

    assert b'data-held="map.embed own.stats spy.pixel"' in (
        rewrite(page, max_held=64).output
    )
