"""A consent server that answers nonsense, slowly, or not at all."""

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from consent_server.enforcement.evidence import Evidence, Surface
from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import UnreachableError
from consent_server.kernel.ids import system_random
from consent_server.sdk.connected import in_time
from consent_server.sdk.connected import line as line_module
from consent_server.sdk.connected.document import describe, write_document
from consent_server.sdk.connected.keeper import Keeper
from consent_server.sdk.connected.line import Line
from consent_server.sdk.connected.pin import PinFile
from consent_server.sdk.connected.sending import EvidenceSender
from consent_server.sdk.visits import Visits
from consent_server.token.codec import TokenCodec
from consent_server.token.keys import TokenSigner
from tests.builders import SERVICES, make_policy
from tests.patience import until

pytestmark = pytest.mark.usefixtures("socket_enabled")

KEYS = TokenSigner.from_seed(1, bytes(32)).public()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HANG = b""
CLOSE = b"close"


def document(services: int = len(SERVICES)) -> bytes:
    codec = TokenCodec(policy=make_policy(services=SERVICES[:services]), keys=KEYS)
    return write_document(describe(codec, date(2026, 3, 1), secure=True))


def answer(body: bytes, tag: str | None = None, status: str = "200 OK") -> bytes:
    head = f'HTTP/1.1 {status}\r\nETag: "{tag or sha256_hex(body)}"\r\n'
    # It says that it closes the line: who asks at once again would use that one.
    head += f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


FINE, UNCHANGED = answer(document()), answer(b"", status="304 Not Modified")


@dataclass(slots=True)
class Scripted:
    """Gives each connection the next answer; keeps what it was asked."""

    listener: socket.socket
    answers: list[bytes] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    held: list[socket.socket] = field(default_factory=list)

    @property
    def line(self) -> Line:
        port = self.listener.getsockname()[1]
        return Line(f"http://127.0.0.1:{port}", "shop", "ck")

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.bodies.append(_read(connection))
            said = self.answers.pop(0)
            if said == HANG:
                self.held.append(connection)
                continue
            if said != CLOSE:
                connection.sendall(said)
            connection.close()


def _read(connection: socket.socket) -> bytes:
    with connection.makefile("rb") as stream:
        length = 0
        while (header := stream.readline()) not in {b"\r\n", b""}:
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return stream.read(length)


@pytest.fixture
def server() -> Iterator[Scripted]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        scripted = Scripted(listener)
        thread = threading.Thread(target=scripted.serve)
        thread.start()
        yield scripted
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in scripted.held:
            connection.close()


def keeper_of(server: Scripted, folder: Path) -> tuple[Keeper, ManualClock]:
    clock = ManualClock(NOON)
    visits = Visits(site_id="shop", clock=clock)
    return Keeper(visits, server.line, PinFile(folder, "shop", system_random)), clock


