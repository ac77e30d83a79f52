"""The server of many sites in a process of its own: `consent-server serve`."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.listening import free_port

ROOT = Path(__file__).parents[1]
SECONDS = 60
MARK = "mark5c1e"
SERVE = [sys.executable, "-m", "consent_server", "serve"]


@dataclass(frozen=True, slots=True)
class Running:
    """A server, the folder with its data, and its log."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    log: Path

    def ask(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        body: object = None,
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with contextlib.closing(connection):
            data = None if body is None else json.dumps(body)
            kind = {} if body is None else {"Content-Type": "application/json"}
            method = "GET" if body is None else "POST"
            connection.request(method, path, data, kind | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def version(self, site: str = "shop") -> str:
        script = self.ask(f"/-/choices/sites/{site}.js")[1]
        return script.partition('"policy":"')[2][:64]

    def choose(self, version: str, site: str = "shop") -> tuple[int, str]:
        body = {"act": "grant_all", "policy": version, "language": "en"}
        body |= {"surface": "banner", "page": f"/?{MARK}"}
        origin = {"Origin": f"https://{site}.example"}
        return self.ask(f"/-/choices/sites/{site}/", origin, body)

    def send(self, raw: bytes) -> bytes:
        """Return the status line for bytes as they are."""
        with socket.create_connection(("127.0.0.1", self.port), SECONDS) as peer:
            peer.sendall(raw)
            return peer.makefile("rb").readline().rstrip()


@contextlib.contextmanager
def served(
    folder: Path, command: list[str], more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Running]:
    port = free_port()
    variables = {"CONSENT_DATA_DIR": str(folder / "data"), "CONSENT_PORT": str(port)}
    log = folder / "log.txt"
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            env={**os.environ, **variables, **more},
            stdout=out,
            stderr=out,
        ) as process,
    ):
        running = Running(process, port, folder / "data", log)
        try:
            wait_for(running)
            yield running
        finally:
            process.terminate()
            process.wait(SECONDS)


def wait_for(running: Running) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and running.process.poll() is None:
        with contextlib.suppress(OSError):
            if running.ask("/healthz")[0] == 200:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{running.log.read_text('utf-8')}")


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """Return the process ids of a server's workers, the oldest first."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in children.split()]
