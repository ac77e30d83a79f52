"""What a publisher makes of every answer that a witness could give."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import SettingError, UnreachableError
from consent_server.ledger.cosignature import WitnessVerifier
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.log import sequence
from consent_server.storage.ledgers import get_ledger
from consent_server.web.installation import Installed
from consent_server.web.posting import MAX_REPLY_BYTES, parse_address, post
from consent_server.web.publishing import Published, publish, read_status
from consent_server.web.witness_client import Outcome
from tests.unit.ledger.builders import MOMENT, ORIGIN, SECOND, a_signer
from tests.unit.storage.builders import SITE, Opened, file_url, new_record, opened

WITNESS = WitnessSigner("auditor.example/w1", b"\x01" * 32)
STRANGER = WitnessSigner("auditor.example/w1", b"\x02" * 32)
TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"

Answer = tuple[int, str, bytes]
Answering = Callable[[bytes], Answer]


class Scripted:
    """A server that answers what the test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.answers: list[Answering] = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                script.asked.append(body)
                answer = script.answers[min(len(script.asked), len(script.answers)) - 1]
                status, kind, data = answer(body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                with suppress(OSError):  # whoever asked may have heard enough
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    script = Scripted()
    thread = Thread(target=script.server.serve_forever)
    thread.start()
    yield script
    script.server.shutdown()
    script.server.server_close()
    thread.join()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Opened]:
    """A log of three entries."""
    with opened(file_url(tmp_path / "consent.db")) as site:
        grow(site, 3)
        yield site


def grow(site: Opened, records: int) -> None:
    first = site.ledger.head().size
    for number in range(first, first + records):
        site.records.append(new_record(number))
    sequence(site.ledger, a_signer(), MOMENT)


def attempt(log: Opened, folder: Path, url: str) -> Published:
    policy = f"witness auditor {WITNESS.vkey} {url}/prefix/\nquorum auditor\n"
    (folder / f"{SITE}.policy").write_text(policy, encoding="utf-8")
    site = Installed(engine=log.engine, site_id=SITE, origin=ORIGIN)
    done = publish(site, folder, ManualClock(MOMENT))
    assert done is not None
    return done


def always(status: int, kind: str, data: bytes) -> Answering:
    return lambda _: (status, kind, data)


def cosigning(witness: WitnessSigner = WITNESS, before: str = "") -> Answering:
    def answer(body: bytes) -> Answer:
        note = body.decode().partition("\n\n")[2]
        return 200, TEXT, (before + witness.cosign(note, SECOND)).encode()

    return answer


@pytest.mark.parametrize(
    ("answer", "outcome", "says"),
    [
        (always(200, TEXT, b""), Outcome.REFUSED, "no cosignature"),
        (always(200, TEXT, b"nonsense\n"), Outcome.REFUSED, "cannot be used"),
        (always(200, TEXT, b"\xff"), Outcome.REFUSED, "cannot be used"),
        (cosigning(STRANGER), Outcome.REFUSED, "no cosignature of the key"),
        (always(409, SIZE, b"many"), Outcome.REFUSED, "without the size"),
        (always(409, SIZE, b"-1\n"), Outcome.REFUSED, "without the size"),
        (always(409, SIZE, b"4\n"), Outcome.CONTRADICTED, "4 entries and 3 are left"),
        (always(409, SIZE, b"0\n"), Outcome.CONTRADICTED, "another tree of 0"),
        (always(422, TEXT, b""), Outcome.CONTRADICTED, "does not continue"),
        (always(404, TEXT, b"unknown\n"), Outcome.REFUSED, "answered 404: unknown"),
        (always(302, TEXT, b""), Outcome.REFUSED, "answered 302"),
        (always(500, TEXT, b"x" * 70_000), Outcome.UNREACHABLE, "too long"),
    ],
    ids=[
        *("empty", "nonsense", "no text", "another key", "no size", "negative size"),
        *("ahead", "forked", "inconsistent", "unknown", "redirect", "too long"),
    ],
)
def test_tells_what_came_of_it(
    scripted: Scripted,
    log: Opened,
    tmp_path: Path,
    answer: Answering,
    outcome: Outcome,
    says: str,
) -> None:
    scripted.answers = [answer]
    done = attempt(log, tmp_path, scripted.url)

    assert done.reports[0].outcome is outcome
    assert says in done.reports[0].detail
    assert not done.complete
    frozen = get_ledger(log.engine, SITE).frozen
    assert (frozen is not None) is (outcome is Outcome.CONTRADICTED)
    assert log.ledger.cosigned(9) == []


