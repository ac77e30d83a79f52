"""What the gateway costs: ``make bench-gateway``.

One nginx serves pages from files. In front of it stand, in turn and in the same run,
another nginx (``proxy_pass``), the gateway's reverse proxy without the enforcement, and
the gateway: with a page that it has seen before, with one in which a line is new each
time, and with one of which every story is. CPU is that of the processes in front, from
``/proc``, over as many requests as fit into a round. gzip is ``zlib`` at level 6 on the
same page. Rounds of all, gzip too, are interleaved, and medians count. What counts is
the ratio of the columns; the machine and whoever else uses it are in every number.
"""

import contextlib
import itertools
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from yarl import URL

from benchmarks.enforcement import SITES, make_page, vendors_of
from consent_server.gateway.client import Upstream
from consent_server.gateway.door import Door
from consent_server.gateway.limits import Limits
from consent_server.gateway.proxy import ReverseProxy
from consent_server.gateway.serving import serve
from examples.company_sites import COMPANIES
from tests.gateway_process import running_gateway
from tests.listening import free_port
from tests.web_servers import nginx_with_php

SITE = max(COMPANIES, key=lambda name: len(vendors_of(name)))
SIZES = {"20 KB": 20_000, "100 KB": 100_000, "500 KB": 500_000}
ROUNDS = 5
ROUND_SECONDS = 1.0
CONNECTIONS = 8
START_SECONDS = 30
ASK_AS = {
    "plain": {"Accept": "text/html", "Accept-Encoding": "identity"},
    "gzip": {"Accept": "text/html", "Accept-Encoding": "gzip"},
}
PASSING_ON = """
    location / {{
      proxy_pass http://127.0.0.1:{port};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
    }}
"""
NEW = b'<!--# echo var="request_id" -->'
"""What nginx makes of it differs each time, so that no page is remembered."""

STORY = b'<p class="card__lead">'

MEGABYTE = 1 << 20


def main() -> None:
    """Measure and print."""
    pages = {name: make_page(SITE, size, gated=True) for name, size in SIZES.items()}
    files = {f"{len(page)}.html": page for page in pages.values()}
    files |= {f"new-{len(page)}.html": page + NEW for page in pages.values()}
    files |= {
        f"stories-{len(page)}.html": page.replace(STORY, STORY + NEW)
        for page in pages.values()
    }
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as running:
        folder = Path(name)
        for part in ("behind", "front", "gateway"):
            (folder / part).mkdir()
        port = running.enter_context(
            nginx_with_php(folder / "behind", files, "ssi on;")
        )
        passing_on = PASSING_ON.format(port=port)
        front = running.enter_context(nginx_with_php(folder / "front", {}, passing_on))
        bare, bare_port = running.enter_context(_bare(port))
        catalog = (SITES / f"{SITE}.yaml").read_text("utf-8")
        gateway = running.enter_context(
            running_gateway(
                folder / "gateway", f"http://127.0.0.1:{port}", catalog=catalog
            )
        )
        nginx = int((folder / "front" / "nginx.pid").read_text("ascii"))
        for title, page in pages.items():
            path, new = f"/{len(page)}.html", f"/new-{len(page)}.html"
            stories = f"/stories-{len(page)}.html"
            _report(
                title,
                page,
                {
                    "nginx proxy_pass": Target(nginx, front, path, "plain"),
                    "bare proxy": Target(bare, bare_port, path, "plain"),
                    "bare proxy, new": Target(bare, bare_port, new, "plain"),
                    "bare proxy, stories": Target(bare, bare_port, stories, "plain"),
                    "gateway": Target(gateway.process.pid, gateway.port, path, "plain"),
                    "gateway, new": Target(
                        gateway.process.pid, gateway.port, new, "plain"
                    ),
                    "gateway, stories": Target(
                        gateway.process.pid, gateway.port, stories, "plain"
                    ),
                    "gateway, gzip": Target(
                        gateway.process.pid, gateway.port, path, "gzip"
                    ),
                },
            )


