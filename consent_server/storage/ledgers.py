"""Which ledgers an installation holds."""

from sqlalchemy import Engine, select

from consent_server.storage.db import reading
from consent_server.storage.tables import ledger


def list_ledgers(engine: Engine) -> dict[str, str]:
    """Return the origin of every site's ledger, by site id, in order.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    query = select(ledger.c.site_id, ledger.c.origin).order_by(ledger.c.site_id)
    with reading(engine) as connection:
        return {row.site_id: row.origin for row in connection.execute(query)}
