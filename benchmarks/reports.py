"""What a flood of reports costs, and what it does to choices: ``make bench-reports``.

One worker of granian on loopback; the flood comes out of a process of its own, over
connections that do not wait for one answer before the next report. Choices are made at
a steady pace, alone and beside the flood, in turns.
"""

import json
import multiprocessing
import os
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from benchmarks.ledger.serving import GRANIAN, Served, serve
from consent_server.notice.render import REPORTS_PATH

AIM = 5_000  # reports a second
WINDOW = 64  # reports of a connection that are under way
CONNECTIONS = 4
PACE = 40  # choices a second
SECONDS = 10.0 if os.environ.get("FULL") else 4.0
TURNS = 5 if os.environ.get("FULL") else 3
HOST = "onwork.example"


def main() -> None:
    """Print the rate of the intake, and the choices beside it."""
    with (
        tempfile.TemporaryDirectory() as name,
        serve("choice", Path(name) / "choice", None, GRANIAN) as served,
    ):
        _pace(served, 1.0)
        print(_intake(served))
        waits: dict[bool, list[float]] = {True: [], False: []}
        ratios = []
        for _ in range(TURNS):
            alone = _pace(served, SECONDS)
            with _flood(served.port, AIM):
                time.sleep(0.5)
                beside = _pace(served, SECONDS)
            ratios.append(statistics.median(beside) / statistics.median(alone))
            waits[False] += alone
            waits[True] += beside
    for flooded, title in ((False, "alone"), (True, f"beside {AIM:,} reports/s")):
        p50, p99 = _percentiles(waits[flooded])
        print(f"choices {title}: p50 {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms")
    print(f"p50 beside the flood: {statistics.median(ratios):.2f} times that alone")


def _intake(served: Served) -> str:
    """Send as many as are taken; the server and the sender share the processor."""
    begun = served.cpu()
    with _flood(served.port, None) as taken:
        before, at = taken.value, time.perf_counter()
        time.sleep(SECONDS)
        count, took = taken.value - before, time.perf_counter() - at
    cpu = (served.cpu() - begun) / took
    return (
        f"reports: {count / took:,.0f} a second taken, "
        f"{cpu / (count / took) * 1e6:.0f} us CPU of the server each"
    )


@contextmanager
def _flood(port: int, rate: int | None) -> Iterator["Synchronized[int]"]:
    """Send reports at a rate, or as fast as they are taken, from another process."""
    spawn = multiprocessing.get_context("spawn")
    taken = spawn.Value("q", 0)
    sender = spawn.Process(target=_send, args=(port, rate, taken), daemon=True)
    sender.start()
    while not taken.value:
        time.sleep(0.01)
    try:
        yield taken
    finally:
        sender.terminate()
        sender.join()


def _send(port: int, rate: int | None, taken: "Synchronized[int]") -> None:
    """Send reports until terminated, over a few connections in turn."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    reports = _report() * WINDOW
    begun, sent = time.perf_counter(), 0
    while True:
        for line in lines:
            line.sendall(reports)
        for line in lines:
            _await(line, WINDOW)
        sent += WINDOW * CONNECTIONS
        taken.value = sent
        if rate is not None:
            time.sleep(max(0.0, begun + sent / rate - time.perf_counter()))


def _await(line: socket.socket, count: int) -> None:
    """Wait for so many answers without a body."""
    answers = b""
    while answers.count(b"\r\n\r\n") < count:
        answers += line.recv(65_536)
    if answers.count(b" 204 ") != count:
        raise RuntimeError(answers[:300])


def _report() -> bytes:
    body = {
        "csp-report": {
            "document-uri": f"https://{HOST}/order/4711?name=Kari",
            "effective-directive": "img-src",
            "blocked-uri": "https://tracker.example.net/p?uid=4711",
            "original-policy": "default-src 'self'; img-src " + "a.example " * 60,
        }
    }
    data = json.dumps(body).encode()
    head = (
        f"POST {REPORTS_PATH} HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Content-Type: application/csp-report\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def _pace(served: Served, seconds: float) -> list[float]:
    """Make choices one after the other at a steady pace; return what each waited."""
    waits, begun = [], time.perf_counter()
    for number in range(int(seconds * PACE)):
        time.sleep(max(0.0, begun + number / PACE - time.perf_counter()))
        waits += served.load(1, 1).waits
    return waits


def _percentiles(waits: list[float]) -> tuple[float, float]:
    ordered = sorted(waits)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


if __name__ == "__main__":
    main()
