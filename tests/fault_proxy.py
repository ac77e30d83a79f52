"""A line to PostgreSQL that refuses, says nothing, is slow, breaks or loses answers."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

BLOCK = 65_536
SOCKET = ".s.PGSQL.5432"
_PREPARING = re.compile(rb"P.{4}([^\0]*)\0([^\0]*)\0", re.DOTALL)
"""The message Parse: its length, the name of the statement, its text."""
_KEY = re.compile(rb"(?<=K\0\0\0\x0c).{8}(?=Z\0\0\0\x05)", re.DOTALL)
"""In the greeting, the number of the answering process and its secret."""


class Fault(Enum):
    """What the line does."""

    NONE = auto()
    REFUSES = auto()
    SAYS_NOTHING = auto()
    BREAKS = auto()
    LOSES_THE_ANSWER = auto()


@dataclass(slots=True)
class FaultProxy:
    """Listens on a port of loopback; what comes goes to a socket in ``folder``.

    Attributes:
        fault: What is wrong with the line at the moment.
        delay: Seconds that every message to the server takes.
        losing: What a statement contains whose answer is lost on the way back.
        lost: How many answers were.
        pools: Whether clients get a key of the line's own, as a pooler gives them one.
    """

    folder: Path
    listener: socket.socket = field(default_factory=socket.socket)
    fault: Fault = Fault.NONE
    delay: float = 0.0
    losing: bytes = b"INSERT INTO record"
    lost: int = 0
    pools: bool = False
    _pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    def is_losing(self, data: bytes, prepared: set[bytes]) -> bool:
        """Tell whether what goes to the server runs the statement.

        After a few times a driver prepares it, and sends only its name from then on;
        ``prepared`` takes up the names of a connection.
        """
        prepared.update(
            name
            for name, text in _PREPARING.findall(data)
            if name and self.losing in text
        )
        return self.losing in data or any(b"\0%b\0" % it in data for it in prepared)

    @property
    def port(self) -> int:
        port: int = self.listener.getsockname()[1]
        return port

    @contextlib.contextmanager
    def with_fault(self, fault: Fault, delay: float = 0.0) -> Iterator[None]:
        """Have a fault for as long as the block takes."""
        self.delay = delay
        self._begin(fault)
        try:
            yield
        finally:
            self.delay = 0.0
            self._begin(Fault.NONE)

    def _begin(self, fault: Fault) -> None:
        before, self.fault = self.fault, fault
        # What was held back is lost, as behind a network that broke.
        if fault in {Fault.REFUSES, Fault.BREAKS} or before is Fault.SAYS_NOTHING:
            self.cut()

    def cut(self) -> None:
        """Break every connection off."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _close(pair)

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.fault is Fault.REFUSES:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.folder / SOCKET))
            pair = (client, server)
            self._pairs.append(pair)
            lose = threading.Event()
            for work in (self._to_server, self._to_client):
                threading.Thread(target=work, args=(pair, lose), daemon=True).start()

    def _to_server(
        self, pair: tuple[socket.socket, socket.socket], lose: threading.Event
    ) -> None:
        prepared = set[bytes]()
        for data in _blocks(pair[0]):
            self._wait()
            if self.fault is Fault.BREAKS:
                break
            losing = self.is_losing(data, prepared)
            if self.fault is Fault.LOSES_THE_ANSWER and losing:
                lose.set()
            with contextlib.suppress(OSError):
                pair[1].sendall(data)
        _close(pair)

    def _to_client(
        self, pair: tuple[socket.socket, socket.socket], lose: threading.Event
    ) -> None:
        for data in _blocks(pair[1]):
            if lose.is_set():
                self.lost += 1
                break
            given = _KEY.sub(b"\0\0\0\x01none", data) if self.pools else data
            with contextlib.suppress(OSError):
                pair[0].sendall(given)
        _close(pair)

    def _wait(self) -> None:
        time.sleep(self.delay)
        while self.fault is Fault.SAYS_NOTHING:
            time.sleep(0.05)


def _blocks(source: socket.socket) -> Iterator[bytes]:
    with contextlib.suppress(OSError):
        while data := source.recv(BLOCK):
            yield data


def _close(pair: tuple[socket.socket, socket.socket]) -> None:
    for end in pair:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextlib.contextmanager
def faulty_line(folder: Path) -> Iterator[FaultProxy]:
    """Put a line in front of the server whose socket is in ``folder``."""
    proxy = FaultProxy(folder)
    proxy.listener.bind(("127.0.0.1", 0))
    proxy.listener.listen(128)
    threading.Thread(target=proxy.run, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.listener.shutdown(socket.SHUT_RDWR)
        proxy.listener.close()
        proxy.cut()
