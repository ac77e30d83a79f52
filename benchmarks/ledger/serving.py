"""A server under load: what a request costs, and how long it takes."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledger.bare import CATALOG
from consent_server.notice.policy import compile_policy
from consent_server.notice.render import CHOICES_PATH
from consent_server.storage.catalog_files import read_catalog

ROOT = Path(__file__).parents[2]
PEER = Path(__file__).parent / "peers" / "c15t.js"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
THREADS = 16
START_SECONDS = 60.0
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAME_ORIGIN = "Sec-Fetch-Site: same-origin\r\n"
Request = Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of some requests: seconds in all, and of each, sorted."""

    took: float
    waits: list[float]

    def wait(self, percent: int) -> float:
        """Return what so many percent waited at most."""
        return self.waits[len(self.waits) * percent // 100]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    request: Request

    def cpu(self) -> float:
        """Return the CPU seconds of the server and its workers."""
        return cpu_of(self.process.pid)

    def load(self, count: int, connections: int) -> Loaded:
        """Send so many requests, over connections that stay open."""
        shares = [
            count // connections + (at < count % connections)
            for at in range(connections)
        ]
        begun = time.perf_counter()
        with ThreadPoolExecutor(connections) as pool:
            waits = sorted(
                wait for some in pool.map(self._send, shares) for wait in some
            )
        return Loaded(took=time.perf_counter() - begun, waits=waits)

    def _send(self, count: int) -> list[float]:
        waits = []
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answers = connection.makefile("rb")
            for _ in range(count):
                data = self.request()
                begun = time.perf_counter()
                connection.sendall(data)
                status, length = answers.readline(), 0
                while (line := answers.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line[15:])
                body = answers.read(length)
                waits.append(time.perf_counter() - begun)
                if not status.startswith(b"HTTP/1.1 20"):
                    raise RuntimeError(f"{status!r}: {body[:300]!r}")
        return waits


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a process, its children and those that ended."""
    spent, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            children = Path(f"/proc/{one}/task/{one}/children").read_text()
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        waiting += map(int, children.split())
        spent += sum(map(int, fields[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


GUNICORN = (
    *("gunicorn", "-k", "gthread", f"--threads={THREADS}", "--workers=1"),
    *("--keep-alive=60", "--log-level=warning", "--bind=127.0.0.1:{port}"),
    "benchmarks.ledger.served:app",
)
GRANIAN = (
    *("granian", "--interface=wsgi", f"--blocking-threads={THREADS}", "--workers=1"),
    *("--log-level=warning", "--host=127.0.0.1", "--port={port}"),
    "benchmarks.ledger.served:app",
)


@contextmanager
def serve(
    kind: str, folder: Path, database: str | None, server: Sequence[str] = GUNICORN
) -> Iterator[Served]:
    """Serve one of the applications with one process, as its manual tells."""
    port = free_port()
    told = {"BENCH_APP": kind, "BENCH_FOLDER": str(folder), "BENCH_PORT": str(port)}
    environment = {**os.environ, **told, "BENCH_DATABASE": database or ""}
    command = ["node", str(PEER)] if kind == "c15t" else _python(server, port)
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment
    ) as process:
        try:
            wait_for(port)
            yield Served(process=process, port=port, request=_REQUESTS[kind]())
        finally:
            process.terminate()


def _python(server: Sequence[str], port: int) -> list[str]:
    return [sys.executable, "-m", *(word.format(port=port) for word in server)]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int) -> None:
    """Return once somebody listens there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def choosing(
    path: str = CHOICES_PATH, host: str = "", asked: str = SAME_ORIGIN
) -> Request:
    """Post what the banner's script posts: each click with a key of its own.

    Args:
        path: Where to.
        host: Of whom; the site's own by default.
        asked: The headers by which a browser tells who asks.
    """
    policy = compile_policy(read_catalog(CATALOG))
    body = {
        "act": "grant_all",
        "policy": policy.version,
        "language": policy.site.languages[0],
        "surface": "banner",
        "page": "/",
    }
    to = host or policy.site.domains[0]
    return lambda: _post(path, to, body | {"click": secrets.token_hex(16)}, asked)


def _bare_request() -> Request:
    return lambda: _post("/", "bench.example", {"click": secrets.token_hex(16)})


def _peer_request() -> Request:
    """Post what the script of c15t posts; each click is another person's."""
    body = {
        "type": "cookie_banner",
        "domain": "bench.example",
        "preferences": {"necessary": True, "measurement": True, "marketing": True},
        "jurisdiction": "GDPR",
        "jurisdictionModel": "opt-in",
        "uiSource": "banner",
        "consentAction": "all",
    }

    def click() -> bytes:
        who = "sub_" + "".join(secrets.choice(_BASE58) for _ in range(22))
        at = int(time.time() * 1_000)  # noqa: TID251 - the peer wants the visitor's clock
        said = body | {"subjectId": who, "givenAt": at}
        return _post("/api/c15t/subjects", "bench.example", said)

    return click


_REQUESTS = {"bare": _bare_request, "choice": choosing, "c15t": _peer_request}


def _post(
    path: str, host: str, body: Mapping[str, object], asked: str = SAME_ORIGIN
) -> bytes:
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\n"
        "Accept: */*\r\nAccept-Encoding: gzip, deflate, br\r\n"
        f"{asked}Sec-Fetch-Mode: cors\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data
