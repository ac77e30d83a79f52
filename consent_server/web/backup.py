"""A copy of the SQLite file, made while servers write to it.

The copy is one moment: a reader keeps it for as long as copying takes, whatever is
committed meanwhile. Copying the file itself would miss what is in its log.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.storage.ledgers import read_ledgers, read_progress
from consent_server.web.whole_files import unfinished_beside

PAGES_AT_ONCE = 1_024  # 4 MiB: often enough to show how far it is
Tell = Callable[[int, int], None]
"""Takes how many pages are copied, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What a copy holds of one ledger: its entries, and records without position."""

    site: str
    origin: str
    entries: int
    waiting: int


def back_up(file: Path, out: Path, tell: Tell) -> list[Copied]:
    """Copy a database into a new file that only its owner reads, and look into it.

    Raises:
        SettingError: There is such a file, or none can be made there.
        StoreUnavailableError: The database did not answer.
        BrokenEvidenceError: The copy is damaged, and so is the database.
    """
    if out.exists():
        raise SettingError(f"{out} is there already; name another file")
    try:
        with unfinished_beside(out) as (_, draft):
            _copy(file, draft, tell)
            copied = _look_into(draft)
            _keep(draft, out)
    except OSError as error:
        raise SettingError(f"{out} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise StoreUnavailableError(f"the database did not answer: {error}") from error
    return copied


def _copy(file: Path, draft: Path, tell: Tell) -> None:
    with (
        closing(_open(file, "mode=ro")) as source,
        closing(sqlite3.connect(draft, isolation_level=None)) as target,
    ):
        # It is thrown away if anything stops it, and made durable when it is whole.
        target.execute("PRAGMA synchronous=OFF")
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(
            target,
            pages=PAGES_AT_ONCE,
            progress=lambda _, left, pages: tell(pages - left, pages),
        )


def _look_into(draft: Path) -> list[Copied]:
    with closing(_open(draft, "immutable=1")) as opened:
        [said] = opened.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise BrokenEvidenceError(f"the database is damaged: {said}")
    with _engine(draft) as engine:
        return [
            Copied(
                site=site_id,
                origin=state.origin,
                entries=state.size,
                waiting=read_progress(engine, site_id).waiting,
            )
            for site_id, state in read_ledgers(engine).items()
        ]


def _keep(draft: Path, out: Path) -> None:
    _flush(draft)
    draft.replace(out)
    _flush(out.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _engine(draft: Path) -> Iterator[Engine]:
    engine = create_engine("sqlite://", creator=lambda: _open(draft, "immutable=1"))
    try:
        yield engine
    finally:
        engine.dispose()


def _open(file: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(file.resolve()))}?{how}", isolation_level=None, uri=True
    )
