"""granian, set up as our measurements found it best (docs/howto/serve.md).

The metrics must not be imported here: they look at the environment when they are, and
the workers do that after it was completed.
"""

import logging
import os
import shutil
import tempfile

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from consent_server.sdk.serving import (
    BUFFER_BYTES,
    HEADER_READ_MS,
    RESPAWN_SECONDS,
    require_free,
)
from consent_server.sdk.worker_server import WorkerServer
from consent_server.web.gathering import MOST_WAITING
from consent_server.web.logs import configure_logging, logging_config
from consent_server.web.parts import parts_of
from consent_server.web.registering import explain_no_site
from consent_server.web.server import open_server
from consent_server.web.settings import METRICS_FOLDER, Settings

TARGET = "consent_server.web.serving:create"
KILL_SECONDS = 15
CONNECTIONS = 900
"""Of one process: fewer than the 1,024 files that it may usually open."""

log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are answered.

    The workers read the same settings from the environment of this process.

    Raises:
        SettingError: The address, data folder or database cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    configure_logging(settings.log_level)
    # Every line here and in the forked workers is ours: none names these, and to find
    # them out takes half as long as to write it. gunicorn's lines do.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    require_free(settings.host, settings.port)
    # What cannot be opened ends here, not in each worker anew.
    databases = parts_of(open_server(settings)).databases
    if nothing := explain_no_site(databases.main):
        log.warning("nothing_to_serve", extra={"why": nothing})
    databases.dispose()  # the workers are forked
    folder = None
    if settings.metrics and settings.workers > 1:
        folder = tempfile.mkdtemp(prefix="consent-metrics-")
        os.environ[METRICS_FOLDER] = folder
    try:
        _make(settings).serve()
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _make(settings: Settings) -> WorkerServer:
    return WorkerServer(
        TARGET,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        backpressure=CONNECTIONS,
        # Whoever waits for a body has a thread, and takes no place of who works.
        blocking_threads=settings.threads + MOST_WAITING,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=KILL_SECONDS,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_READ_MS, max_buffer_size=BUFFER_BYTES
        ),
        log_dictconfig=logging_config(settings.log_level),
    )
