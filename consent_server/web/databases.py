"""The databases of an installation, by their short names.

Its own, ``main``, has the table of sites. The ledger of a site may lie in any of them,
so that sites can be spread over several servers.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, Engine, create_engine

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import (
    create_store_engine,
    engine_options,
    parse_database_url,
    prepare_engine,
)
from consent_server.storage.schema import require_schema
from consent_server.storage.sites import MAIN
from consent_server.web.database import (
    database_url,
    existing_database_url,
    make_folder,
)

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class Databases:
    """Engines by name; another one than the main is made when it is first needed."""

    def __init__(self, main: Engine, others: Mapping[str, URL]) -> None:
        self.main = main
        self._others = others
        self._engines = {MAIN: main}
        self._making = Lock()

    @property
    def names(self) -> list[str]:
        """The names, the main one first."""
        return [MAIN, *self._others]

    def get(self, name: str) -> Engine:
        """Return the engine of a database, which may not answer.

        Raises:
            SettingError: No address is known for the name.
        """
        found = self._engines.get(name)
        return self._make(name) if found is None else found

    def dispose(self) -> None:
        """Give all connections back."""
        for engine in [*self._engines.values()]:
            engine.dispose()

    def _make(self, name: str) -> Engine:
        url = self._others.get(name)
        if url is None:
            raise SettingError(
                f"no address is known for the database {name!r}; name it in "
                "CONSENT_DATABASES, as NAME=ADDRESS"
            )
        with self._making:
            if name not in self._engines:
                engine = create_engine(url, **engine_options(url))
                prepare_engine(engine)
                self._engines[name] = engine
        return self._engines[name]


def parse_databases(text: str) -> dict[str, URL]:
    """Read ``NAME=ADDRESS`` pairs with white space between.

    Raises:
        SettingError: A name is none or comes twice, or an address cannot be used.
    """
    found: dict[str, URL] = {}
    for pair in text.split():
        name, equals, address = pair.partition("=")
        # Not the pair itself: the address may hold a password.
        if not equals or not _NAME.fullmatch(name) or name == MAIN or name in found:
            raise SettingError(
                "databases are named NAME=ADDRESS, each name once (a-z, 0-9, -) and "
                f"none of them {MAIN}; got {name!r:.40}"
            )
        found[name] = parse_database_url(address)
    return found


@contextmanager
def open_databases(
    data_dir: Path, database: str | None, others: str = "", *, new: bool = False
) -> Iterator[Databases]:
    """Open the databases of an installation for a command.

    ``new`` says that folder and SQLite file may be made.

    Raises:
        SettingError: An address or the data folder cannot be used, or the tables are
            those of another version.
        StoreUnavailableError: The database did not answer, or no file can be made.
    """
    named = parse_databases(others)
    if new:
        make_folder(data_dir)
    find = database_url if new else existing_database_url
    main = create_store_engine(find(data_dir, database))
    databases = Databases(main, named)
    try:
        require_schema(main)
        yield databases
    finally:
        databases.dispose()
