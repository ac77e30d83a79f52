"""The gateway as its command starts it, and raw connections to it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.listening import free_port, wait_until_up
from tests.site import CATALOG

ROOT = Path(__file__).parents[1]
ANSWER_SECONDS = 30
PAGE = {"Accept": "text/html", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer off the wire; ``complete`` says that its own framing ended it."""

    head: bytes
    body: bytes
    complete: bool
    closed: bool

    @property
    def status(self) -> int:
        return int(self.head.split(b" ")[1])

    def values(self, name: str) -> list[bytes]:
        fields = [line.partition(b":") for line in self.head.split(b"\r\n")[1:]]
        wanted = name.lower().encode()
        return [value.strip() for it, _, value in fields if it.lower() == wanted]


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway; visitors call it ``localhost``."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @contextlib.contextmanager
    def connect(self) -> Iterator["Wire"]:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.settimeout(ANSWER_SECONDS)
            yield Wire(connection, self.host)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> Reply:
        with self.connect() as wire:
            wire.send(path, method, **headers)
            return wire.reply(has_body=method != "HEAD")

    def peak_kilobytes(self) -> int:
        """Return the most memory that its worker ever had."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        worker = children.read_text("ascii").split()[-1]
        status = Path(f"/proc/{worker}/status").read_text("ascii")
        return int(status.partition("VmHWM:")[2].split()[0])

    def log(self) -> str:
        return (self.folder / "log.txt").read_text("utf-8")


class Wire:
    """One raw connection."""

    def __init__(self, connection: socket.socket, host: str) -> None:
        self.socket = connection
        self.host = host
        self._held = b""

    def send(self, path: str = "/", method: str = "GET", **headers: str) -> None:
        fields = {"Host": self.host, **headers}
        lines = [f"{name.replace('_', '-')}: {it}" for name, it in fields.items()]
        head = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""])
        self.socket.sendall(head.encode("latin-1"))

    def raw(self, data: bytes) -> None:
        self.socket.sendall(data.replace(b"HOST", self.host.encode()))

    def reply(self, *, has_body: bool = True) -> Reply:
        """Read one answer, a 100 or other interim one included, as its framing says."""
        head = self._until(b"\r\n\r\n")
        reply = Reply(head, b"", complete=False, closed=False)
        status = reply.status
        if not has_body or status in {204, 304} or status < 200:
            return Reply(head, b"", complete=True, closed=False)
        if reply.values("Transfer-Encoding"):
            return self._chunked(head)
        lengths = reply.values("Content-Length")
        if not lengths:
            return Reply(head, self._rest(), complete=True, closed=True)
        body = self._exactly(int(lengths[0]))
        whole = len(body) == int(lengths[0])
        return Reply(head, body, complete=whole, closed=not whole)

    def _chunked(self, head: bytes) -> Reply:
        body = b""
        while size_line := self._until(b"\r\n"):
            size = int(size_line, 16)
            body += self._exactly(size)
            self._until(b"\r\n")
            if size == 0:
                return Reply(head, body, complete=True, closed=False)
        return Reply(head, body, complete=False, closed=True)

    def first(self, count: int) -> bytes:
        """Return the next bytes, without waiting for more."""
        return self._exactly(count)

    def rest(self) -> bytes:
        """Return what comes until the other side has ended the connection."""
        return self._rest()

    def _more(self) -> bool:
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionResetError:
            data = b""
        self._held += data
        return bool(data)

    def _until(self, end: bytes) -> bytes:
        while end not in self._held:
            if not self._more():
                return b""
        found, _, self._held = self._held.partition(end)
        return found

    def _exactly(self, count: int) -> bytes:
        while len(self._held) < count and self._more():
            pass
        found, self._held = self._held[:count], self._held[count:]
        return found

    def _rest(self) -> bytes:
        while self._more():
            pass
        found, self._held = self._held, b""
        return found


@contextlib.contextmanager
def running_gateway(
    folder: Path, upstream: str, *options: str, catalog: str = CATALOG
) -> Iterator[Gateway]:
    """Start one for a while; its data and its log lie in ``folder``."""
    (folder / "site.yaml").write_text(catalog, encoding="utf-8")
    options = ("--catalog", str(folder / "site.yaml"), *options)
    with started_gateway(folder, upstream, *options) as gateway:
        yield gateway


@contextlib.contextmanager
def started_gateway(
    folder: Path, upstream: str, *options: str, key: str = ""
) -> Iterator[Gateway]:
    """Start one that is told with options where its policy comes from."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "consent_server", "gateway", "--plain-http"),
        *("--upstream", upstream, "--data-dir", str(folder / "data")),
        *("--port", str(port), *options),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CONSENT_SITE_KEY": key}
    with (
        (folder / "log.txt").open("wb") as log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_until_up(process, port, folder / "log.txt")
            yield Gateway(process, port, folder)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=ANSWER_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
