"""The middleware under servers that sites really use, over real connections."""

import contextlib
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.example import GATED_TAG, SAME_ORIGIN
from tests.real_servers import COMMANDS, FORKING, Server, serve
from tests.recorded import rows

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(scope="module", params=COMMANDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp(request.param)
    with serve(folder, COMMANDS[request.param], request.param) as server:
        yield server


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
    with serve(tmp_path, COMMANDS.get(name, FORKING), name) as server:
        for _ in range(12):
            with server.connect() as connection:
                server.ask(connection).read()
        server.choose("grant_all")

    data = tmp_path / "consent-data"
    held = rows(data, "SELECT service, surface, reason, times FROM held_count")
    # choosing loads a page of its own
    assert held == [("google.analytics", "markup", "no_choice_yet", 13)]
    assert rows(data, "SELECT count(*) FROM todo") == [(0,)]
