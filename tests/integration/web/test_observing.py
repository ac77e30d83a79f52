"""Logs and metrics: a line and a count for each request, and nothing of a person."""

import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from consent_server.enforcement.evidence import (
    DROPPED,
    Sighting,
    Surface,
    Taken,
    Tally,
)
from consent_server.kernel.clock import ManualClock
from consent_server.kernel.ids import system_random
from consent_server.storage.api_keys import ApiKeyStore
from consent_server.storage.evidence import EvidenceStore
from consent_server.storage.ledgers import freeze
from consent_server.token.api_key import Role
from consent_server.web.logs import (
    MAX_WAITING,
    OURS,
    JsonFormatter,
    LineHandler,
    tell,
)
from consent_server.web.metrics import Metrics, register_metrics
from consent_server.web.observing import NUMBER, Observer, observe_nothing
from consent_server.web.parts import parts_of
from consent_server.web.route_class import route_class
from consent_server.web.server import create_server
from tests.site import START, make_shop

MARK = "mark5c1e"
HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def broken(path: str) -> str:
    message = f"nobody foresaw {path}"
    raise RuntimeError(message)


@pytest.fixture
def client() -> Client:
    app = Flask("consent_server.tried")
    app.add_url_rule("/broken/<path>", view_func=broken)
    return Client(Observer(app, system_random, observe_nothing))


def test_numbers_each_request_and_logs_it(client: Client, lines: io.StringIO) -> None:
    answer = client.get("/x", headers={NUMBER: "0" * 16})
    logged = json.loads(lines.getvalue())

    assert answer.headers.getlist(NUMBER) == [logged["request"]]
    assert logged["request"] != "0" * 16
    assert (
        logged
        | {
            "event": "request",
            "route": "other",
            "method": "GET",
            "status": 404,
            "level": "info",
        }
        == logged
    )


def test_logs_nothing_that_somebody_sent(client: Client, lines: io.StringIO) -> None:
    """Threat T20: marked values everywhere, and none of them in a line."""
    for path in (f"/broken/{MARK}", f"/{MARK}"):
        client.open(
            f"{path}?a={MARK}",
            method="POST" if path[1:] == MARK else "GET",
            headers={
                "User-Agent": MARK,
                "Referer": f"https://{MARK}/",
                "Cookie": MARK,
                "X-Forwarded-For": MARK,
                NUMBER: MARK,
                "Accept-Language": MARK,
            },
            data=MARK if path[1:] == MARK else None,
            environ_overrides={"REMOTE_ADDR": MARK},
        )
    client.open("/x", method=MARK)
    logged = [json.loads(line) for line in lines.getvalue().splitlines()]

    assert MARK not in lines.getvalue()
    error, *requests = logged
    assert error["event"] == "unexpected_error"
    assert error["error"] == "RuntimeError"
    assert any("broken" in frame for frame in error["where"])
    assert [one["status"] for one in requests] == [500, 404, 404]
    assert requests[-1]["method"] == "other"
    assert error["request"] == requests[0]["request"]


