"""Bodies that come slowly or not at all hold nothing up (threat T24)."""

import io
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from consent_server.web.gathering import (
    GATHERED_BYTES,
    MOST_OF_A_NETWORK,
    Gatherer,
)
from consent_server.web.late_senders import stop_reading
from tests.gathered_wsgi import PLACES, answer
from tests.listening import free_port, wait_until_up
from tests.patience import until

ROOT = Path(__file__).parents[3]
SECONDS = 30
PROXIED = (
    b"Host: a.example\r\nX-Forwarded-Host: b.example:99\r\nX-Forwarded-For: 1.2.3.4\r\n"
)

pytestmark = pytest.mark.usefixtures("socket_enabled")


class Server:
    """The application on granian."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.ended = folder / "ended"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), SECONDS)

    def begin(
        self, lines: ExitStack, path: str, length: int, body: bytes
    ) -> socket.socket:
        line = lines.enter_context(self.connect())
        head = f"POST {path} HTTP/1.1\r\nContent-Length: {length}\r\n"
        line.sendall(head.encode() + PROXIED + b"\r\n" + body)
        return line


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("gathered")
    server = Server(folder)
    program = str(Path(sys.executable).with_name("granian"))
    options = ["--interface=wsgi", "--no-ws", "--blocking-threads=64"]
    with (
        (folder / "log.txt").open("wb") as log,
        subprocess.Popen(
            [program, *options, f"--port={server.port}", "tests.gathered_wsgi:app"],
            cwd=ROOT,
            env={**os.environ, "STREAM_ENDED": str(server.ended)},
            stdout=log,
            stderr=log,
        ) as process,
    ):
        wait_until_up(process, server.port, folder / "log.txt")
        yield server
        process.terminate()


def answer_of(line: socket.socket) -> HTTPResponse:
    answer = HTTPResponse(line)
    answer.begin()
    return answer


def test_works_beside_bodies_that_do_not_come(server: Server) -> None:
    with ExitStack() as lines:
        for _ in range(10 * PLACES):
            server.begin(lines, "/length", 5, b"1")
        whole = server.begin(lines, "/length", 5, b"12345")

        assert answer_of(whole).read() == b"5"


@pytest.mark.parametrize("piece", [b"", b"x"], ids=["nothing", "a-byte-at-a-time"])
def test_ends_a_body_that_is_late(server: Server, piece: bytes) -> None:
    with ExitStack() as lines:
        line = server.begin(lines, "/length", 5, b"12345")
        assert answer_of(line).read() == b"5"  # a connection that was used before
        line.sendall(b"POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n1")
        line.settimeout(0.2)
        for _ in range(SECONDS * 5):
            try:
                line.recv(1, socket.MSG_PEEK)
                break
            except TimeoutError:
                line.sendall(piece)
        line.settimeout(SECONDS)
        late = answer_of(line)

        assert late.status == 408
        assert late.headers["Content-Type"] == "application/problem+json"
        assert b"nothing was done" in late.read()
        assert line.recv(1) == b""


def test_ends_a_long_body_that_is_late(server: Server) -> None:
    """Whoever takes such waits for it beside the places."""
    with ExitStack() as lines:
        late = [
            server.begin(lines, "/length", GATHERED_BYTES + 1, b"1")
            for _ in range(PLACES)
        ]
        whole = server.begin(lines, "/length", 5, b"12345")

        assert answer_of(whole).read() == b"5"
        assert [answer_of(line).status for line in late] == [408] * PLACES


def test_reads_a_long_body(server: Server) -> None:
    with ExitStack() as lines:
        length = 3 * GATHERED_BYTES
        whole = server.begin(lines, "/length", length, b"x" * length)

        assert answer_of(whole).read() == str(length).encode()


def test_cuts_off_nobody_who_is_worked_for(server: Server) -> None:
    """All have one address here, as behind a proxy."""
    with ExitStack() as lines:
        slow = server.begin(lines, "/slow", 5, b"12345")
        late = server.begin(lines, "/length", 5, b"1")

        assert answer_of(slow).read() == b"5"
        assert answer_of(late).status == 408


def test_cuts_off_nobody_who_reads_slowly(server: Server) -> None:
    with ExitStack() as lines:
        reader = lines.enter_context(server.connect())
        reader.sendall(b"GET /stream HTTP/1.1\r\nHost: a.example\r\n\r\n")
        stream = answer_of(reader)
        assert answer_of(server.begin(lines, "/length", 5, b"1")).status == 408

        assert len(stream.read(16 << 20)) == 16 << 20


def test_ends_a_stream_whose_reader_leaves(server: Server) -> None:
    server.ended.unlink(missing_ok=True)
    with server.connect() as line:
        line.sendall(b"GET /stream HTTP/1.1\r\nHost: a.example\r\n\r\n")
        assert answer_of(line).read(1) == b"x"

    until(server.ended.exists)


class Unfinished(io.BytesIO):
    """A body that comes when it may."""

    def __init__(self, begun: threading.Semaphore, comes: threading.Event) -> None:
        super().__init__(b"12345")
        self._begun = begun
        self._comes = comes

    def read(self, size: int | None = -1, /) -> bytes:
        self._begun.release()
        self._comes.wait(SECONDS)
        return super().read(size)


def status_of(gatherer: Gatherer, sender: str, body: io.BytesIO) -> tuple[str, bool]:
    """Return the status, and whether the client is told when to try again."""
    environ = create_environ("/length", method="POST", input_stream=body)
    environ |= {"CONTENT_LENGTH": "5", "REMOTE_ADDR": sender}
    _, status, headers = run_wsgi_app(gatherer, environ)
    return status[:3], "Retry-After" in headers


@pytest.mark.parametrize(
    ("most", "sender", "status"),
    [
        (MOST_OF_A_NETWORK + 1, "1.2.3.77", "503"),
        (MOST_OF_A_NETWORK + 1, "1.2.4.77", "200"),
        (MOST_OF_A_NETWORK + 1, "10.1.1.1", "200"),
        (MOST_OF_A_NETWORK, "1.2.4.77", "503"),
    ],
    ids=["same-network", "another-network", "a-proxy", "too-many-in-all"],
)
def test_waits_for_so_many_bodies(most: int, sender: str, status: str) -> None:
    gatherer = Gatherer(answer, PLACES, most)
    begun, comes = threading.Semaphore(0), threading.Event()
    answered: list[tuple[str, bool]] = []

    def ask() -> None:
        body = Unfinished(begun, comes)
        answered.append(status_of(gatherer, "1.2.3.4", body))

    slow = [threading.Thread(target=ask) for _ in range(MOST_OF_A_NETWORK)]
    for thread in slow:
        thread.start()
        begun.acquire()
    # Those that came before there was a crowd are of no network.
    for wait in gatherer._waited_for:
        wait.network = b"\1\2\3"
    found = status_of(gatherer, sender, io.BytesIO(b"12345"))
    comes.set()
    for thread in slow:
        thread.join()

    assert found == (status, status == "503")
    assert answered == [("200", False)] * MOST_OF_A_NETWORK


def test_leaves_files_and_other_connections_alone(tmp_path: Path) -> None:
    """Closing any number of a file would end the locks that SQLite holds on it."""
    fcntl = pytest.importorskip("fcntl")
    file = tmp_path / "locked"
    attempt = f"import fcntl; fcntl.lockf(open({str(file)!r}, 'a'), 6)"
    with (
        file.open("w") as opened,
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as line,
        listening.accept()[0] as other,
    ):
        fcntl.lockf(opened, fcntl.LOCK_EX)
        stop_reading({("127.0.0.1", "1"): 0.0, ("127.0.0.2", "1"): 0.0})
        tried = subprocess.run(
            [sys.executable, "-c", attempt], check=False, capture_output=True
        )
        line.sendall(b"x")

        assert b"BlockingIOError" in tried.stderr
        assert other.recv(1) == b"x"
