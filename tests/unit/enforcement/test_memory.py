"""Memory stays flat on a page that never ends: what is held back is counted."""

from collections.abc import Iterator

import pytest

from consent_server.enforcement.opentags import FOLD_BYTES
from consent_server.enforcement.scan import Scanner
from tests.unit.enforcement.real_pages import real_pages

CHUNK = 1 << 12
TIMES = 2
LONGEST_TOKEN = 1 << 13
"""No tag or inline script of these pages is longer."""


def stream() -> Iterator[bytes]:
    """Give the example pages over and over, as an application would."""
    page = b"".join(real_pages()).replace(b"</html>", b"")
    for _ in range(TIMES):
        for at in range(0, len(page), CHUNK):
            yield page[at : at + CHUNK]


def kept_bytes(scanner: Scanner) -> int:
    return len(scanner._buffer) + sum(map(len, scanner._pending))


def test_keeps_no_more_of_a_long_stream_than_a_token_and_a_chunk() -> None:
    scanner = Scanner(prologue=True)
    fed = most = 0

    for chunk in stream():
        scanner.feed(chunk)
        scanner.take()
        fed += len(chunk)
        most = max(most, kept_bytes(scanner))

    assert fed > 5_000_000
    assert most <= LONGEST_TOKEN + CHUNK
    assert scanner._modes.open_tags._kept_bytes <= FOLD_BYTES


@pytest.mark.parametrize(
    "endless",
    [b"x", b"<p>", b"<!-- x --", b"<svg><g>", b"<div><svg></q>", b"<template><b>"],
    ids=["text", "tags", "comment", "foreign", "stray end tags", "templates"],
)
def test_keeps_little_of_what_never_ends(endless: bytes) -> None:
    scanner = Scanner()
    chunk = endless * (CHUNK // len(endless))

    for _ in range(20):
        scanner.feed(chunk)
        scanner.take()

    assert kept_bytes(scanner) <= 2 * CHUNK
    assert len(scanner._foreign._entries) <= 512
