"""A restored backup loses again what was erased after it was made."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.web.jobs.journal import ErasureJournal
from consent_server.web.jobs.replay import Replayed, replay
from tests.integration.web.jobs.builders import Place, a_place
from tests.unit.storage.builders import file_url, opened, run

DATABASE = "consent.sqlite3"


@contextmanager
def a_site_in(folder: Path, *, publish: bool = True) -> Iterator[Place]:
    with opened(file_url(folder / DATABASE)) as site:
        yield a_place(site, folder, publish=publish)


@pytest.fixture
def restored(tmp_path: Path) -> tuple[Path, Path]:
    """A folder as it was before an erasure, and the journal of that erasure."""
    before, now = tmp_path / "before", tmp_path / "now"
    now.mkdir()
    with a_site_in(now) as place:
        for number in (1, 2, 3):
            place.choose(number)
        place.jobs.integrate()
    shutil.copytree(now, before)
    with a_site_in(now, publish=False) as place:
        place.ask(2)
        place.erase()
    return before, now / "shop.erasures.jsonl"


def test_erases_again_and_announces_it_again(restored: tuple[Path, Path]) -> None:
    folder, journal = restored
    with a_site_in(folder, publish=False) as place:
        assert place.find(2) is not None
        done = replay(place.jobs, ErasureJournal(journal))

        assert done == Replayed(records=1, elsewhere=0, frozen=None)
        assert place.find(2) is None
        report = place.verify()
        assert report.holds
        assert report.erased == {"subject": 1, "context": 1}
        assert report.entries["erase"] == 1
        again = replay(place.jobs, ErasureJournal(journal))
        assert again.records == 0
        assert place.verify().entries["erase"] == 1


def test_erases_before_the_ledger_is_mended(restored: tuple[Path, Path]) -> None:
    folder, journal = restored
    with a_site_in(folder, publish=False) as place:
        run(place.site, "UPDATE checkpoint SET note = replace(note, 'shop', 'sh0p')")
        done = replay(place.jobs, ErasureJournal(journal))

        assert done.frozen is not None
        assert place.find(2) is None
        assert [one.position for one in place.jobs.tombstones.unfinished()] == [None]


def test_leaves_the_lines_of_other_ledgers(restored: tuple[Path, Path]) -> None:
    folder, journal = restored
    journal.write_text(journal.read_text().replace("shop.example/", "other.example/"))
    with a_site_in(folder, publish=False) as place:
        done = replay(place.jobs, ErasureJournal(journal))

        assert done == Replayed(records=0, elsewhere=1, frozen=None)
        assert place.find(2) is not None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="no-file"),
        pytest.param(b"{}\n", id="not-a-line"),
        pytest.param(b"\xff\n", id="not-text"),
    ],
)
def test_refuses_what_is_no_journal(
    restored: tuple[Path, Path], content: bytes | None
) -> None:
    folder, journal = restored
    journal.unlink()
    if content is not None:
        journal.write_bytes(content)
    with (
        a_site_in(folder, publish=False) as place,
        pytest.raises(SettingError, match="journal of erasures"),
    ):
        replay(place.jobs, ErasureJournal(journal))


def test_takes_a_line_that_a_crash_cut_off_out_again(
    restored: tuple[Path, Path],
) -> None:
    """Nothing was erased after it, and the next run says it again."""
    _, journal = restored
    [line] = ErasureJournal(journal).read()
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[:20])
    assert ErasureJournal(journal).read() == [line]

    with a_site_in(journal.parent, publish=False) as place:
        place.jobs.journal.append(line, place.clock.now())

    assert ErasureJournal(journal).read() == [line, line]
