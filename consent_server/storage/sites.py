"""The sites that a server of many answers for: each its catalog file, as handed in.

The file is what people read and change, so it is what is kept; policies are compiled
from it. This table lies in the installation's own database. The ledger of a site may
lie in another one, which the site names by a short name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import SettingError
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import site

MAIN = "main"
"""The name of the database in which the table of sites itself is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What tells whether a site is still the one that was opened, and where it is.

    ``digest`` is the SHA-256 of its catalog's text in hexadecimal, ``database`` the
    name of the database with its ledger.
    """

    digest: str
    database: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSite:
    """A site; times in whole seconds since 1970, UTC."""

    site_id: str
    catalog: str
    place: Place
    added_at: int
    published_at: int


class SiteStore:
    """The sites of an installation.

    Every method raises StoreUnavailableError when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, site_id: str, catalog: str, database: str, moment: datetime) -> None:
        """Keep a new site.

        Raises:
            SettingError: There is one of this id.
        """
        now = int(moment.timestamp())
        row: dict[str, object] = {"site_id": site_id, "database": database}
        row |= {"added_at": now} | _text(catalog, now)
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(site).values(row))
        except IntegrityError:
            raise SettingError(
                f"there is a site {site_id!r} already; change it with: "
                "consent-server site publish FILE"
            ) from None

    def publish(
        self, site_id: str, catalog: str, moment: datetime, over: str | None = None
    ) -> bool:
        """Put another catalog of a site in force; tell whether there is such a site.

        Where ``over`` is given, only in the place of the catalog of that digest.
        """
        text = _text(catalog, int(moment.timestamp()))
        statement = update(site).where(site.c.site_id == site_id).values(text)
        if over is not None:
            statement = statement.where(site.c.digest == over)
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1

    def move(self, site_id: str, old: str, new: str) -> bool:
        """Name another database as the one with a site's ledger; false if it was."""
        statement = (
            update(site)
            .where(site.c.site_id == site_id, site.c.database == old)
            .values(database=new)
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1

    def find(self, site_id: str) -> StoredSite | None:
        """Return a site."""
        query = select(site).where(site.c.site_id == site_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _parse(row)

    def find_place(self, site_id: str) -> Place | None:
        """Return whether and where a site is; it is asked again and again."""
        query = select(site.c.digest, site.c.database).where(site.c.site_id == site_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Place(digest=row.digest, database=row.database)

    def has_any(self) -> bool:
        """Tell whether there is any site."""
        with reading(self._engine) as connection:
            return (
                connection.execute(select(site.c.site_id).limit(1)).first() is not None
            )

    def list_all(self) -> list[StoredSite]:
        """Return every site, by id."""
        with reading(self._engine) as connection:
            return [
                _parse(row)
                for row in connection.execute(select(site).order_by(site.c.site_id))
            ]


def digest_of(catalog: str) -> str:
    """Return what tells a catalog's text from another one."""
    return sha256_hex(catalog.encode())


def _text(catalog: str, now: int) -> dict[str, object]:
    return {"catalog": catalog, "digest": digest_of(catalog), "published_at": now}


def _parse(row: Row[Any]) -> StoredSite:
    return StoredSite(
        site_id=row.site_id,
        catalog=row.catalog,
        place=Place(digest=row.digest, database=row.database),
        added_at=row.added_at,
        published_at=row.published_at,
    )