def test_writes_the_same_line_both_ways(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a server of ours writes at once, and what Python's logging makes of it."""
    log, more = logging.getLogger(f"{OURS}.tried"), {"route": "other", "status": 404}
    ours, stream = logging.getLogger(OURS), io.StringIO()
    tell(log, "request", more)
    monkeypatch.setattr(ours, "handlers", [LineHandler(stream)])
    monkeypatch.setattr(ours, "propagate", False)
    tell(log, "request", more)

    through_logging, at_once = (
        {**json.loads(it.getvalue()), "at": ""} for it in (lines, stream)
    )
    assert list(at_once.items()) == list(through_logging.items())


def test_goes_on_where_no_line_can_be_written() -> None:
    stream = io.StringIO()
    stream.close()

    LineHandler(stream).put("a line")

    assert stream.closed


class _Telling(io.RawIOBase):
    """A file that has a line to log itself, as an interrupted thread may have."""

    handler: LineHandler
    written = ""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer
        if not self.written:
            self.handler.put("another")
        self.written += bytes(data).decode()
        return len(data)


def test_writes_a_line_that_comes_out_of_writing_one() -> None:
    file = _Telling()
    file.handler = LineHandler(io.TextIOWrapper(io.BufferedWriter(file)))

    file.handler.put("a line")

    assert file.written.split("\n") == ["a line", "another", ""]


class _Slow(io.StringIO):
    """A stream that takes nothing before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.called, self.may = Event(), Event()

    def write(self, text: str) -> int:
        self.called.set()
        self.may.wait()
        return super().write(text)


def test_lets_nobody_wait_for_the_line_of_another() -> None:
    stream = _Slow()
    handler = LineHandler(stream)
    first = Thread(target=handler.put, args=("first",))
    first.start()
    assert stream.called.wait(10)

    handler.put("second")
    handler.put("third")
    stream.may.set()
    first.join()

    assert stream.getvalue().split() == ["first", "second", "third"]


def test_leaves_no_line_behind_that_comes_beside_a_record() -> None:
    """Records and lines go one way: who writes a record writes the lines, too."""
    stream = _Slow()
    handler = LineHandler(stream)
    record = logging.makeLogRecord({"msg": "record"})
    writing = Thread(target=handler.handle, args=(record,))
    writing.start()
    assert stream.called.wait(10)

    handler.put("line")
    stream.may.set()
    writing.join()

    assert stream.getvalue().split() == ["record", "line"]


def test_lets_callers_wait_once_nobody_reads_the_lines() -> None:
    stream = _Slow()
    handler = LineHandler(stream)
    threads = [Thread(target=handler.put, args=("first",))]
    threads[0].start()
    assert stream.called.wait(10)
    for number in range(MAX_WAITING - 1):
        handler.put(str(number))

    threads.append(Thread(target=handler.put, args=("last",)))
    threads[1].start()
    threads[1].join(0.05)
    waits = threads[1].is_alive()
    stream.may.set()
    for thread in threads:
        thread.join()

    assert waits
    assert len(stream.getvalue().split()) == MAX_WAITING + 1


def test_writes_every_line_of_many_threads_once() -> None:
    stream = io.StringIO()
    handler = LineHandler(stream)
    wanted = [str(number) for number in range(4_000)]
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(handler.put, wanted))

    assert sorted(stream.getvalue().split()) == sorted(wanted)


def test_answers_what_nobody_foresaw_outside_of_flask(lines: io.StringIO) -> None:
    def app(_environ: Any, _start: Any) -> list[bytes]:  # noqa: ANN401 - as PEP 3333
        raise RuntimeError(MARK)

    answer = Client(Observer(app, system_random, observe_nothing)).get("/")

    assert answer.status_code == 500
    assert answer.get_json()["code"] == "internal_server_error"
    assert MARK not in answer.get_data(as_text=True) + lines.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/", "overview"),
        ("GET", "/readyz", "health"),
        ("GET", "/-/choices/sites/shop.js", "script"),
        ("POST", "/-/choices/sites/shop/", "choice"),
        ("OPTIONS", "/-/choices/sites/shop/", "tag"),
        ("POST", "/-/choices/sites/shop/receipt", "tag"),
        ("POST", "/v1/sites/shop/forward/-/choices/", "choice"),
        ("POST", "/v1/sites/shop/forward/-/choices/reports", "report"),
        ("GET", "/v1/sites/shop/forward/-/choices/", "forward"),
        ("GET", "/v1/sites/shop/policy", "policy"),
        ("GET", "/sites/shop/checkpoint", "mirror"),
        ("GET", "/healthz/x", "other"),
        ("GET", "//", "other"),
    ],
)
def test_names_what_a_request_is_about(method: str, path: str, name: str) -> None:
    assert route_class(method, path) == name


@pytest.fixture
def measured(tmp_path: Path) -> tuple[Client, Metrics, Flask]:
    shop = make_shop(tmp_path)
    app = create_server(shop.data_dir, clock=ManualClock(START))
    parts = parts_of(app)
    metrics = Metrics(parts.ledgers, parts.around.clock)
    register_metrics(app, metrics, parts.keys)
    return Client(Observer(app, system_random, metrics.observe)), metrics, app


def test_counts_requests_choices_and_ledgers(
    measured: tuple[Client, Metrics, Flask],
) -> None:
    client, metrics, app = measured
    client.get("/healthz")
    for status in (201, 409, 503, 303):
        metrics.observe("choice", status, 0.004)
    main = parts_of(app).databases.main
    freeze(main, "shop", "a witness saw more")
    held = {Tally("google.analytics", Surface.MARKUP, "refused"): 3}
    seen = {Sighting(Surface.BROWSER, DROPPED): 7, Sighting(Surface.BROWSER, "x"): 2}
    EvidenceStore(main, "shop").add(Taken(held=held, seen=seen), "v", START.date())
    text = client.get("/metrics", environ_overrides=HERE).get_data(as_text=True)

    for line in (
        'consent_requests_total{route="health",status="200"} 1.0',
        'consent_choices_total{outcome="recorded"} 2.0',
        'consent_choices_total{outcome="refused"} 1.0',
        'consent_choices_total{outcome="unavailable"} 1.0',
        'consent_request_seconds_bucket{le="0.005",route="choice"} 4.0',
        'consent_ledger_entries{site="shop"} 1.0',
        'consent_ledger_frozen{site="shop"} 1.0',
        'consent_ledger_waiting{site="shop"} 0.0',
        'consent_evidence_today{kind="held",site="shop"} 3.0',
        'consent_evidence_today{kind="seen",site="shop"} 2.0',
        'consent_evidence_today{kind="dropped",site="shop"} 7.0',
        "consent_database_up 1.0",
    ):
        assert line in text.splitlines()


def test_says_so_when_the_database_is_away(
    measured: tuple[Client, Metrics, Flask], tmp_path: Path
) -> None:
    for file in (tmp_path / "data").glob("consent.sqlite3*"):
        file.unlink()
    text = measured[0].get("/metrics", environ_overrides=HERE).get_data(as_text=True)

    assert "consent_database_up 0.0" in text.splitlines()


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("203.0.113.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}),
        ("127.0.0.1", {"Via": "1.1 proxy"}),
        ("127.0.0.1", {"Host": "consent.example"}),
    ],
    ids=["elsewhere", "passed-on", "forwarded", "via", "by-its-public-name"],
)
def test_shows_metrics_to_nobody_else(
    measured: tuple[Client, Metrics, Flask], peer: str, headers: dict[str, str]
) -> None:
    client, _, app = measured
    keys = ApiKeyStore(parts_of(app).databases.main)
    made = {
        role: keys.create(role, site, "", START, system_random)[1]
        for role, site in ((Role.ADMIN, None), (Role.OWNER, "shop"))
    }

    def ask(key: str | None) -> int:
        shown = headers | ({} if key is None else {"Authorization": f"Bearer {key}"})
        environ = {"REMOTE_ADDR": peer}
        return client.get(
            "/metrics", headers=shown, environ_overrides=environ
        ).status_code

    assert ask(None) == 401
    assert ask(made[Role.OWNER]) == 403
    assert ask(made[Role.ADMIN]) == 200
