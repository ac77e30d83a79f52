"""A web server that answers whatever a test says, and keeps every byte it got."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
LATE = b"/late"
"""What nobody waits for: it may come during the next test, and is not kept."""
CHUNK = re.compile(rb"([0-9A-Fa-f]+)\r\n")


@dataclass(slots=True)
class Received:
    """One request, as an upstream that believes the length it is told reads it."""

    head: bytes
    body: bytes = b""
    size: int = 0

    @property
    def line(self) -> bytes:
        return self.head.partition(b"\r\n")[0]

    @property
    def target(self) -> bytes:
        return self.line.split(b" ")[1]

    def values(self, name: str) -> list[bytes]:
        found = []
        for line in self.head.split(b"\r\n")[1:]:
            field_name, _, value = line.partition(b":")
            if field_name.lower() == name.lower().encode():
                found.append(value.strip())
        return found


@dataclass(slots=True)
class RawUpstream:
    """Listens on a port of its own; ``answers`` are by path, without a query."""

    listener: socket.socket
    answers: dict[bytes, bytes | Answer] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    def only(self) -> Received:
        """Return the one request that came since the last call of ``forget``."""
        (request,) = self.received
        return request

    def forget(self) -> None:
        self.received.clear()
        self.closed.clear()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(
                target=self._serve_one, args=[connection], daemon=True
            ).start()

    def _serve_one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            stream = _Stream(connection)
            while (head := stream.until(b"\r\n\r\n")) is not None:
                request = Received(head)
                if request.target != LATE:
                    self.received.append(request)
                answer = self.answers.get(request.target.partition(b"?")[0], OK)
                if callable(answer):
                    answer(connection)
                    break
                if not stream.body(request):
                    break
                if answer is OK or b"Content-Length" in answer:
                    connection.sendall(answer)
                    continue
                connection.sendall(answer)
                break
        self.closed.set()


class _Stream:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = b""

    def _more(self) -> bool:
        data = self._connection.recv(1 << 20)
        self._held += data
        return bool(data)

    def until(self, end: bytes) -> bytes | None:
        while end not in self._held:
            if not self._more():
                return None
        found, _, self._held = self._held.partition(end)
        return found

    def body(self, request: Received) -> bool:
        """Read what the head announces; keep its beginning and its size."""
        if request.values("Transfer-Encoding"):
            while (line := self.until(b"\r\n")) is not None:
                size = int(line, 16)
                if not self._take(request, size) or self.until(b"\r\n") is None:
                    return False
                if size == 0:
                    return True
            return False
        lengths = request.values("Content-Length")
        return self._take(request, int(lengths[0]) if lengths else 0)

    def _take(self, request: Received, size: int) -> bool:
        while size:
            if not self._held and not self._more():
                return False
            piece, self._held = self._held[:size], self._held[size:]
            size -= len(piece)
            request.size += len(piece)
            request.body += piece[: max(0, 65_536 - len(request.body))]
        return True


@contextlib.contextmanager
def raw_upstream() -> Iterator[RawUpstream]:
    """Run one in threads of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        upstream = RawUpstream(listener)
        threading.Thread(target=upstream.serve, daemon=True).start()
        yield upstream
        listener.shutdown(socket.SHUT_RDWR)
