"""The body of one page on its way through: decoded, read, enforced, encoded.

Each step streams: what is certain goes on at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from consent_server.catalog.model import ResourceKind, ServiceId
from consent_server.enforcement.charset import (
    MARK_BYTES,
    Charset,
    charset_of_mark,
    read_charset,
)
from consent_server.enforcement.headers import Headers, get_first, without
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.plans import Rewritten
from consent_server.enforcement.text import Text, text_in
from consent_server.sdk.decoding import Decoder, find_decoder
from consent_server.sdk.encoding import ENCODERS, WORTH_BYTES, Encoder

OWN_ORIGIN_ONLY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'"
)
"""The Content-Security-Policy of a page that could not be read."""


class Opened(NamedTuple):
    """A page that can be read: how, and its beginning without its codings.

    ``label`` is what the header must say of the encoding so that browsers read alike.
    """

    decoder: Decoder
    charset: Charset
    label: str | None
    plain: bytes


def open_page(headers: Headers, first: bytes) -> Opened | None:
    """Begin to read a body; nothing when it cannot be read.

    ``first`` is the beginning of the body, or all of it.
    """
    decoder = find_decoder(headers)
    if decoder is None:
        return None
    plain = decoder.feed(first)
    charset, label = read_charset(headers, plain)
    if decoder.broken or charset is Charset.UNREADABLE:
        return None
    return Opened(decoder, charset, label, plain)


class PageStream:
    """A page that comes in pieces; ``broken`` says that it could not be read on."""

    def __init__(
        self, opened: Opened, rewriter: MarkupRewriter, coding: str | None
    ) -> None:
        self._decoder = opened.decoder
        self._charset = opened.charset
        self._start = b""
        self._text: Text | None = None
        self._rewriter = rewriter
        self._encoder: Encoder | None = ENCODERS[coding]() if coding else None

    @property
    def broken(self) -> bool:
        """Whether the body turned out damaged, or a bomb: nothing more was served."""
        return self._decoder.broken

    @property
    def held_counts(self) -> Counter[tuple[ServiceId, ResourceKind]]:
        """What was held, so far."""
        return self._rewriter.held_counts

    @property
    def unknown_hosts(self) -> Iterable[str]:
        """Hosts that no service declares, so far."""
        return self._rewriter.unknown_hosts

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes and return what is certain."""
        return self.feed_plain(self._decoder.feed(data))

    def feed_plain(self, plain: bytes) -> bytes:
        """Take bytes without their codings, see ``feed``."""
        if self._text is None:
            self._start += plain
            if len(self._start) < MARK_BYTES:
                return b""  # a byte order mark may still come
            plain = self._start
            self._text = _text_of(self._charset, plain)
        return self._encode(self._rewrite(self._text, self._text.feed(plain)))

    def close(self) -> bytes:
        """Return the rest."""
        text, rest = self._text, b""
        if text is None:
            text = _text_of(self._charset, self._start)
            rest = text.feed(self._start)
        output = self._rewrite(text, rest + text.close())
        known = len(self._rewriter.insertions)
        closing = self._rewriter.close()
        output += text.back(closing, self._rewriter.insertions[known:]) + text.end()
        output = self._encode(output)
        return output + self._encoder.close() if self._encoder else output

    def _rewrite(self, text: Text, reading: bytes) -> bytes:
        known = len(self._rewriter.insertions)
        output = self._rewriter.feed(reading)
        return text.back(output, self._rewriter.insertions[known:])

    def _encode(self, output: bytes) -> bytes:
        return self._encoder.feed(output) if self._encoder and output else output


def is_all(headers: Headers, first: bytes) -> bool:
    """Tell whether the beginning of a body is as long as its headers say it is."""
    return get_first(headers, "Content-Length") == str(len(first))


def rewrite_whole(
    opened: Opened, rewrite: Callable[[bytes], Rewritten]
) -> tuple[Rewritten, str]:
    """Rewrite a page that is all there; return it with how it writes ASCII."""
    text = _text_of(opened.charset, opened.plain)
    page = rewrite(text.feed(opened.plain) + text.close())
    output = text.back(page.output, page.insertions) + text.end()
    return page._replace(output=output), text.codec


def _text_of(charset: Charset, beginning: bytes) -> Text:
    marked = charset_of_mark(beginning)
    return text_in(marked) if marked else text_in(charset)


def pack(body: bytes, coding: str | None) -> tuple[bytes, list[tuple[str, str]]]:
    """Encode a whole page, if it is worth it; return it with what says so."""
    said: list[tuple[str, str]] = []
    if coding and len(body) >= WORTH_BYTES:
        encoder = ENCODERS[coding]()
        body = encoder.feed(body) + encoder.close()
        said.append(("Content-Encoding", coding))
    return body, [*said, ("Content-Length", str(len(body)))]


def with_label(headers: Headers, label: str | None) -> list[tuple[str, str]]:
    """Return headers that say how the page's text is encoded, if they must."""
    if label is None:
        return list(headers)
    kind = (get_first(headers, "Content-Type") or "text/html").rstrip("; ")
    return [
        *without(headers, {"content-type"}),
        ("Content-Type", f"{kind}; charset={label}"),
    ]
