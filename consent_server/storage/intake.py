"""Whether a database takes anything for a site: none does for one that moved away.

A site's ledger lives in one database. ``ledger.closed`` says why this one takes nothing
for it: it is a copy that is not complete, or the one that was left. ``ledger.leaving``
says that a copy is being made, so that nothing that is there may change. Whoever writes
asks in its own transaction, which holds the answer until it ends: the share of the
row that it takes is what :func:`wait_for_writers` waits for. A server that has not
heard of a move can therefore write nothing into the database that was left.
"""

from sqlalchemy import Connection, Engine, select

from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage.db import writing
from consent_server.storage.tables import ledger


def require_open(connection: Connection, site_id: str) -> None:
    """Go on only where the site takes what is new; it does until the transaction ends.

    Raises:
        StoreUnavailableError: It has no ledger here, or is being moved.
    """
    _require(connection, site_id, changing=False)


def require_staying(connection: Connection, site_id: str) -> None:
    """Go on only where what is there may change, until the transaction ends.

    Raises:
        StoreUnavailableError: The site has no ledger here, or is being moved.
    """
    _require(connection, site_id, changing=True)


def wait_for_writers(engine: Engine, site_id: str) -> None:
    """Wait until all that asked before have ended.

    Those that ask from here on find what was committed before this call.

    Raises:
        StoreUnavailableError: One of them takes too long.
    """
    row = select(ledger.c.site_id).where(ledger.c.site_id == site_id)
    with writing(engine) as connection:
        connection.execute(row.with_for_update())


def _require(connection: Connection, site_id: str, *, changing: bool) -> None:
    row = connection.execute(
        select(ledger.c.closed, ledger.c.leaving)
        .where(ledger.c.site_id == site_id)
        .with_for_update(read=True, key_share=True)
    ).one_or_none()
    if row is None:
        raise StoreUnavailableError(f"site {site_id!r} has no ledger; open it first")
    if row.closed is not None:
        raise StoreUnavailableError(f"site {site_id!r}: {row.closed}")
    if changing and row.leaving is not None:
        raise StoreUnavailableError(
            f"site {site_id!r} is being moved to another database; what is there "
            "changes when that is done"
        )
