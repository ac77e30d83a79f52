"""R5: addresses in styles get a text in front; what cannot be placed is held whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN, ResourceKind
from consent_server.enforcement.edits import mark
from consent_server.enforcement.plans import PagePlans
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH, rewrite

HELD = ' data-held="spy.pixel"'
WHOLE = ' type="text/plain"' + HELD
TEXT = "about:invalid#held-"


@pytest.mark.parametrize(
    "page",
    [
        # The tag is marked at ~, and the text goes in at ^.
        pytest.param("<style~>a{b:url(^//spy.test/p)}</style>", id="url"),
        pytest.param('<style~>a{b:url( "^//spy.test/p" )}</style>', id="quoted url"),
        pytest.param("<style~>@import '^https://spy.test/p';</style>", id="import"),
        pytest.param("<style~>@import/**/url(^//spy.test);</style>", id="import url"),
        pytest.param(
            "<style~>a{b:url(^//spy.test/p),url(/a),url(^//spy.test)}</style>",
            id="every address",
        ),
        pytest.param(
            r"<style~>a{b:u\72l(^\2f/spy.test/p)}</style>", id="escapes in an element"
        ),
        pytest.param("<style~>@import '^//spy.test", id="unclosed element"),
        pytest.param(
            "<style~>@import '^data:text/css,@import \"//spy.test\"'</style>",
            id="sheet in a sheet",
        ),
        pytest.param(
            "<style~>@import '^data:text/css;charset=x,y'</style>".replace(
                HELD, ' data-held="map.embed own.stats spy.pixel"'
            ),
            id="sheet that cannot be read",
        ),
        pytest.param(
            "<style~ type=text/less>@import '^//spy.test'</style>",
            id="R2: import that a preload scanner heeds",
        ),
        pytest.param(
            "<style~>@import ^https://spy.test/p ;</style>", id="import without quotes"
        ),
        pytest.param(
            "<style~>@import ');@import url(^//spy.test);</style>",
            id="import in what is a string to others",
        ),
        pytest.param(
            "<style~>/**/@charset x;@import '^//spy.test\";a{}'</style>",
            id="import with a quote of another kind",
        ),
        pytest.param("<STYLE~ type=' Text/CSS'>@import '^//spy.test'", id="its type"),
        pytest.param(
            "<noscript><style~>@import '^//spy.test'</style></noscript>", id="S2"
        ),
        pytest.param("<svg><style~>@import '^//spy.test'</style></svg>", id="SVG"),
        pytest.param("<math><style~>@import '^//spy.test'</style>", id="MathML"),
        pytest.param(
            "<svg><![CDATA[><style~>@import '^//spy.test'</style>]]></svg>", id="F8"
        ),
        pytest.param('<p~ style="c:red;b:url(^//spy.test/p)">', id="attribute"),
        pytest.param("<p~ style=b:url(^//spy.test/p)>", id="attribute without quotes"),
        pytest.param("<p~ STYLE = 'b:url(^//spy.test/p)'>", id="attribute with spaces"),
        pytest.param(r'<p~ style="b:u\72l(^//spy.test)">', id="escapes in attribute"),
        pytest.param("<p~ style='b:image-set(\"^//spy.test\" 1x)'>", id="image-set"),
        pytest.param("<p~ style='--a:\"^//spy.test\"'>", id="property"),
        pytest.param(
            '<p~ style="b:url(^//spy.test)" style="b:url(^//spy.test)">', id="R2"
        ),
        pytest.param("<img~ src=/a style=b:url(^//spy.test)>", id="of another tag"),
        pytest.param("<body~ style=b:url(^//spy.test)>", id="of the body"),
        pytest.param("<td~/style=b:url(^//spy.test)>", id="behind a slash"),
        pytest.param('<svg~ mask="url(^//spy.test)"></svg>', id="SVG root"),
        pytest.param('<svg><g~ mask="url(^//spy.test)"/></svg>', id="SVG attribute"),
        pytest.param("<svg><path~ d=M1 fill='url(^//spy.test)'/></svg>", id="fill"),
        pytest.param("<base href=//spy.test/><p~ style='b:url(^a)'>", id="U3: base"),
    ],
)
def test_puts_a_text_in_front_of_held_addresses(page: str) -> None:
    original = page.replace("~", "").replace("^", "")
    result = rewrite(original, held=frozenset({"spy.pixel"}))

    assert result.output.decode() == page.replace("~", HELD).replace("^", TEXT)
    assert result.original.decode() == original


@pytest.mark.parametrize(
    ("page", "edited"),
    [
        pytest.param(
            '<p style="b:url(&quot;//spy.test&quot;)">',
            f'<p{HELD} data-held-style="b:url(&quot;//spy.test&quot;)">',
            id="references in an attribute",
        ),
        pytest.param(
            '<svg><g mask="&#117;rl(//spy.test)">',
            f'<svg><g{HELD} data-held-mask="&#117;rl(//spy.test)">',
            id="references in an attribute of SVG",
        ),
        pytest.param(
            "<svg><style><![CDATA[@import '//spy.test']]></style>",
            f"<svg><style{WHOLE}>{TEXT}<![CDATA[@import '//spy.test']]></style>",
            id="section",
        ),
        pytest.param(
            "<svg><style type=text/css>@import &quot//spy.test</style>",
            f"<svg><style{WHOLE} data-held-type=text/css>"
            f"{TEXT}@import &quot//spy.test</style>",
            id="references in SVG",
        ),
        pytest.param(
            "<svg><style>@import '//sp<g/>y.test'</style>",
            f"<svg><style{WHOLE}>{TEXT}@import '//sp<g/>y.test'</style>",
            id="parts with an element between",
        ),
        pytest.param(
            "<svg><style>/*<!--*/@import '//spy.test</style>-->'</style>",
            f"<svg><style{WHOLE}>{TEXT}/*<!--*/@import '//spy.test</style>-->'</style>",
            id="F8: raw text to a preload scanner",
        ),
        pytest.param(
            "<svg><style><!-- </style> -->@import '//spy.test'</style>",
            f"<svg><style{WHOLE}>{TEXT}<!-- </style> -->@import '//spy.test'</style>",
            id="behind a comment with an end tag",
        ),
        pytest.param(
            "<svg><style><!-- </style><style>@import --> //spy.test;</style>",
            f"<svg><style><!-- </style><style{WHOLE}>{TEXT}@import --> "
            "//spy.test;</style>",
            id="F8: raw text that goes on behind a comment",
        ),
        pytest.param(
            "<svg><style>@import '//s<style></style>py.test'",
            f"<svg><style{WHOLE}>{TEXT}@import '//s<style></style>py.test'",
            id="style in a style",
        ),
    ],
)
def test_holds_whole_what_it_cannot_place(page: str, edited: str) -> None:
    result = rewrite(page, held=frozenset({"spy.pixel"}))

    assert result.output.decode() == edited
    assert result.original.decode() == page


@pytest.mark.parametrize(
    "page",
    [
        "<style>a{b:url(/a.png)}</style>",
        "<style>a{b:url(//ok.test/p)}</style>",
        "<style>a{b:url(data:image/svg+xml,//spy.test)}</style>",
        "<style>/* @import '//spy.test' */</style>",
        "<style>a[href^='https://spy.test/']{b:c}</style>",
        "<style>a{b:url(#c)} d::before{content:'\\f101'}</style>",
        "<style type=text/less>a{b:url(//spy.test)}</style>",
        "<style></style>",
        "<p style='b:c' title='url(//spy.test)'>",
        "<p data-style='b:url(//spy.test)'>",
        "<p style='b:url(/a)'>",
        "<p style='b:my-url(//spy.test)'>",
        "<p style='b:&quot;c&quot;'>",
        "<p mask='url(//spy.test)'>",
        "<svg><g style='b:url(#c)' fill='url(#d)'/></svg>",
        "<svg><style>/*<!--*/a{b:c}/*-->*/</style></svg>",
        "<svg><style><![CDATA[a{b:url(#c)}]]></style></svg>",
        "<link rel=stylesheet href='data:text/css,a{b:c}'>",
        "<script src='data:text/javascript,1'></script>",
    ],
)
def test_leaves_alone_what_asks_nobody(page: str) -> None:
    assert rewrite(page).output.decode() == page


@pytest.mark.parametrize(
    "tag",
    [
        "<script src='data:text/javascript,spy(1)'></script>",
        "<script src='data:text/javascript;base64,c3B5KDEp'></script>",
        "<script src='DATA:,%73py(1)'></script>",
        "<script src='d&#97;ta:,spy(1)'></script>",
        "<script src='da\tta\t:,spy(1)'></script>",
        "<svg><script href='data:,spy(1)'></script>",
        "<script type=module src='data:,import%20%22https://spy.test/a.js%22'></script>",
        "<link rel=stylesheet href='data:text/css,@import%20url(//spy.test)'>",
        "<link rel=icon href='data:text/css;base64,QGltcG9ydCAiLy9zcHkudGVzdCI='>",
        "<iframe srcdoc=\"<style>@import '//spy.test'</style>\"></iframe>",
        '<iframe src="data:text/html,<p style=b:url(//spy.test)>"></iframe>',
        "<svg><g><set attributeName=mask to='url(//spy.test)'/></g></svg>",
        "<svg><g><animate attributeName=mask values='a;url(//spy.test)'/></g></svg>",
    ],
)
def test_holds_what_a_document_in_an_address_loads(tag: str) -> None:
    result = rewrite(tag)

    assert result.output.count(b'data-held="spy.pixel"') == 1
    assert result.original.decode() == tag


def test_holds_what_nobody_declares_where_that_is_held() -> None:
    page = (
        "<style>@namespace url(https://ns.test/);a{b:url(//else.test/p);content:"
        "'https://text.test/'}</style><p style=b:url(//more.test/q)>"
    )

    held = rewrite(page, held=frozenset({UNKNOWN}))

    assert held.output.count(b"about:invalid#held-//") == 2
    assert b"held-//else.test" in held.output
    assert b"held-//more.test" in held.output
    assert held.original.decode() == page


def test_counts_a_style_element_once() -> None:
    page = (
        "<style>@import '//spy.test';a{b:url(//spy.test)}</style>"
        "<p style=b:url(//spy.test)>"
    )

    assert rewrite(page).counts == {
        ("spy.pixel", ResourceKind.LINK): 1,
        ("spy.pixel", ResourceKind.IMG): 1,
    }


@pytest.mark.parametrize("head", ["<style>", "<svg><style>"])
def test_holds_a_style_element_that_is_too_large_to_read(head: str) -> None:
    page = head + "/*" + "x" * 100 + "*/</style><p>"

    assert (
        rewrite(page, max_held=64)
        .output.decode()
        .startswith(
            head[:-1]
            + ' type="text/plain" data-held="map.embed own.stats spy.pixel">'
            + TEXT
        )
    )


def test_keeps_the_text_of_a_style_until_it_ends() -> None:
    page = "<style>a{b:url(//spy.test)}</style><p>"

    for size in range(1, len(page)):
        assert rewrite(page, size=size).output == rewrite(page).output


def test_marks_addresses_with_the_secret_of_the_response() -> None:
    plans = PagePlans(MATCHER, EVERYTHING, secret="5ec7e7")
    page = b"<style>a{b:url(//spy.test)}</style>"

    rewritten = plans.rewrite(page, EVERYTHING, "www.site.test")

    assert b"url(about:invalid#held-5ec7e7-//spy.test)" in rewritten.output
    assert mark(rewritten.insertions, "") == rewritten.insertions


PIECES = st.sampled_from(
    r"""<style> </style> <svg> <svg><style> </svg> <![CDATA[ ]]> <!-- --> url( u\72l( '
    "  //spy.test/p @import ) /* */ [ ] \ ; <style/type=x> <g> <noscript> </noscript> >
    <p/style=" <p/style='b:url(//spy.test)'> "> <rect/mask="url(//spy.test)"> <p> &quot;
    <svg><path/fill='url(//spy.test)'/></svg>
    """.split()  # noqa: SIM905 - a vocabulary reads best as text
)
PAGES = st.lists(PIECES, max_size=16).map(" ".join)


@SEARCH
@given(page=PAGES, size=st.integers(1, 12))
def test_gives_the_same_output_for_every_chunking(page: str, size: int) -> None:
    whole = rewrite(page)

    assert rewrite(page, size=size).output == whole.output
    assert whole.original.decode() == page


@pytest.mark.parametrize("max_held", range(6, 48))
@pytest.mark.parametrize("size", [1, 2, 7])
def test_draws_the_same_line_at_the_largest_size_however_it_is_cut(
    max_held: int, size: int
) -> None:
    page = (
        "<style>a{b:url(//spy.test/x)}</style><svg><style>a{b:url(//spy.test)}</style>"
        "<style><![CDATA[a{b:c}]]></style></svg><style>@import '//spy.test/xxxxxxx'"
    )

    cut = rewrite(page, max_held=max_held, size=size)

    assert cut.output == rewrite(page, max_held=max_held).output


@SEARCH
@given(page=PAGES)
def test_changes_nothing_more_in_its_own_output(page: str) -> None:
    once = rewrite(page).output

    assert rewrite(once).output == once


@SEARCH
@given(page=PAGES)
def test_changes_no_byte_when_nothing_is_claimed(page: str) -> None:
    assert rewrite(page, held=frozenset()).output == page.encode()
    assert rewrite(page.replace("spy", "ok")).counts.keys() <= {
        (service, ResourceKind.LINK) for service in EVERYTHING
    }
