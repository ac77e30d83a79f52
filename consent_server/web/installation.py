"""A data folder as the command line opens it: beside the running site."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import store_engine
from consent_server.storage.ledgers import read_ledgers
from consent_server.storage.schema import require_schema
from consent_server.web.database import existing_database_url

NO_SITE = "there is no site yet; take one in: consent-server site add FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One site of an installation; ``origin`` is the name of its ledger."""

    engine: Engine
    site_id: str
    origin: str


@contextmanager
def open_sites(
    data_dir: Path, site_id: str | None = None, database: str | None = None
) -> Iterator[list[Installed]]:
    """Open a site, or where none is named all whose ledgers live in the database.

    Raises:
        SettingError: There is no database or no such site, or its tables are those of
            another version.
        StoreUnavailableError: The database did not answer.
    """
    with store_engine(existing_database_url(data_dir, database)) as engine:
        require_schema(engine)
        ledgers = read_ledgers(engine)
        origins = {
            name: state.origin
            for name, state in ledgers.items()
            if state.closed is None
        }
        if site_id in ledgers and site_id not in origins:
            raise SettingError(f"site {site_id!r}: {ledgers[site_id].closed}")
        if site_id is not None and site_id not in origins:
            raise no_such_site(f"there is no site {site_id!r}", origins)
        yield [
            Installed(engine=engine, site_id=name, origin=origin)
            for name, origin in origins.items()
            if site_id in {None, name}
        ]


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
    with open_sites(data_dir, site_id, database) as sites:
        if len(sites) != 1:
            names = [site.site_id for site in sites]
            raise no_such_site("name the site with --site", names)
        yield sites[0]


def no_such_site(said: str, names: Iterable[str]) -> SettingError:
    """Return the error for a site that was not found: with those that there are."""
    known = ", ".join(names)
    return SettingError(f"{said}; there is: {known}" if known else NO_SITE)
