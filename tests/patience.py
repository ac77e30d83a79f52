"""Waiting for what comes soon, on a machine that may be busy."""

import time
from collections.abc import Callable

SECONDS = 60


def until(holds: Callable[[], object]) -> None:
    """Return once it holds; it is asked again and again."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
