"""Row 12 of the faults: a change of the tables that is cut off has changed nothing.

It is cut at one statement after another. What is left is what a kill would leave: the
transaction that nobody committed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from consent_server.storage.db import reading
from consent_server.storage.schema import (
    FIRST,
    downgrade,
    head_revision,
    read_revision,
    upgrade,
)
from tests.unit.storage.builders import (
    an_engine,
    file_url,
    new_record,
    opened,
)

EVERY = 6  # of the statements; all of them tell no more
RECORDS = 5


class CutOffError(Exception):
    """The process ended here."""


@contextmanager
def cut_off(engine: Engine, at: int | None = None) -> Iterator[list[str]]:
    """Count the statements, and end at one of them."""
    seen: list[str] = []

    def look(*given: object) -> None:
        seen.append(str(given[2]))
        if len(seen) == at:
            raise CutOffError

    event.listen(engine, "before_cursor_execute", look)
    yield seen
    event.remove(engine, "before_cursor_execute", look)


def contents(engine: Engine) -> list[str]:
    """Write down the whole database, but for what SQLite keeps for itself."""
    with reading(engine) as connection:
        names = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        ).all()
        rows = [
            f"{name}: {row}"
            for name, _ in names
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - our own names
        ]
    return sorted([*(f"{name}: {sql}" for name, sql in names), *rows])


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A file with records, as the first revision had it."""
    file = tmp_path / "first.db"
    with opened(file_url(file)) as site:
        for number in range(RECORDS):
            site.records.append(new_record(number))
    engine = an_engine(file_url(file))
    downgrade(engine, FIRST)
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM record")) == RECORDS
    engine.dispose()
    return file


@pytest.mark.parametrize("back", [False, True], ids=["upgrade", "downgrade"])
def test_a_change_that_is_cut_off_anywhere_has_changed_nothing(
    first: Path, tmp_path: Path, *, back: bool
) -> None:
    start = tmp_path / "start.db"
    shutil.copy(first, start)
    engine = an_engine(file_url(start))
    if back:
        upgrade(engine)
    before, revision = contents(engine), read_revision(engine)
    engine.dispose()

    def change(at: int | None) -> tuple[int, list[str], str | None]:
        file = tmp_path / "tried.db"
        shutil.copy(start, file)
        engine = an_engine(file_url(file))
        with cut_off(engine, at) as seen:
            try:
                downgrade(engine, FIRST) if back else upgrade(engine)
            except CutOffError:
                assert len(seen) == at
        left = len(seen), contents(engine), read_revision(engine)
        engine.dispose()
        file.unlink()
        return left

    total, after, end = change(None)
    assert end == (FIRST if back else head_revision())
    assert total > 20
    assert after != before
    for at in range(1, total + 1, EVERY):
        _, left, found = change(at)
        assert left == before
        assert found == revision
