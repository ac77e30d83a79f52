"""granian's server, which takes no worker that has ended for one that hangs.

Two of its threads wait for a worker at once. The system tells one of them how it ended;
the other may look before that is written down, finds the worker alive, and logs that it
has to be killed. Nothing is lost by that, but whoever reads it looks for what hung.
"""

from functools import partial
from multiprocessing.connection import wait
from typing import Any

from granian.server.mp import MPServer, WorkerProcess


class WorkerServer(MPServer):
    """Serves as granian does, and knows by the process itself whether it has ended."""

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> WorkerProcess:  # noqa: ANN401 - granian's own
        worker = super()._spawn_worker(*args, **kwargs)
        worker.is_alive = partial(is_running, worker.inner)  # type: ignore[method-assign]
        return worker


def is_running(process: Any) -> bool:  # noqa: ANN401 - of any start method
    """Tell whether a process has not ended, whoever was told that it has."""
    return not wait([process.sentinel], 0) and process.is_alive()
