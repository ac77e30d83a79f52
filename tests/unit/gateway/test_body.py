"""A body on its way up: all of it, or an error."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from consent_server.gateway.body import BrokenBodyError, VisitorBody

CHUNKED = [(b"transfer-encoding", b"chunked")]
PIECE = {"type": "http.request", "body": b"hello", "more_body": True}
END = {"type": "http.request", "body": b"", "more_body": False}
GONE = {"type": "http.disconnect"}


def read(messages: Iterable[dict[str, Any]]) -> tuple[VisitorBody, list[bytes]]:
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        try:
            return next(waiting)
        except StopIteration:
            await asyncio.Event().wait()
            raise

    async def read_all() -> tuple[VisitorBody, list[bytes]]:
        body = VisitorBody(receive, CHUNKED, max_bytes=10, patience=0.01)
        pieces = []
        try:
            async for piece in body.pieces():
                pieces.append(piece)  # noqa: PERF401 - what came before an error counts
        except BrokenBodyError:
            pieces.append(b"broken")
        return body, pieces

    return asyncio.run(read_all())


def test_yields_what_came() -> None:
    body, pieces = read([PIECE, PIECE, END])

    assert pieces == [b"hello", b"hello"]
    assert (body.too_large, body.stalled, body.gone) == (False, False, False)


@pytest.mark.parametrize(
    ("messages", "why"),
    [
        ([PIECE, PIECE, PIECE, END], "too_large"),
        ([PIECE, GONE], "gone"),
        ([PIECE], "stalled"),
    ],
    ids=["too large", "gone", "stalled"],
)
def test_breaks_where_it_is_not_whole(messages: list[dict[str, Any]], why: str) -> None:
    body, pieces = read(messages)

    assert pieces[-1] == b"broken"
    reasons = ("too_large", "gone", "stalled")
    assert [it for it in reasons if getattr(body, it)] == [why]


def test_has_none_without_a_length() -> None:
    async def make() -> bool:
        async def receive() -> dict[str, Any]:
            return GONE

        return bool(VisitorBody(receive, [(b"content-length", b"0")], 1, 1))

    assert asyncio.run(make()) is False
