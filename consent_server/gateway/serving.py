"""The server in front of the gateway: granian, with the settings that it needs."""

import multiprocessing

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from consent_server.sdk.asgi import ASGIApplication

HEADER_MILLISECONDS = 5_000
BUFFER_BYTES = 65_536
"""More than a request's headers may have; see ``limits``."""

KILL_SECONDS = 15
RESPAWN_SECONDS = 0.5


def serve(app: ASGIApplication, *, host: str, port: int, workers: int) -> None:
    """Serve an application until SIGTERM; requests under way have a while to end.

    A worker that dies is replaced, and one that does not stop is ended: neither is so
    unless it is asked for. Workers are forked, so ``app`` is made once.
    """
    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "consent_server.gateway",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=BUFFER_BYTES
        ),
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: app, wrap_loader=False)
