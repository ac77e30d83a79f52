"""Asking a server, by a small program in C, and what one answer of it costs."""

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledger.serving import cpu_of

SOURCE = Path(__file__).parent / "load.c"
CONNECTIONS = (1, 8, 64)
SETTLE_SECONDS = 1.0
"""After the last choice: the sequencer's share counts, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something to ask for.

    ``request`` makes one request, all of one length. A server that ``writes`` has work
    left after its answers. ``cpu`` tells the seconds of whatever works beside it.
    """

    pid: int
    port: int
    request: Callable[[], bytes]
    status: int
    writes: bool = False
    cpu: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one try came to: answers a second, waits and CPU in milliseconds."""

    rate: float
    p50: float
    p99: float
    cpu: float


class Generator:
    """Sends requests; the program is compiled once, into a folder."""

    def __init__(self, folder: Path) -> None:
        self._program = folder / "load"
        command = ["gcc", "-O2", "-o", str(self._program), str(SOURCE)]
        subprocess.run(command, check=True)  # noqa: S603 - our own source

    def ask(self, target: Target, count: int, connections: int) -> Found:
        """Ask so many times, over connections that stay open."""
        one = target.request()
        requests = [target.request() for _ in range(count)] if target.writes else [one]
        if any(len(it) != len(one) for it in requests):
            raise RuntimeError("the requests differ in length")
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"".join(requests))
            file.flush()
            said = [target.port, connections, count, file.name, len(one), target.status]
            begun = _cpu_of(target)
            done = subprocess.run(  # noqa: S603 - our own program
                [str(self._program), *map(str, said)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            if target.writes:
                time.sleep(SETTLE_SECONDS)
            spent = _cpu_of(target) - begun
        took, p50, p99 = map(float, done.stdout.split())
        return Found(
            rate=count / took,
            p50=p50 / 1e3,
            p99=p99 / 1e3,
            cpu=spent / count * 1e3,
        )


def _cpu_of(target: Target) -> float:
    return cpu_of(target.pid) + target.cpu()
