"""What no honest browser sends, over real connections to servers that sites use.

Rows 23, 24, 29 and 31 of the threats: a request is taken as it is meant by everybody,
or refused, and the next visitor is answered.
"""

import contextlib
import json
import re
import socket
from collections.abc import Iterator

import pytest

from tests.real_servers import ANSWER_SECONDS, COMMANDS, Server, serve
from tests.recorded import count_records

SILENCE_SECONDS = 0.5  # after an answer; a second one would follow at once
HALF_OPEN = 200

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture(scope="module", params=["gunicorn", "granian"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp(request.param)
    with serve(folder, COMMANDS[request.param], request.param) as server:
        assert answers(server)  # gunicorn listens before its worker is there
        yield server


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), ANSWER_SECONDS)


def exchange(server: Server, request: bytes) -> bytes:
    """Send bytes; return what comes until the server closes, or has no more to say."""
    answer = b""
    with connect(server) as line, contextlib.suppress(OSError):
        line.sendall(request)
        while block := line.recv(65_536):
            answer += block
            line.settimeout(SILENCE_SECONDS)
    return answer


def statuses(answer: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", answer)]


def own_host(server: Server) -> bytes:
    return b"Host: localhost:%d\r\n" % server.port


def policy_of(server: Server) -> str:
    with server.connect() as connection:
        page = server.ask(connection).read().decode()
    return page.partition('name="policy" value="')[2].partition('"')[0]


def choice_body(server: Server, act: str = "grant_all", more: str = "") -> bytes:
    version = policy_of(server)
    words = {"act": act, "policy": version, "language": "en", "surface": "banner"}
    return (json.dumps(words)[:-1] + more + "}").encode()


def a_choice(server: Server, *headers: bytes, host: bytes | None = None) -> bytes:
    """Begin the POST of a choice: all headers but those that are about the body."""
    lines = [
        b"POST /-/choices/ HTTP/1.1\r\n",
        own_host(server) if host is None else host,
        b"Sec-Fetch-Site: same-origin\r\n",
        b"Content-Type: application/json\r\n",
        *(header + b"\r\n" for header in headers),
    ]
    return b"".join(lines)


def with_length(body: bytes) -> bytes:
    return b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def answers(server: Server) -> bool:
    """Tell whether an honest visitor gets the page."""
    with server.connect() as connection:
        return server.ask(connection).status == 200


BODIES = {
    "deep": b"[" * 100_000,
    "deep-and-short": b'{"act":' * 2_000,
    "1e999": b'{"act":1e999}',
    "nan": b'{"act":NaN,"clear":-Infinity}',
    "many-digits": b'{"act":' + b"9" * 5_000 + b"}",
    "twice": b'{"act":"grant_all","act":"refuse_all"}',
    "half-a-pair": b'{"act":"\\ud800"}',
    "no-utf-8": b'{"act":"\xff\xfe"}',
    "utf-16": '{"act":"grant_all"}'.encode("utf-16"),
    "nul": b'{"act":"\\u0000"}\0',
    "long": b'{"act":"' + b"x" * 50_000 + b'"}',
    "nothing": b"",
    "a-list-of-objects": b"[{}]",
    "prototype": b'{"__proto__":{"act":"grant_all"}}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_refuses_an_odd_body(server: Server, body: bytes) -> None:
    """Row 23: whatever it is, it is the sender's mistake, and recorded as nothing."""
    before = count_records(server.folder / "consent-data")
    [status] = statuses(exchange(server, a_choice(server) + with_length(body)))

    assert 400 <= status < 500
    assert count_records(server.folder / "consent-data") == before


def test_refuses_a_body_that_only_claims_to_be_large(server: Server) -> None:
    """Row 23: it is not waited for."""
    length = b"Content-Length: 1073741824\r\nConnection: close\r\n\r\n{"

    assert statuses(exchange(server, a_choice(server) + length)) == [413]


def test_reads_no_chunked_body(server: Server) -> None:
    """Row 23: it would be cut short at the limit, and recorded as less than it says."""
    body = choice_body(server)
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    before = count_records(server.folder / "consent-data")
    answer = exchange(
        server,
        a_choice(server, b"Connection: close", b"Transfer-Encoding: chunked")
        + b"\r\n"
        + chunks,
    )

    assert statuses(answer) == [411]
    assert count_records(server.folder / "consent-data") == before


def test_records_nothing_of_a_body_that_ends_early(server: Server) -> None:
    before = count_records(server.folder / "consent-data")
    body = choice_body(server)[:-1]
    head = a_choice(server) + b"Content-Length: 1000\r\n\r\n"
    with connect(server) as line:
        line.sendall(head + body)

    assert answers(server)
    assert count_records(server.folder / "consent-data") == before


FRAMINGS = {
    "length-and-chunked": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "chunked-and-length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    "two-lengths": b"Content-Length: 5\r\nContent-Length: 0\r\n",
    "list-of-lengths": b"Content-Length: 5, 0\r\n",
    "unknown-coding": b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n",
    "coding-twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "coding-after-a-tab": b"Transfer-Encoding:\tchunked\r\nContent-Length: 0\r\n",
    "coding-in-a-folded-line": b"Transfer-Encoding:\r\n chunked\r\n",
    "space-before-colon": b"Content-Length : 5\r\nContent-Length: 0\r\n",
    "signed-length": b"Content-Length: +5\r\n",
    "negative-length": b"Content-Length: -1\r\n",
    "hexadecimal-length": b"Content-Length: 0x5\r\n",
    "underscore-length": b"Content-Length: 0_5\r\n",
    "length-with-nul": b"Content-Length: 5\0\r\n",
    "bare-return": b"X: a\rContent-Length: 5\r\n",
}


@pytest.mark.parametrize("framing", FRAMINGS.values(), ids=FRAMINGS)
def test_finds_no_second_request_in_a_body(server: Server, framing: bytes) -> None:
    """Row 29: what one side takes for a body is no request to the other."""
    hidden = a_choice(server) + with_length(choice_body(server))
    before = count_records(server.folder / "consent-data")
    answer = exchange(server, a_choice(server) + framing + b"\r\n0\r\n\r\n" + hidden)

    assert all(400 <= status < 600 for status in statuses(answer))
    assert answers(server)
    assert count_records(server.folder / "consent-data") == before


@pytest.mark.parametrize(
    "host",
    [
        pytest.param(b"", id="none"),
        pytest.param(b"Host:\r\n", id="empty"),
        pytest.param(b"Host: evil.example\r\n", id="another"),
        pytest.param(b"Host: localhost\r\nHost: evil.example\r\n", id="two"),
        pytest.param(b"Host: evil.example\r\nHost: localhost\r\n", id="two-reversed"),
        pytest.param(b"Host: localhost, evil.example\r\n", id="list"),
        pytest.param(b"Host: localhost@evil.example\r\n", id="user"),
        pytest.param(b"Host: evil.example#localhost\r\n", id="fragment"),
        pytest.param(b"Host: localhost.evil.example\r\n", id="suffix"),
        pytest.param(
            b"Host: evil.example\r\nX-Forwarded-Host: localhost\r\n", id="forwarded"
        ),
        pytest.param(
            b"Host: evil.example\r\nForwarded: host=localhost\r\n", id="rfc-7239"
        ),
    ],
)
def test_records_no_choice_without_exactly_one_own_host(
    server: Server, host: bytes
) -> None:
    """Row 31: the host is in the record, and no header but ``Host`` says it."""
    before = count_records(server.folder / "consent-data")
    body = with_length(choice_body(server))
    [status] = statuses(exchange(server, a_choice(server, host=host) + body))

    assert 400 <= status < 500
    assert count_records(server.folder / "consent-data") == before


def test_records_the_honest_request_that_all_the_others_resemble(
    server: Server,
) -> None:
    before = count_records(server.folder / "consent-data")
    answer = exchange(server, a_choice(server) + with_length(choice_body(server)))

    assert statuses(answer) == [201]
    assert count_records(server.folder / "consent-data") == before + 1


@pytest.mark.parametrize("server", ["granian"], indirect=True)
def test_answers_beside_many_half_sent_requests(server: Server) -> None:
    """Row 24, where no proxy that buffers stands in front; gunicorn needs one."""
    with contextlib.ExitStack() as lines:
        for _ in range(HALF_OPEN):
            line = lines.enter_context(connect(server))
            line.sendall(b"GET / HTTP/1.1\r\nHos")

        assert answers(server)


def test_answers_beside_many_half_sent_choices(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Row 24: under ASGI a body that does not come holds no thread."""
    folder = tmp_path_factory.mktemp("uvicorn")
    with (
        serve(folder, COMMANDS["uvicorn"], "uvicorn") as server,
        contextlib.ExitStack() as lines,
    ):
        for _ in range(HALF_OPEN):
            line = lines.enter_context(connect(server))
            line.sendall(a_choice(server) + b"Content-Length: 200\r\n\r\n{")

        assert answers(server)
        assert statuses(
            exchange(server, a_choice(server) + with_length(choice_body(server)))
        ) == [201]