def test_a_server_that_hangs_is_asked_again_only_after_a_while(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reliability: the consent service is down, and nobody waits for it."""
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.1)
    server.answers += [HANG, FINE]
    line = server.line
    for _ in range(3):
        with pytest.raises(UnreachableError):
            line.ask_for_visitor("GET", "x", {}, body=None, max_bytes=100_000_000)
    assert len(server.bodies) == 1

    monkeypatch.setattr(line_module, "PAUSE_SECONDS", 0.0)
    line.start_anew()
    reply = line.ask_for_visitor("GET", "x", {}, body=None, max_bytes=100_000_000)
    assert reply.status == 200


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n12345678901", 15.0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1", 15.0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", -1.0),
        (b"nonsense\r\n\r\n", 15.0),
        (CLOSE, 15.0),
    ],
    ids=["too long", "cut short", "too slow", "no HTTP", "closed"],
)
def test_what_is_no_whole_answer_is_none(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, said: bytes, seconds: float
) -> None:
    monkeypatch.setattr(in_time, "WHOLE_SECONDS", seconds)
    server.answers.append(said)

    with pytest.raises(UnreachableError):
        server.line.ask("GET", "policy", {}, max_bytes=10)


def test_a_name_that_is_looked_for_without_end_holds_nobody(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What connects after all, when nobody waits any more, is closed."""
    found, look = threading.Event(), socket.getaddrinfo

    def look_for_long(*asked: object) -> object:
        found.wait()
        return look(*asked)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(socket, "getaddrinfo", look_for_long)
    monkeypatch.setattr(in_time, "CONNECTED_SECONDS", 0.1)
    server.answers = [CLOSE]

    with pytest.raises(UnreachableError, match="could not be reached in time"):
        server.line.ask("GET", "policy", {}, max_bytes=10)
    assert not found.is_set()

    found.set()
    until(lambda: server.bodies == [b""])


def test_few_look_for_a_name_that_nobody_gives_up(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems look without end, and each thread that waits takes memory."""
    looking: list[object] = []
    found = threading.Event()

    def look_for_ever(*asked: object) -> object:
        looking.append(asked)
        found.wait()
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_for_ever)
    monkeypatch.setattr(in_time, "CONNECTED_SECONDS", 0.01)
    monkeypatch.setattr(in_time, "MOST_CONNECTING", 2)

    for _ in range(5):
        with pytest.raises(UnreachableError):
            server.line.ask("GET", "policy", {}, max_bytes=10)
    found.set()

    assert len(looking) == 2


DRIPS = 400


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Endless: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
    ids=["status", "header", "body", "chunk"],
)
def test_who_drips_an_answer_holds_nobody(
    monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    """A byte now and then would never let the timeout of a socket run out."""
    monkeypatch.setattr(in_time, "WHOLE_SECONDS", 0.3)
    gone = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            _read(connection)
            connection.sendall(start)
            for _ in range(DRIPS):
                connection.sendall(b"1")
                time.sleep(0.05)
            return
        gone.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip)
        thread.start()
        line = Line(f"http://127.0.0.1:{listener.getsockname()[1]}", "shop", "ck")
        with pytest.raises(UnreachableError):
            line.ask("GET", "policy", {}, max_bytes=100_000)
        thread.join()

    assert gone.is_set()


OTHER = json.dumps(
    json.loads(document()) | {"software": "9.9", "version": "0" * 64}
).encode()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (answer(OTHER), "not its digest"),
        (answer(document(2), tag="0" * 64), "tag is not its digest"),
        (answer(b"{}"), "something else"),
        (answer(b"", status="500 Internal Server Error"), "answered 500"),
        (answer(b"", status="302 Found"), "answered 302"),
        (answer(b"", status="403 Forbidden"), "refused the key"),
    ],
    ids=["another version", "another tag", "no document", "error", "elsewhere", "key"],
)
def test_keeps_its_policy_whatever_else_comes(
    server: Scripted, tmp_path: Path, said: bytes, problem: str
) -> None:
    server.answers += [FINE, said, UNCHANGED]
    keeper, _ = keeper_of(server, tmp_path)
    assert keeper.refresh()
    before, pinned = keeper.site, (tmp_path / "shop.pin").read_bytes()

    assert not keeper.refresh()
    assert keeper.site is before
    assert (tmp_path / "shop.pin").read_bytes() == pinned
    assert problem in (keeper.status().problem or "")
    assert keeper.refresh()
    assert keeper.status().problem is None


def test_says_how_old_its_policy_is_and_warns_once(
    server: Scripted, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers += [FINE, CLOSE, CLOSE, UNCHANGED]
    keeper, clock = keeper_of(server, tmp_path)
    keeper.refresh()
    clock.moment += timedelta(hours=1, seconds=1)
    with caplog.at_level(logging.ERROR):
        keeper.refresh()
        keeper.refresh()

    assert keeper.status().stale
    assert keeper.status().age_seconds == 3601
    assert caplog.text.count("The policy is old") == 1
    keeper.refresh()
    assert not keeper.status().stale
    assert keeper_of(server, tmp_path)[0].status().checked_at == clock.moment


@pytest.mark.parametrize("data", [b"", b"consent-pin/v1 00\n{}"], ids=["empty", "cut"])
def test_a_damaged_pin_grants_nothing_and_the_server_mends_it(
    server: Scripted, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "shop.pin").write_bytes(data)
    server.answers.append(FINE)
    keeper, _ = keeper_of(server, tmp_path)

    assert not keeper.has_policy
    assert keeper.site.never_granted
    assert "damaged" in (keeper.status().problem or "")
    assert keeper.refresh()
    assert keeper.site.policy.version == make_policy().version
    assert keeper_of(server, tmp_path)[0].has_policy


def test_a_policy_that_cannot_be_pinned_is_enforced(
    server: Scripted, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers.append(FINE)
    keeper, _ = keeper_of(server, tmp_path)
    (tmp_path / "shop.pin" / "x").mkdir(parents=True)

    assert keeper.refresh()
    assert keeper.has_policy
    assert "could not be pinned" in caplog.text


def test_a_batch_whose_answer_was_lost_is_sent_again_as_it_was(
    server: Scripted,
) -> None:
    done = answer(b"", status="204 No Content")
    server.answers += [CLOSE, done, done]
    evidence = Evidence()
    sender = EvidenceSender(evidence, server.line, "a" * 64, system_random)
    evidence.count(["stats"], Surface.MARKUP, "refused")
    assert not sender.flush()
    evidence.count(["stats"], Surface.MARKUP, "refused")
    assert sender.flush()
    first, again, rest = map(json.loads, server.bodies)

    assert first == again
    assert rest["batch"] != first["batch"]
    assert rest["held"] == [["stats", "markup", "refused", 1]]


def test_a_batch_that_the_server_refuses_is_dropped_and_counted(
    server: Scripted,
) -> None:
    server.answers.append(answer(b"", status="422 Unprocessable Content"))
    evidence = Evidence()
    sender = EvidenceSender(evidence, server.line, "a" * 64, system_random)
    evidence.count(["stats"], Surface.MARKUP, "refused", 3)
    evidence.ask("en")

    assert sender.flush()
    assert sender.dropped == 4
