"""A visitor's request body on its way up, as it comes."""

import asyncio
from collections.abc import AsyncIterator

from consent_server.gateway.headers import RawHeaders
from consent_server.sdk.asgi import Message, Receive


class BrokenBodyError(Exception):
    """A body that ends before its end; nothing of it may look whole."""


class VisitorBody:
    """The body of one request, read only as fast as it is wanted.

    ``length`` is what the request says, ``is_chunked`` that it does not say it.
    Afterwards ``too_large``, ``stalled`` and ``gone`` say why the body was not whole.

    Args:
        receive: Of the request.
        headers: Of the request, with names in lower case.
        max_bytes: How long a body may be that does not say its length.
        patience: Seconds without a byte after which it is given up.
    """

    def __init__(
        self, receive: Receive, headers: RawHeaders, max_bytes: int, patience: float
    ) -> None:
        fields = dict(headers)
        self.is_chunked = b"transfer-encoding" in fields
        self.length = int(fields.get(b"content-length", b"0"))
        self.too_large = self.stalled = self.gone = False
        self._receive = receive
        self._max_bytes = max_bytes
        self._patience = patience
        self._ended = asyncio.Event()
        if not self:
            self._ended.set()

    def __bool__(self) -> bool:
        """Tell whether a body follows."""
        return self.is_chunked or self.length > 0

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            BrokenBodyError: It is too large, does not go on, or its sender has left.
        """
        size = 0
        more = True
        while more:
            message = await self._next()
            piece: bytes = message.get("body", b"")
            size += len(piece)
            if size > self._max_bytes:
                self.too_large = True
                raise BrokenBodyError
            more = message.get("more_body", False)
            if piece:
                yield piece
        self._ended.set()

    async def _next(self) -> Message:
        try:
            async with asyncio.timeout(self._patience):
                message = await self._receive()
        except TimeoutError:
            self.stalled = True
            raise BrokenBodyError from None
        if message["type"] == "http.disconnect":
            self.gone = True
            raise BrokenBodyError
        return message

    async def left(self) -> None:
        """Return once the body has ended and the visitor has left."""
        await self._ended.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
