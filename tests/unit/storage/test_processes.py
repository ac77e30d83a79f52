"""Several threads and processes on one database, and some that are killed."""

import io
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest

from consent_server.ledger.log import sequence
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from tests.unit.ledger.builders import MOMENT, a_signer, record_id
from tests.unit.storage.builders import (
    Opened,
    file_url,
    new_record,
    opened,
    print_figures,
)

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[3]
WRITER = Path(__file__).with_name("writer_process.py")
KILLS = int(os.environ.get("KILLS", "2"))  # `make kill-ledger` asks for more
NUMBERS = max(2_000, 300 * KILLS + 1_000)


def start_writer(url: str, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), url, str(first), str(count)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def finish(site: Opened) -> Report:
    """Sequence the rest and verify everything, every checkpoint included."""
    while sequence(site.ledger, a_signer(), MOMENT):
        pass
    out = io.BytesIO()
    site.export(out)
    return verify_bundle(out, Trust.of_key(a_signer().vkey))


def sequenced(site: Opened) -> list[UUID]:
    found = [site.ledger.find_index(record_id(number)) for number in range(NUMBERS)]
    places = sorted(place for place in found if place is not None)
    assert places == list(range(1, len(places) + 1))
    return [
        record_id(number) for number, place in enumerate(found) if place is not None
    ]


def test_takes_clicks_from_many_threads_while_it_sequences(site: Opened) -> None:
    site.publish()
    sequence(site.ledger, a_signer(), MOMENT)

    def click(number: int) -> bool:
        created = site.records.append(new_record(number % 60)).created
        if number % 5 == 0:
            sequence(site.ledger, a_signer(), MOMENT)
        return created

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(click, range(120)))

    report = finish(site)
    assert sum(created) == 60
    assert report.holds
    assert report.entries == {"config": 1, "visitor": 60}
    assert len(sequenced(site)) == 60


def test_lets_many_open_a_new_database_at_once(tmp_path: Path) -> None:
    starters = 6
    together = Barrier(starters)

    def start(path: Path) -> bool:
        together.wait(timeout=60)
        with opened(file_url(path), busy_timeout_ms=60_000) as site:
            return site.publish()

    with ThreadPoolExecutor(starters) as pool:
        for number in range(12):
            paths = [tmp_path / f"{number}.db"] * starters
            assert sum(pool.map(start, paths)) == 1


def test_keeps_one_order_for_two_processes(url: str) -> None:
    writers = [start_writer(url, first, 150) for first in (0, 1_000)]
    acknowledged = [writer.communicate(timeout=120)[0] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(lines.splitlines()) for lines in acknowledged] == [150, 150]
    with opened(url) as site:
        report = finish(site)
        assert report.holds
        assert report.entries == {"config": 1, "visitor": 300}
        assert report.checkpoints > 2
        assert len(sequenced(site)) == 300


def kill_after(url: str, first: int, count: int) -> list[int]:
    """Kill a writer once it has acknowledged so many; return all that it did."""
    writer = start_writer(url, first, 1_000)
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(count)]
    writer.send_signal(signal.SIGKILL)
    # Lines are written whole: what is in the pipe was acknowledged as well.
    acknowledged += [int(line) for line in writer.stdout.read().splitlines()]
    writer.stdout.close()
    assert writer.wait(timeout=60) == -signal.SIGKILL
    return acknowledged


def test_loses_nothing_that_was_acknowledged_before_a_kill(url: str) -> None:
    acknowledged = list[int]()
    for attempt in range(KILLS):
        acknowledged += kill_after(url, attempt * 300, 5 + 11 * (attempt % 12))

    with opened(url) as site:
        report = finish(site)
        kept = sequenced(site)
    assert report.holds
    lost = {record_id(number) for number in acknowledged} - set(kept)
    print_figures("writer", KILLS, len(acknowledged), len(lost), report)
    assert not lost
    # At most the click that was under way is kept without having been acknowledged.
    assert len(kept) - len(acknowledged) <= KILLS
