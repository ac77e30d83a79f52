"""What belongs to an installation, and not to the ledger of a site.

The table of sites, the keys and open work of the interface, and what a witness has
seen. They lie in the main database, and leave it only with everything else.
"""

from sqlalchemy import Engine, insert, select

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


def copy_installation(source: Engine, target: Engine) -> None:
    """Copy what belongs to an installation into a database that has nothing of it.

    Raises:
        StoreUnavailableError: Nothing was copied.
    """
    with reading(source) as old, writing(target) as new:
        for table in INSTALLATION:
            rows = [row._asdict() for row in old.execute(select(table))]
            if rows:
                new.execute(insert(table), rows)