class Target:
    """A server in front, and how one page is asked of it."""

    def __init__(self, pid: int, port: int, path: str, coding: str) -> None:
        self.pid = pid
        self.port = port
        self.path = path
        self.headers = {"Host": f"localhost:{port}", **ASK_AS[coding]}

    def measure(self) -> tuple[float, float]:
        """Ask for a while; return CPU milliseconds a page, and pages a second."""
        end = time.perf_counter() + ROUND_SECONDS
        counts: list[int] = []
        threads = [
            threading.Thread(target=self._ask, args=[end, counts])
            for _ in range(CONNECTIONS)
        ]
        before, start = _cpu_seconds(self.pid), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - start
        total = sum(counts)
        return (_cpu_seconds(self.pid) - before) / total * 1_000, total / took

    def _ask(self, end: float, counts: list[int]) -> None:
        connection = HTTPConnection("127.0.0.1", self.port)
        for count in itertools.count(1):
            connection.request("GET", self.path, headers=self.headers)
            answer = connection.getresponse()
            if answer.status != 200:  # noqa: PLR2004
                raise RuntimeError(f"{self.port} answered {answer.status}")
            answer.read()
            if time.perf_counter() > end:
                counts.append(count)
                return


def _report(title: str, page: bytes, targets: dict[str, Target]) -> None:
    for target in targets.values():
        target.measure()  # connections, caches and plans are there from here on
    rounds: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
    packing: list[float] = []
    for _ in range(ROUNDS):
        packing.append(_gzip_milliseconds(page))
        for name, target in targets.items():
            rounds[name].append(target.measure())
    gzip = statistics.median(packing)
    print(f"\n{title} ({len(page):,} bytes): gzip 6 takes {gzip:.2f} ms of CPU")
    print(f"{'':<20}{'ms of CPU':>10}{'from':>8}{'to':>8}{'pages/s':>9}")
    cpu = {}
    for name, found in rounds.items():
        costs = sorted(one for one, _ in found)
        cpu[name] = statistics.median(costs)
        rate = statistics.median(one for _, one in found)
        print(
            f"{name:<20}{cpu[name]:>10.2f}{costs[0]:>8.2f}{costs[-1]:>8.2f}{rate:>9.0f}"
        )
    for kind in ("", ", new", ", stories"):
        added = cpu[f"gateway{kind}"] - cpu[f"bare proxy{kind}"]
        ratio = added / gzip
        print(f"enforcing{kind}: {added:.2f} ms more, {ratio:.2f} times gzip 6")


def _gzip_milliseconds(page: bytes) -> float:
    times = max(1, 2_000_000 // len(page))
    start = time.process_time()
    for _ in range(times):
        zlib.compress(page, 6)
    return (time.process_time() - start) / times * 1_000


def _cpu_seconds(pid: int) -> float:
    """Return what a process and its children, which are its workers, have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    ticks = 0
    for one in (str(pid), *children):
        fields = Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _bare(upstream: int) -> Iterator[tuple[int, int]]:
    """Start the reverse proxy without what it is there for."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.gateway", str(upstream), str(port)]
    with subprocess.Popen(command) as process:  # noqa: S603 - this very program
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                HTTPConnection("127.0.0.1", port).connect()
                break
            time.sleep(0.05)
        try:
            yield process.pid, port
        finally:
            process.send_signal(signal.SIGTERM)


def _serve_bare(upstream: int, port: int) -> None:
    url = URL.build(scheme="http", host="127.0.0.1", port=upstream)
    limits = Limits(knows=lambda _: True, max_body_bytes=MEGABYTE)
    proxy = ReverseProxy(
        Upstream(url=url, connect_seconds=5, read_seconds=60), MEGABYTE
    )
    app = Door(proxy, limits, hops=0, secure=False)
    serve(
        app,
        host="127.0.0.1",
        port=port,
        workers=1,
        stop_seconds=1,
        listening=lambda: None,
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        _serve_bare(*map(int, sys.argv[1:]))
    else:
        main()
