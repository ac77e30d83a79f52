"""Reports come as fast as anybody likes; they cost little and say little."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event, Thread
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from consent_server.enforcement.csp_report import MAX_REPORT_BYTES
from consent_server.enforcement.evidence import (
    DROPPED,
    MAX_LINES,
    Evidence,
    Sighting,
    Surface,
)
from consent_server.notice.render import REPORTS_PATH
from consent_server.sdk.reporting import (
    MAX_READING,
    READ_PER_SECOND,
    Reporting,
)
from tests.builders import make_policy

NOT_READ = Sighting(Surface.BROWSER, DROPPED)


@dataclass
class Desk:
    """Reports before an application that answers everything else with 404."""

    evidence: Evidence = field(default_factory=Evidence)
    second: float = 0.0

    def __post_init__(self) -> None:
        self.app = Reporting(
            not_found, make_policy().matcher, self.evidence, lambda: self.second
        )

    def post(self, body: object, **changes: object) -> str:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(io.BytesIO(data), len(data), **changes)

    def send(self, data: object, length: int, **changes: object) -> str:
        environ: dict[str, object] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": REPORTS_PATH,
            "CONTENT_TYPE": "application/csp-report",
            "CONTENT_LENGTH": str(length),
            "HTTP_HOST": "shop.example",
            "wsgi.input": data,
        }
        said: list[str] = []

        def start_response(status: str, *_: object) -> Callable[[bytes], object]:
            said.append(status)
            return bytes

        self.app(environ | changes, start_response)
        return said[0]

    def hosts(self) -> list[str]:
        return [it.name for it in self.evidence.read_sightings()]


def not_found(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("404 Not Found", [])
    return []


@pytest.fixture
def desk() -> Desk:
    return Desk()


def blocked(host: str) -> dict[str, object]:
    return {
        "csp-report": {
            "document-uri": "https://shop.example/order/4711?name=Kari",
            "effective-directive": "img-src",
            "blocked-uri": f"https://{host}/p?uid=4711",
        }
    }


def test_reads_so_many_in_a_second_and_counts_the_rest(desk: Desk) -> None:
    for _ in range(READ_PER_SECOND + 50):
        assert desk.post(blocked("a.test")) == "204 No Content"
    desk.second += 0.5
    desk.post(blocked("a.test"))

    seen = desk.evidence.read_sightings()
    assert seen[Sighting(Surface.BROWSER, "a.test", "img-src")] == READ_PER_SECOND + 1
    assert seen[NOT_READ] == 50


def test_a_pause_saves_up_no_more_than_a_second(desk: Desk) -> None:
    desk.second = 1_000.0
    for _ in range(3 * READ_PER_SECOND):
        desk.post(blocked("a.test"))

    assert sum(desk.evidence.read_sightings().values()) == READ_PER_SECOND


def test_slow_senders_keep_few_threads(desk: Desk) -> None:
    """Whoever does not send what was announced holds up no other request."""
    begun, go = [Event() for _ in range(MAX_READING)], Event()

    class Slow(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            begun.pop().set()
            go.wait(10)
            return b""

    waiting = [*begun]
    threads = [Thread(target=desk.send, args=(Slow(), 100)) for _ in waiting]
    for thread in threads:
        thread.start()
    for one in waiting:
        assert one.wait(10)
    answer = desk.post(blocked("a.test"))
    go.set()
    for thread in threads:
        thread.join()

    assert answer == "204 No Content"
    assert desk.hosts() == []
    desk.post(blocked("a.test"))
    assert desk.hosts() == [DROPPED, "a.test"]


def test_dropped_reports_have_a_line_when_there_are_no_more_lines(desk: Desk) -> None:
    hosts = [f"h{number}.test" for number in range(MAX_LINES + 5)]
    desk.evidence.see(Sighting(Surface.BROWSER, host) for host in hosts)
    desk.evidence.drop(7)

    assert desk.evidence.read_sightings()[NOT_READ] == 7


def test_nothing_personal_is_kept(desk: Desk) -> None:
    desk.post(blocked("a.test"))

    assert "4711" not in repr(desk.evidence.read_sightings())
    assert "Kari" not in repr(desk.evidence.read_sightings())


Change = dict[str, object]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        pytest.param({"CONTENT_LENGTH": ""}, 411, id="no-length"),
        pytest.param({"CONTENT_LENGTH": "-1"}, 411, id="negative"),
        pytest.param(
            {"CONTENT_LENGTH": str(MAX_REPORT_BYTES + 1)}, 413, id="too-large"
        ),
        pytest.param({"CONTENT_LENGTH": "9" * 5_000}, 413, id="a-number-too-long"),
        pytest.param({"CONTENT_TYPE": "text/html"}, 415, id="another-type"),
        pytest.param({"REQUEST_METHOD": "GET"}, 404, id="another-method"),
        pytest.param({"PATH_INFO": "/-/choices/"}, 404, id="another-path"),
    ],
)
def test_refuses_without_reading(desk: Desk, changes: Change, status: int) -> None:
    def read(_: int) -> bytes:
        raise AssertionError

    never: Callable[[int], bytes] = read
    unread = type("Unread", (), {"read": staticmethod(never)})()

    assert desk.send(unread, 10, **changes).startswith(str(status))
    assert desk.hosts() == []


def test_a_batch_of_the_reporting_api_counts_each_host_once(desk: Desk) -> None:
    body = {"effectiveDirective": "img-src", "blockedURL": "https://a.test/x?y"}
    batch = [{"type": "csp-violation", "body": body}] * 50
    desk.post(batch, CONTENT_TYPE="application/reports+json; charset=utf-8")

    assert list(desk.evidence.read_sightings().values()) == [1]
