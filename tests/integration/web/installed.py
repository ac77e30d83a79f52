"""A site with keys and mark in a folder, over a database that can be copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from consent_server.ledger.ports import Head
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.keys import ledger_key_path, load_or_create_seed, settle_key
from consent_server.web.ledger_writer import LedgerWriter
from consent_server.web.recovering import Recovery
from tests.unit.ledger.builders import MOMENT
from tests.unit.storage.builders import SITE, Opened, new_record, opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One server: its data folder, and what it opened."""

    folder: Path
    site: Opened
    random: Random = field(default_factory=lambda: Random(1))

    def writer(self) -> LedgerWriter:
        """What a process that starts has."""
        load_or_create_seed(ledger_key_path(self.folder, SITE), self.random.randbytes)
        writer = LedgerWriter(self.site.engine, SITE, self.folder)
        settle_key(self.folder, SITE, writer.log.signer)
        return writer

    def recovery(self) -> Recovery:
        return Recovery(self.site.engine, SITE, self.folder, self.random.randbytes)

    def record(self, *numbers: int) -> None:
        """Commit records and sequence them, each in a step of its own."""
        writer = self.writer()
        for number in numbers:
            self.site.records.append(new_record(number))
            writer.take_all(MOMENT)

    def newest(self) -> SqlLedgerStore:
        return SqlLedgerStore(self.site.engine, SITE)

    def head(self) -> Head:
        return self.newest().head()


@contextmanager
def installed(folder: Path, url: str) -> Iterator[Installation]:
    """Open the database at an address, with the keys in a folder."""
    with opened(url) as site:
        yield Installation(folder=folder, site=site)


def copy_of(request: pytest.FixtureRequest, url: str, path: Path) -> str:
    """Make a backup of a database that nobody has open; return its address."""
    if url.startswith("sqlite:"):
        path.write_bytes(Path(url.removeprefix("sqlite:///")).read_bytes())
        return f"sqlite:///{path}"
    server = request.getfixturevalue("postgresql")
    name = url.partition("///")[2].partition("?")[0]
    copy: str = server.url(server.create(name))
    return copy
