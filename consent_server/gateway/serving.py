"""The server in front of the gateway: granian, with the settings that it needs."""

import gc
import multiprocessing
from collections.abc import Callable

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from consent_server.gateway.ending import EndingInTime
from consent_server.sdk.asgi import ASGIApplication
from consent_server.sdk.serving import (
    BUFFER_BYTES,
    HEADER_READ_MS,
    RESPAWN_SECONDS,
    require_free,
)
from consent_server.sdk.worker_server import WorkerServer

GC_THRESHOLDS = (10_000, 10, 10)
"""Nearly all that a request makes ends with it; what is there before one stays."""

SECONDS_TO_END = 10
"""From the last answer to the end of the process, in which evidence is written.

Two go by where a visitor does not read; on a busy machine a worker with long pages to
enforce hears of the stop seconds late. A worker that does end is not waited for.
"""


def serve(
    app: ASGIApplication,
    *,
    host: str,
    port: int,
    workers: int,
    stop_seconds: int,
    listening: Callable[[], None],
) -> None:
    """Serve an application until SIGTERM; requests have ``stop_seconds`` to end.

    ``listening`` is called once, as soon as the address is taken.

    A worker that dies is replaced, and one that does not stop is ended: neither is so
    unless it is asked for. Workers are forked, so ``app`` is made once.

    Raises:
        SettingError: Nobody can listen there.
    """
    require_free(host, port)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    multiprocessing.set_start_method("fork", force=True)
    ending = EndingInTime(app, stop_seconds)
    server = WorkerServer(
        "consent_server.gateway",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        loop=Loops.asyncio,  # whose signals others can hear, too
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_READ_MS, max_buffer_size=BUFFER_BYTES
        ),
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=stop_seconds + SECONDS_TO_END,
        log_level=LogLevels.warning,
    )
    server.on_startup(listening)
    server.serve(target_loader=lambda: ending, wrap_loader=False)
