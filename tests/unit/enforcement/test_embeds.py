"""Where a placeholder stands in front of what is held."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN, ResourceKind
from consent_server.consent.choice import MAX_ADDED_SERVICES
from consent_server.enforcement.embeds import Embed, find_embed
from consent_server.enforcement.holds import Hold
from consent_server.enforcement.tokens import StartTag
from tests.unit.enforcement.rewriting import EVERYTHING, SEARCH, Rewritten, rewrite
from tests.unit.enforcement.test_markup import DOCUMENTS

START = "<!doctype html><title>x</title><body>"


def show(embed: Embed) -> bytes:
    size = f"{embed.width}x{embed.height}"
    return f"[{embed.kind} {' '.join(sorted(embed.services))} {size}]".encode()


def shown(page: str) -> str:
    return rewrite(START + page, body=b"(B)", placeholder=show).output.decode()


def found(page: str) -> list[str]:
    return re.findall(r"\[(.*?)\]", shown(page))


def undeclared(page: str) -> list[str]:
    """List the placeholders in strict mode, without those that grant something."""
    seen: list[Embed] = []

    def note(embed: Embed) -> bytes:
        seen.append(embed)
        return b""

    strict = EVERYTHING | {UNKNOWN}
    rewrite(START + page, body=b"(B)", placeholder=note, held=strict)
    return [f"{it.host} {' '.join(sorted(it.services))}" for it in seen]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "<iframe src=//map.test/embed/1>", "frame map.embed x", id="iframe"
        ),
        pytest.param(
            "<iframe srcdoc='<img src=//spy.test>'>", "frame spy.pixel x", id="srcdoc"
        ),
        pytest.param("<object data=//spy.test>", "frame spy.pixel x", id="object"),
        pytest.param("<embed src=//spy.test>", "frame spy.pixel x", id="embed"),
        pytest.param("<video src=//spy.test>", "frame spy.pixel x", id="video"),
        pytest.param(
            "<audio controls src=//spy.test>", "frame spy.pixel x", id="audio"
        ),
        pytest.param(
            "<video><source src=//spy.test></video>", "frame spy.pixel 1x1", id="source"
        ),
        pytest.param("<script>spy()</script>", "script spy.pixel x", id="inline"),
        pytest.param(
            "<script src=//spy.test></script>", "script spy.pixel x", id="file"
        ),
        pytest.param(
            "<iframe src=//map.test/embed/ srcdoc='<img src=//spy.test>'>",
            "frame map.embed spy.pixel x",
            id="two-services",
        ),
        pytest.param(
            "<iframe src=//spy.test width=560 height='315'>",
            "frame spy.pixel 560x315",
            id="size",
        ),
        pytest.param(
            "<iframe src=//spy.test width=100% height=' 0300.5px'>",
            "frame spy.pixel 100%x300",
            id="size-in-other-words",
        ),
        pytest.param(
            "<iframe src=//spy.test width=640 width=1 height=auto>",
            "frame spy.pixel 640x",
            id="the-first-of-two-widths",
        ),
        pytest.param(
            "<iframe src=//spy.test width='\"><b>' height=999999>",
            "frame spy.pixel x",
            id="what-is-no-size",
        ),
        pytest.param(
            "<iframe src=//spy.test style='max-width:1px;line-height:1'>",
            "frame spy.pixel x",
            id="style-that-hides-nothing",
        ),
    ],
)
def test_stands_in_front_of_what_a_person_would_look_at(
    page: str, expected: str
) -> None:
    assert found(page) == [expected]


@pytest.mark.parametrize(
    "tag",
    [
        "<iframe src=//spy.test width=0 height=0>",
        "<iframe src=//spy.test width=1 height=1>",
        "<iframe src=//spy.test width=' 01px'>",
        "<iframe src=//spy.test height=0.5>",
        "<iframe src=//spy.test width=0%>",
        "<iframe src=//spy.test hidden>",
        "<iframe src=//spy.test style='display:none'>",
        "<iframe src=//spy.test style='color:red;DISPLAY : none!important'>",
        "<iframe src=//spy.test style='visibility:hidden;display:none'>",
        "<iframe src=//spy.test style='visibility&#58;hidden'>",
        "<iframe src=//spy.test style='width:1px;height:1px'>",
        "<iframe src=//spy.test style='border:0;height: 0'>",
        "<iframe onload=spy()>",
        "<iframe src=/own>",
        "<audio src=//spy.test>",
        "<video poster=//spy.test src=/own>",
        "<img src=//spy.test>",
        "<picture><source srcset=//spy.test></picture>",
        "<link rel=stylesheet href=//spy.test>",
        "<script onload=spy() src=/own></script>",
        "<noscript><iframe src=//spy.test></noscript>",
        "<svg><script href=//spy.test></script></svg>",
        "<template data-x='<iframe src=//spy.test>'>",
    ],
)
def test_stands_nowhere_else(tag: str) -> None:
    assert found(tag) == []


def test_stands_right_in_front_of_the_tag() -> None:
    page = shown("<p>a <iframe src=//map.test/embed/></iframe>")

    assert page.endswith(
        '<p>a [frame map.embed x]<iframe data-held="map.embed" '
        "data-held-src=//map.test/embed/></iframe>"
    )


def test_never_ends_the_head() -> None:
    """A script may stand there, and one of our elements would begin the body."""
    page = "<!doctype html><script>spy()</script><body><script>spy()</script>"
    output = rewrite(page, body=b"(B)", placeholder=show).output.decode()

    assert output.count("[script") == 1
    assert output.index("[script") > output.index("<body>")


def test_leaves_a_fragment_without() -> None:
    """The form that its button would send is not there."""
    assert b"[" not in rewrite("<iframe src=//spy.test>", placeholder=show).output


@pytest.mark.parametrize(
    ("count", "stands"), [(MAX_ADDED_SERVICES, True), (MAX_ADDED_SERVICES + 1, False)]
)
def test_asks_for_a_few_services_at_once_only(count: int, *, stands: bool) -> None:
    """Rule G6: what many services hold was not understood."""
    tag = StartTag(name=b"script", at=5, raw=b"<script>")
    services = frozenset(f"service.{number}" for number in range(count))
    embed = find_embed(tag, Hold(services, ResourceKind.SCRIPT, is_inert=True))

    assert (embed is not None) is stands


def test_asks_nobody_for_what_nobody_can_grant() -> None:
    tag = StartTag(name=b"script", at=5, raw=b"<script>")
    hold = Hold(frozenset({"map.embed", UNKNOWN}), ResourceKind.SCRIPT, is_inert=True)

    assert find_embed(tag, hold) is None


@pytest.mark.parametrize(
    ("tag", "host"),
    [
        pytest.param(
            "<iframe src=https://User@Far.Test:8443/x?y>", "far.test", id="address"
        ),
        pytest.param("<object data=//far.test>", "far.test", id="object"),
        pytest.param("<video src=//far.test/film.mp4>", "far.test", id="video"),
        pytest.param("<iframe src=//[2001:db8::1]/>", "[2001:db8::1]", id="ip"),
        pytest.param("<iframe src=//bücher.test>", "xn--bcher-kva.test", id="idn"),
    ],
)
def test_says_where_content_comes_from_that_nobody_declares(
    tag: str, host: str
) -> None:
    """Rule E11: it is held in strict mode, and stays so whatever is granted."""
    assert undeclared(tag) == [f"{host} {UNKNOWN}"]


@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("<iframe src=//far.test height=1>", id="unseen"),
        pytest.param("<script src=//far.test></script>", id="script"),
        pytest.param("<iframe srcdoc='<img src=//far.test>'>", id="document"),
        pytest.param("<iframe src=//far.test srcdoc='<img src=//far.test>'>", id="two"),
        pytest.param(
            "<iframe srcdoc='//near.test/<img src=//far.test>'>",
            id="document-that-begins-like-an-address",
        ),
        pytest.param("<base href=//far.test><iframe src=x>", id="relative"),
        pytest.param(
            "<iframe src=//map.test/embed/ style='background:url(//far.test/x)'>",
            id="declared-with-an-undeclared-background",
        ),
    ],
)
def test_says_nothing_of_it_where_that_cannot_be_told(tag: str) -> None:
    assert undeclared(tag) == []


def test_stands_in_front_of_no_script_that_was_too_large_to_read() -> None:
    page = START + "<script>" + "a" * 300 + "</script>"

    assert (
        "["
        not in rewrite(
            page, body=b"(B)", placeholder=show, max_held=200
        ).output.decode()
    )


PAGES = st.builds(
    lambda page, tail: START.encode() + page + tail,
    DOCUMENTS,
    st.sampled_from(
        [
            b"",
            b"<iframe src=//spy.test>",
            b"<script>spy()</script>",
            b"<embed src=//spy",
        ]
    ),
)


def rewritten(page: bytes, size: int) -> Rewritten:
    return rewrite(
        page, head=b"[H]", body=b"[B]", placeholder=show, held=EVERYTHING, size=size
    )


@SEARCH
@given(page=PAGES, size=st.integers(1, 12))
@example(page=START.encode() + b"<iframe src=//spy.test><p>", size=1)
def test_is_the_same_for_every_chunking_and_can_be_deleted_again(
    page: bytes, size: int
) -> None:
    whole, cut = rewritten(page, 1 << 30), rewritten(page, size)

    assert cut.output == whole.output
    assert whole.original == cut.original == page
