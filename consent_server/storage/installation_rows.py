"""What belongs to an installation, and not to the ledger of a site.

The table of sites, the keys and open work of the interface, and what a witness has
seen. They lie in the main database, and leave it only with everything else.
"""

from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, insert, select

from consent_server.storage.db import reading, writing
from consent_server.storage.tables import (
    api_key,
    api_reply,
    export_order,
    policy_draft,
    site,
    witness,
    witnessed,
    witnessed_key,
)

INSTALLATION = (
    site,
    api_key,
    api_reply,
    policy_draft,
    export_order,
    witness,
    witnessed,
    witnessed_key,
)
"""In an order in which no row names one that comes later."""


def has_installation(engine: Engine) -> bool:
    """Tell whether there are sites, keys or anything else of an installation.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    with reading(engine) as connection:
        return any(
            connection.execute(select(table).limit(1)).first() is not None
            for table in INSTALLATION
        )


def has_arrived(source: Engine, target: Engine) -> bool:
    """Tell whether a copy has every site and key of its source; none is ever deleted.

    Raises:
        StoreUnavailableError: A database did not answer.
    """
    with reading(source) as old, reading(target) as new:
        return all(_names(old, it) <= _names(new, it) for it in (site, api_key))


def copy_installation(source: Engine, target: Engine) -> None:
    """Copy what belongs to an installation; what the target has already stays.

    Raises:
        StoreUnavailableError: Nothing was copied.
    """
    with reading(source) as old, writing(target) as new:
        for table in INSTALLATION:
            known, key = _names(new, table), _key_of(table).name
            found = [row._asdict() for row in old.execute(select(table))]
            rows = [row for row in found if row[key] not in known]
            if rows:
                new.execute(insert(table), rows)


def _key_of(table: Table) -> Column[Any]:
    [key] = table.primary_key
    return key


def _names(connection: Connection, table: Table) -> set[Any]:
    return set(connection.scalars(select(_key_of(table))))
