"""Servers that sites really use, with the Flask example behind them."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from tests.example import SAME_ORIGIN, choice
from tests.listening import free_port, wait_until_up

ROOT = Path(__file__).parents[1]
ANSWER_SECONDS = 30
WSGI = "tests.served_wsgi:app"
BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "identity"}

COMMANDS = {
    "gunicorn": ["gunicorn", "-k", "gthread", "--threads=8", "-b", "127.0.0.1:{port}"],
    "granian": [
        *("granian", "--interface=wsgi", "--workers=1", "--blocking-threads=8"),
        *("--host=127.0.0.1", "--port={port}", "--no-ws"),
    ],
    "waitress": ["waitress-serve", "--threads=8", "--listen=127.0.0.1:{port}"],
    "uvicorn": ["uvicorn", "--host=127.0.0.1", "--port={port}"],
}
FORKING = [*COMMANDS["gunicorn"], "--preload", "--workers=2"]
APPLICATIONS = {"uvicorn": "tests.served_asgi:app"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the folder with its data and its log."""

    port: int
    folder: Path

    @contextlib.contextmanager
    def connect(self) -> Iterator[HTTPConnection]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        with contextlib.closing(connection):
            yield connection

    def ask(
        self,
        connection: HTTPConnection,
        path: str = "/",
        headers: Mapping[str, str] = {},
        *,
        method: str = "GET",
        body: str | None = None,
    ) -> HTTPResponse:
        host = {"Host": f"localhost:{self.port}"}
        connection.request(method, path, body, {**host, **BROWSER, **headers})
        return connection.getresponse()

    def choose(self, act: str) -> dict[str, str]:
        """Post a choice as the banner's form does; return its cookies as a header."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        with self.connect() as connection:
            page = self.ask(connection).read().decode()
            version = page.partition('name="policy" value="')[2].partition('"')[0]
            body = urlencode(choice(version, act))
            headers = SAME_ORIGIN | form
            answer = self.ask(
                connection, "/-/choices/", headers, method="POST", body=body
            )
            cookies = answer.headers.get_all("Set-Cookie", [])
            assert answer.status == 303, answer.read()
        return {"Cookie": "; ".join(it.partition(";")[0] for it in cookies)}


@contextlib.contextmanager
def serve(folder: Path, command: list[str], name: str) -> Iterator[Server]:
    port = free_port()
    program, *options = command
    command = [
        str(Path(sys.executable).with_name(program)),
        *(option.format(port=port) for option in options),
        APPLICATIONS.get(name, WSGI),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    log = (folder / "log.txt").open("wb")
    with (
        log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            wait_until_up(process, port, folder / "log.txt")
            yield Server(port, folder)
        finally:
            # waitress has no handler for SIGTERM: it dies of it, and tells nobody
            process.send_signal(signal.SIGINT if name == "waitress" else signal.SIGTERM)
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=ANSWER_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
