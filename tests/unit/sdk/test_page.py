"""A page in any coding, encoding and chunks comes out the same, and exact."""

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from consent_server.enforcement.edits import unsplice
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.sdk.page import PageStream, open_page, pack, with_label
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH

FEW = settings(SEARCH, max_examples=30)
PIECES = (
    "<p>æ日本",
    '<img src="//spy.test/a">',
    "<script>spy()</script>",
    "<!--",
    "-->",
    "\ud800",
    "\U0001f600",
    "<",
)
TEXT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
SIZES = st.lists(st.integers(1, 30), max_size=8)
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def stream(body: bytes, coding: str, sizes: list[int]) -> tuple[bytes, MarkupRewriter]:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    first, *rest = _cut(body, sizes)
    opened = open_page(headers, first)
    assert opened is not None
    rewriter = MarkupRewriter(MATCHER, EVERYTHING, "shop.example")
    page = PageStream(opened, rewriter, None)
    output = page.feed_plain(opened.plain) + b"".join(map(page.feed, rest))
    return output + page.close(), rewriter


def _cut(body: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes:
        pieces.append(body[:size])
        body = body[size:]
    return [*pieces, body]


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("encoding", MARKS)
@FEW
@given(text=TEXT, sizes=SIZES)
def test_comes_out_the_same_in_any_chunks(
    coding: str, encoding: str, text: str, sizes: list[int]
) -> None:
    body = MARKS[encoding] + text.encode(encoding, "surrogatepass")
    encoded = CODINGS[coding](body)
    output, rewriter = stream(encoded, coding, sizes)
    plain, _ = stream(
        ("\ufeff" + text).encode("utf-8", "surrogatepass"), "identity", []
    )

    assert stream(encoded, coding, [])[0] == output
    assert output.decode(encoding, "surrogatepass") == plain.decode(
        "utf-8", "surrogatepass"
    )
    again = output.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    assert unsplice(again, rewriter.insertions) == ("\ufeff" + text).encode(
        "utf-8", "surrogatepass"
    )


def test_keeps_an_odd_last_byte() -> None:
    body = b"\xff\xfe" + '<img src="//spy.test/a">'.encode("utf-16-le") + b"<"
    output, rewriter = stream(body, "identity", [3, 5])

    assert output.endswith(b">\0<")
    assert rewriter.held_counts.total() == 1


@SEARCH
@given(sizes=SIZES)
def test_holds_what_a_japanese_page_hides(sizes: list[int]) -> None:
    """``ESC $ B … <!--`` is no comment to a browser (E2)."""
    tag = b'<img src="//spy.test/a">'
    body = b"<meta charset=iso-2022-jp>\x1b$B<!--\x1b(B" + tag
    output, rewriter = stream(body, "identity", [26, *sizes])

    assert rewriter.held_counts.total() == 1
    assert output.startswith(body[:34])


@pytest.mark.parametrize(
    ("size", "coding", "names"),
    [
        (1023, "gzip", ["Content-Length"]),
        (1024, "gzip", ["Content-Encoding", "Content-Length"]),
        (9999, None, ["Content-Length"]),
    ],
)
def test_encodes_what_is_worth_it(
    size: int, coding: str | None, names: list[str]
) -> None:
    body, said = pack(bytes(size), coding)

    assert [name for name, _ in said] == names
    assert said[-1] == ("Content-Length", str(len(body)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([("content-type", "text/html")], "text/html; charset=iso-2022-jp"),
        ([("Content-Type", "text/html; ")], "text/html; charset=iso-2022-jp"),
        ([], "text/html; charset=iso-2022-jp"),
    ],
)
def test_labels_a_page(before: list[tuple[str, str]], after: str) -> None:
    assert with_label(before, "iso-2022-jp") == [("Content-Type", after)]
    assert with_label(before, None) == before
