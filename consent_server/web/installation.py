"""A data folder as the command line opens it: beside the running site."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import create_store_engine
from consent_server.storage.ledgers import list_ledgers
from consent_server.storage.schema import require_schema
from consent_server.web.database import existing_database_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One site of an installation; ``origin`` is the name of its ledger."""

    engine: Engine
    site_id: str
    origin: str


@contextmanager
def open_installed(
    data_dir: Path, site_id: str | None = None, database: str | None = None
) -> Iterator[Installed]:
    """Open a site; its name may be left out where there is only one.

    Raises:
        SettingError: There is no database or no such site, or its tables are those of
            another version.
        StoreUnavailableError: The database did not answer.
    """
    engine = create_store_engine(existing_database_url(data_dir, database))
    try:
        require_schema(engine)
        origins = list_ledgers(engine)
        wanted = next(iter(origins), "") if site_id is None else site_id
        known = ", ".join(origins) or "none"
        if site_id is None and len(origins) != 1:
            raise SettingError(f"name the site with --site; there is: {known}")
        if wanted not in origins:
            raise SettingError(f"there is no site {wanted!r}; there is: {known}")
        yield Installed(engine=engine, site_id=wanted, origin=origins[wanted])
    finally:
        engine.dispose()
