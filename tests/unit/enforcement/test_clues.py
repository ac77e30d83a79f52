from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.clues import Clues
from tests.unit.enforcement.rewriting import MATCHER, SEARCH, rewrite

CLUES = Clues(MATCHER, "www.site.test")
ADDRESSES = """/stats.js stats.js /STATS.js /%73tats.js /st&#97;ts.js /x/../stats.js
/stat&#10;s.js \\stats.js //spy.test/a https://spy.test https:spy.test http:/spy.test
&#47;/spy.test //u@spy.test/ //SPY.test./ //s%70y.test ///spy.test //a.spy.test,x
//spy.test:80/ //map.test/embed/ //ok.test/?a=1&amp;b=2 https://ok.test/stats.js
https://ok.test/a.png /a.png a.png?x=1&b=2 data:image/gif;base64,R0 x//y //map.test/t/
spy(1)""".split()  # noqa: SIM905 - a vocabulary reads best as text
DECLARED = ADDRESSES[:20]
NAMES = ["img", "link", "script", "form", "a", "input", "IMG", "video", "meta", "p",
         "style", "svg", "rect"]  # fmt: skip
ATTRIBUTES = """src= SRC= href= action= srcset= onclick= ping= rel=icon/href=
rel=preconnect/href= http-equiv=refresh/content=0;url= style=b:url( style=b:u\\72l(
style=b:image-set(' style="b:url( fill=url( rel=stylesheet/href=data:text/css,@import'
src=data:,import'""".split()  # noqa: SIM905 - a vocabulary reads best as text
TAGS = st.builds(
    "<{}{}{}{}{}{}>".format,
    st.sampled_from(NAMES),
    st.sampled_from([" ", "\n", "/", " alt='x' ", ' alt="<" ', ' alt=">" ', " <x "]),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(["", '"', "'", '"\n', '" ']),
    st.sampled_from(ADDRESSES)
    | st.tuples(*[st.sampled_from(ADDRESSES)] * 2).map("\t".join),
    st.sampled_from(["", '"', "'", ' "']),
)
TEXT = st.sampled_from(
    ["stats.js", "<p>", "</script>", "<script>spy()</script>", "<script>1<2</script>",
     "<svg><path d=1></svg>", "<svg><g>", "</svg>", "</g>", "<svg><g></svg>", "<div>",
     "</div>", "<base href=//spy.test>", "<style>", "</style>", "\u212a", "<noscript>",
     "</noscript>", "<!--", "-->", "<template>", "<svg class=x><path/>",
     "<style>@import '//spy.test'</style>", "<svg><path fill='url(//spy.test)'/></svg>"]
)  # fmt: skip
PAGES = st.lists(TAGS | TEXT, max_size=8).map(lambda parts: "".join(parts).encode())


@contextmanager
def without_shortcuts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clues, "may_act", lambda *_: True)
        patch.setattr(Clues, "may_be_local", lambda *_: True)
        patch.setattr(Clues, "may_style", lambda *_: True)
        yield


@given(PAGES)
@SEARCH
def test_finds_all_that_a_full_reading_finds(page: bytes) -> None:
    with without_shortcuts():
        expected = rewrite(page).output

    assert rewrite(page).output == expected
    assert rewrite(page, size=7).output == expected


@pytest.mark.parametrize("address", DECLARED)
def test_reads_a_tag_whose_address_may_be_declared(address: str) -> None:
    assert CLUES.may_act(f'<img src="{address}">'.encode(), MATCHER.match_host)


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="/a.png" alt="An ordinary picture">',
        '<img src="https://cdn.ok.test/a.png?x=1&amp;y=2" srcset="/a.png 1x">',
        "<link rel=stylesheet href=/site.css>",
        '<img src="/bilde.png" alt="Blåbær: gode">',
        '<script src="https://ok.test/app.js" async>',
    ],
)
def test_rules_out_an_ordinary_tag(tag: str) -> None:
    assert not CLUES.may_act(tag.encode(), MATCHER.match_host)


@pytest.mark.parametrize(
    "css",
    [
        "a{b:url(//spy.test)}",
        "@import 'https:spy.test';",
        "@import 'ht\ttps:/spy.test';",
        "@import //spy.test;",
        "a{b:url(\\2f/spy.test)}",
        "a{b:url(//\\ff53py.test)}",
        "a{b:url(//\uff53py.test)}",
        "a{b:url(//s%70y.test)}",
        "a{b:url(stats.js)}",
        "a{b:url(%73tats.js)}",
        "@import 'data:text/css,x';",
    ],
)
def test_reads_a_sheet_that_may_load_what_is_declared(css: str) -> None:
    assert CLUES.may_style(css.encode(), MATCHER.match_host)


@pytest.mark.parametrize(
    "css",
    [
        "a{top:0;width:100%;grid-template-rows:1fr} @media only screen{b:hover{c:d}}",
        "i:before{content:'\\f101'}",
        "a{b:url(/img/a.png),url('../b.png'),url(https://cdn.ok.test/c.png)}",
        "a{b:url(data:image/png;base64,R0lGOD//AA)}",
    ],
)
def test_rules_out_an_ordinary_sheet(css: str) -> None:
    assert not CLUES.may_style(css.encode(), MATCHER.match_host)