def test_keeps_the_line_of_the_witness_among_others(
    scripted: Scripted, log: Opened, tmp_path: Path
) -> None:
    other = STRANGER.cosign(log.ledger.head().note or "", SECOND)
    scripted.answers = [cosigning(before=other)]
    done = attempt(log, tmp_path, scripted.url)
    (note,) = log.ledger.cosigned(9)

    assert (done.anchored, done.complete) == (True, True)
    assert WitnessVerifier(WITNESS.vkey).cosigned_at(note) == SECOND
    assert WitnessVerifier(STRANGER.vkey).cosigned_at(note) is None


def test_begins_where_the_witness_stands(
    scripted: Scripted, log: Opened, tmp_path: Path
) -> None:
    scripted.answers = [always(409, SIZE, b"2\n"), cosigning()]
    first = attempt(log, tmp_path, scripted.url)
    grow(log, 2)
    second = attempt(log, tmp_path, scripted.url)

    assert first.anchored
    assert second.anchored
    olds = [body.decode().partition("\n")[0] for body in scripted.asked]
    assert olds == ["old 0", "old 2", "old 3"]


def test_gives_up_where_others_are_always_faster(
    scripted: Scripted, log: Opened, tmp_path: Path
) -> None:
    sizes = iter([b"1\n", b"2\n", b"1\n"])
    scripted.answers = [lambda _: (409, SIZE, next(sizes))]
    done = attempt(log, tmp_path, scripted.url)

    assert done.reports[0].outcome is Outcome.REFUSED
    assert done.frozen is None


def test_does_not_freeze_when_another_process_published_more(
    scripted: Scripted, log: Opened, tmp_path: Path
) -> None:
    def overtaken(_: bytes) -> Answer:
        grow(log, 2)
        return 409, SIZE, b"5\n"

    scripted.answers = [overtaken]
    done = attempt(log, tmp_path, scripted.url)

    assert done.reports[0].outcome is Outcome.REFUSED
    assert done.frozen is None
    assert get_ledger(log.engine, SITE).frozen is None


def test_says_where_an_untouched_ledger_stands(log: Opened) -> None:
    site = Installed(engine=log.engine, site_id=SITE, origin=ORIGIN)

    assert read_status(site, None, MOMENT).words.startswith("not anchored")


@pytest.mark.parametrize(
    "url",
    [
        *("http://witness.example", "http://10.0.0.1", "ftp://x.example", "x.example"),
        *("https://", "https://x.example/?a=b", "https://x.example/#a", ""),
        *("https://me@x.example", "https://x.example:port", "file:///etc/passwd"),
    ],
)
def test_asks_nobody_over_an_open_line(url: str) -> None:
    with pytest.raises(SettingError, match="plain http is for this machine"):
        parse_address(url)


@pytest.mark.parametrize(
    "url",
    ["https://x.example/a", "http://localhost:1", "http://127.0.0.9/", "http://[::1]"],
)
def test_asks_over_https_or_on_this_machine(url: str) -> None:
    assert parse_address(url).geturl() == url


def test_reads_answers_up_to_their_limit(scripted: Scripted) -> None:
    scripted.answers = [always(200, TEXT, b"x" * MAX_REPLY_BYTES)]

    assert len(post(scripted.url, b"", TEXT).body) == MAX_REPLY_BYTES


def test_waits_for_no_one_for_ever(scripted: Scripted) -> None:
    def slow(_: bytes) -> Answer:
        time.sleep(0.5)
        return 200, TEXT, b""

    scripted.answers = [slow]
    with pytest.raises(UnreachableError, match="no answer"):
        post(scripted.url, b"", TEXT, seconds=0.1)


class Trickling(StreamRequestHandler):
    """Answers so slowly that each byte comes in time and the last does not."""

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked may have heard enough
            for byte in b"HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 0\r\n\r\n":
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)


def test_waits_for_no_one_whose_answer_trickles_in() -> None:
    with ThreadingTCPServer(("127.0.0.1", 0), Trickling) as server:
        Thread(target=server.serve_forever).start()
        host, port = server.server_address[:2]
        try:
            with pytest.raises(UnreachableError):
                post(f"http://{host!s}:{port}", b"", TEXT, seconds=0.2)
        finally:
            server.shutdown()
