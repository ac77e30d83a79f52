"""Visitors who choose at a served site, click after click, from several threads."""

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

SECONDS = 60
CREATED = 201
HALF_A_CHOICE = (
    b"POST /-/choices/sites/shop/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Origin: https://shop.example\r\nContent-Type: application/json\r\n"
    b'Content-Length: 100\r\n\r\n{"act"'
)
"""A request whose body does not go on: whoever reads it waits."""


@dataclass(slots=True, kw_only=True)
class Visitors:
    """What was answered so far: statuses, and the records that were acknowledged."""

    port: int
    version: str
    site: str = "shop"
    pause: float = 0.02
    statuses: list[int] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    def choose(self, click: str | None = None, seconds: float = SECONDS) -> int:
        """Click once, over a connection of its own; return the status."""
        answer = click_once(
            self.port, self.version, self.site, click or secrets.token_hex(16), seconds
        )
        self.statuses.append(answer.status)
        if answer.record is not None:
            self.records.append(answer.record)
        return answer.status

    def wait_for(self, count: int) -> None:
        """Let so many more be acknowledged."""
        wanted = len(self.records) + count
        deadline = time.monotonic() + SECONDS
        while len(self.records) < wanted and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.records) >= wanted, (self.statuses[-5:], self.failures[-5:])

    @contextlib.contextmanager
    def coming(self, threads: int = 4) -> Iterator[None]:
        """Let visitors come for as long as the block takes."""
        self._end.clear()
        running = [threading.Thread(target=self._come) for _ in range(threads)]
        for thread in running:
            thread.start()
        try:
            yield
        finally:
            self._end.set()
            for thread in running:
                thread.join()

    def _come(self) -> None:
        while not self._end.wait(self.pause):
            try:
                self.choose()
            except (OSError, HTTPException) as error:
                self.failures.append(repr(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for a click."""

    status: int
    record: str | None
    headers: dict[str, str]
    body: str


def click_once(
    port: int,
    version: str,
    site: str,
    click: str,
    seconds: float = SECONDS,
    *,
    host: str = "localhost",
) -> Answer:
    """Post a choice as the banner's script does."""
    body = {"act": "grant_all", "policy": version, "language": "en"}
    body |= {"surface": "banner", "page": "/", "click": click}
    headers = {
        "Host": host,
        "Origin": f"https://{site}.example",
        "Content-Type": "application/json",
    }
    line = HTTPConnection("127.0.0.1", port, timeout=seconds)
    with contextlib.closing(line):
        line.request("POST", f"/-/choices/sites/{site}/", json.dumps(body), headers)
        answer = line.getresponse()
        text = answer.read().decode()
    return Answer(
        status=answer.status,
        record=json.loads(text)["record_id"] if answer.status == CREATED else None,
        headers={name.lower(): value for name, value in answer.getheaders()},
        body=text,
    )
