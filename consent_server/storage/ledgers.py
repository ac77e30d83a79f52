"""Which ledgers an installation holds, and stopping one of them."""

import logging

from sqlalchemy import Engine, select, update

from consent_server.storage.db import reading, writing
from consent_server.storage.tables import ledger

log = logging.getLogger(__name__)


def list_ledgers(engine: Engine) -> dict[str, str]:
    """Return the origin of every site's newest log, by site id, in order.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    query = select(ledger.c.site_id, ledger.c.origin).order_by(ledger.c.site_id)
    with reading(engine) as connection:
        return {row.site_id: row.origin for row in connection.execute(query)}


def freeze(engine: Engine, site_id: str, reason: str) -> bool:
    """Let nobody sign a site's ledger any more, until a new epoch begins.

    Records are still taken and wait. The first reason stays and is logged once;
    returns whether this was it.

    Raises:
        StoreUnavailableError: The database did not take it.
    """
    statement = (
        update(ledger)
        .where(ledger.c.site_id == site_id, ledger.c.frozen.is_(None))
        .values(frozen=reason)
    )
    with writing(engine) as connection:
        done = connection.execute(statement).rowcount == 1
    if done:
        log.error("ledger_frozen", extra={"ledger": site_id, "why": reason})
    return done
