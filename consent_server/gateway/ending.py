"""A stop in time: a stream without an end would be killed, and the evidence with it."""

import asyncio
import signal
from types import FrameType
from typing import Any

from consent_server.sdk.asgi import ASGIApplication, Receive, Scope, Send

STOPPING = (signal.SIGTERM, signal.SIGINT)
LEAVING_SECONDS = 2.0
"""From breaking off to the end, if the server does not get there by itself."""


class EndingInTime:
    """Breaks off what is still under way some seconds after the process is to stop.

    granian may go on waiting for a WebSocket whose visitor sends without reading; then
    the process ends without it, and writes its evidence all the same.

    Args:
        app: What answers.
        seconds: How long requests may go on.
    """

    def __init__(self, app: ASGIApplication, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._under_way: set[asyncio.Task[Any]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            self._listen(asyncio.get_running_loop())
            await self._app(scope, receive, send)
            return
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        await self._app(scope, receive, send)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear of a stop beside the server.

        It hears by the loop's wake-up descriptor, which is written to whoever else has
        asked for the signal (``signal.set_wakeup_fd``).
        """

        def hear(_: int, __: FrameType | None) -> None:
            loop.call_soon_threadsafe(loop.call_later, self._seconds, self._end)

        for number in STOPPING:
            signal.signal(number, hear)

    def _end(self) -> None:
        for task in self._under_way:
            task.cancel()
        asyncio.get_running_loop().call_later(LEAVING_SECONDS, _leave)


def _leave() -> None:
    """End the process as ``sys.exit`` does; what is to be done at its end is done."""
    raise SystemExit
