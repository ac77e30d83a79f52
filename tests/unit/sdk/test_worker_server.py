"""A worker that has ended is known to have, whoever was told of it."""

import os
import time
from multiprocessing import get_context

from consent_server.sdk.worker_server import is_running


def test_a_process_that_another_thread_was_told_of_has_ended() -> None:
    """The library itself takes it for alive; granian would kill it then, and say so."""
    process = get_context("spawn").Process(target=os.getpid)
    process.start()
    os.waitpid(process.pid or 0, 0)

    assert process.is_alive()
    assert not is_running(process)


def test_a_process_runs_until_it_is_ended() -> None:
    process = get_context("spawn").Process(target=time.sleep, args=[60])
    process.start()
    assert is_running(process)
    process.kill()
    process.join()

    assert not is_running(process)
