"""The middleware under servers that sites really use, over real connections."""

import contextlib
import gzip
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.example import GATED_TAG, SAME_ORIGIN, choice

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
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

pytestmark = pytest.mark.usefixtures("socket_enabled")


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


@pytest.fixture(scope="module", params=COMMANDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp(request.param)
    with _serve(folder, COMMANDS[request.param], request.param) as server:
        yield server


@contextlib.contextmanager
def _serve(folder: Path, command: list[str], name: str) -> Iterator[Server]:
    port = _free_port()
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
            _wait_until_up(process, port, folder / "log.txt")
            yield Server(port, folder)
        finally:
            # waitress has no handler for SIGTERM: it dies of it, and tells nobody
            process.send_signal(signal.SIGINT if name == "waitress" else signal.SIGTERM)
            _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=ANSWER_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def test_holds_records_and_releases(server: Server) -> None:
    with server.connect() as connection:
        before = server.ask(connection).read().decode()
        granted = server.choose("grant_all")
        after = server.ask(connection, "/", granted).read().decode()

    assert GATED_TAG in before
    assert GATED_TAG not in after
    assert "You are counted." in after


@pytest.mark.parametrize("path", ["/", "/stream"])
def test_sends_the_headers_of_a_page(server: Server, path: str) -> None:
    """PEP 3333 lets them come with the first piece; not every server waits."""
    with server.connect() as connection, server.connect() as other:
        page = server.ask(connection, path)
        server.ask(other, "/go-on").read()
        page.read()

        assert page.headers["Cache-Control"] == "private, no-cache"
        assert page.headers["Content-Type"].startswith("text/html")


def test_sends_the_first_bytes_before_the_last_exist(server: Server) -> None:
    with server.connect() as connection, server.connect() as other:
        response = server.ask(connection, "/stream")
        first = response.read1(100)
        server.ask(other, "/go-on").read()
        rest = response.read()

    assert first == b"<p>first</p>"
    assert rest == b"<p>last</p>"


def test_answers_head_and_keeps_the_connection_in_step(server: Server) -> None:
    with server.connect() as connection:
        head = server.ask(connection, method="HEAD")
        body = head.read()
        page = server.ask(connection)

        assert (head.status, body) == (200, b"")
        assert head.headers["Cache-Control"].startswith("private")
        assert page.read().startswith(b"<!doctype html>")


def test_gives_a_page_the_length_it_has(server: Server) -> None:
    """A wrong one would put the next answer out of step."""
    with server.connect() as connection:
        for _ in range(3):
            page = server.ask(connection)
            assert page.read().rstrip().endswith(b"</html>")
            assert page.status == 200


def test_never_confirms_a_page_of_another_decision(server: Server) -> None:
    with server.connect() as connection:
        first = server.ask(connection, "/tagged", server.choose("grant_all"))
        granted = first.read().decode()
        withdrawn = server.choose("refuse_all")
        tag = {"If-None-Match": '"1"', **withdrawn}
        second = server.ask(connection, "/tagged", tag)

        assert second.status == 200
        assert GATED_TAG not in granted
        assert GATED_TAG in second.read().decode()


def test_confirms_a_page_of_the_same_decision(server: Server) -> None:
    granted = server.choose("grant_all")
    with server.connect() as connection:
        first = server.ask(connection, "/tagged", granted)
        first.read()
        tag = first.headers["ETag"]
        again = server.ask(connection, "/tagged", {"If-None-Match": tag, **granted})
        body = again.read()
        server.choose("withdraw")
        page = server.ask(connection, "/tagged", {"If-None-Match": tag})

        assert tag.startswith('W/"')
        assert (again.status, body, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"].startswith("private")
        assert page.status == 200
        assert GATED_TAG in page.read().decode()


def test_confirms_what_turned_out_to_be_no_page(server: Server) -> None:
    fetch = {"Sec-Fetch-Dest": "empty", "Accept": "*/*", "If-None-Match": '"7"'}
    with server.connect() as connection:
        answer = server.ask(connection, "/data", fetch)
        body = answer.read()
        page = server.ask(connection)

        assert (answer.status, body) == (304, b"")
        assert page.read().startswith(b"<!doctype html>")


def test_sends_a_page_whole_and_a_picture_in_parts(server: Server) -> None:
    part = {"Range": "bytes=0-9"}
    with server.connect() as connection:
        page = server.ask(connection, "/", part)
        whole = page.read()
        picture = server.ask(
            connection, "/picture", {**part, "Sec-Fetch-Dest": "image"}
        )

        assert page.status == 200
        assert whole.rstrip().endswith(b"</html>")
        assert (picture.status, picture.read()) == (206, bytes(range(10)))


@pytest.mark.parametrize("path", ["/", "/packed"])
def test_takes_and_sends_gzip(server: Server, path: str) -> None:
    with server.connect() as connection:
        page = server.ask(connection, path, {"Accept-Encoding": "gzip"})
        body = page.read()

        assert page.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in page.headers["Vary"]
        assert GATED_TAG in gzip.decompress(body).decode()
        assert server.ask(connection, path).headers["Content-Encoding"] is None


def test_streams_in_gzip(server: Server) -> None:
    with server.connect() as connection, server.connect() as other:
        response = server.ask(connection, "/stream", {"Accept-Encoding": "gzip"})
        decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        first = b""
        while not first:
            first = decoder.decompress(response.read1(100))
        server.ask(other, "/go-on").read()
        rest = decoder.decompress(response.read())

    assert first == b"<p>first</p>"
    assert rest == b"<p>last</p>"
    assert decoder.eof


def test_refuses_a_chunked_choice_unread(server: Server) -> None:
    """Cut short in silence it would be another choice."""
    headers = {
        **SAME_ORIGIN,
        "Content-Type": "application/x-www-form-urlencoded",
        "Transfer-Encoding": "chunked",
        "Host": f"localhost:{server.port}",
    }
    with server.connect() as connection:
        pieces = iter([b"act=", b"grant_all"])
        # A server may answer and hang up before it has read the body.
        with contextlib.suppress(BrokenPipeError):
            connection.request(
                "POST", "/-/choices/", pieces, headers, encode_chunked=True
            )
        answer = connection.getresponse()
        answer.read()

        assert answer.status in {411, 422}
        assert answer.headers.get_all("Set-Cookie") is None


@pytest.mark.parametrize("name", [*COMMANDS, "gunicorn-preload"])
def test_finishes_its_work_when_it_ends(name: str, tmp_path: Path) -> None:
    """Each page holds one tag; the workers add up, and the parent counts nothing.

    What was committed last gets its position, too.
    """
    with _serve(tmp_path, COMMANDS.get(name, FORKING), name) as server:
        for _ in range(12):
            with server.connect() as connection:
                server.ask(connection).read()
        server.choose("grant_all")

    database = tmp_path / "consent-data/consent.sqlite3"
    with contextlib.closing(sqlite3.connect(database)) as opened:
        rows = opened.execute(
            "SELECT service, surface, reason, times FROM held_count"
        ).fetchall()
        waiting = opened.execute("SELECT count(*) FROM todo").fetchone()
    # choosing loads a page of its own
    assert rows == [("google.analytics", "markup", "no_choice_yet", 13)]
    assert waiting == (0,)
