"""Which ledgers an installation holds, and stopping one of them."""

import logging
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import ledger, ledger_key

log = logging.getLogger(__name__)


def list_ledgers(engine: Engine) -> dict[str, str]:
    """Return the origin of every site's newest log, by site id, in order.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    query = select(ledger.c.site_id, ledger.c.origin).order_by(ledger.c.site_id)
    with reading(engine) as connection:
        return {row.site_id: row.origin for row in connection.execute(query)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """The newest log of a site: its name, and who may go on with it.

    ``vkey`` is the key in force, none before the first signature; ``frozen`` says why
    nothing is signed any more.
    """

    epoch: int
    origin: str
    size: int
    vkey: str | None
    frozen: str | None


def get_ledger(engine: Engine, site_id: str) -> LedgerState:
    """Return the newest log of a site.

    Raises:
        SettingError: The site has none.
        StoreUnavailableError: The database did not answer.
    """
    query = select(
        ledger.c.epoch, ledger.c.origin, ledger.c.size, ledger.c.vkey, ledger.c.frozen
    ).where(ledger.c.site_id == site_id)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise SettingError(f"site {site_id!r} has no ledger; start the site once")
    return LedgerState(**row._mapping)  # noqa: SLF001 - SQLAlchemy's name for it


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPeriod:
    """A key of a log: it signs the checkpoints of more than ``position`` entries.

    It does so until the next key of the same epoch begins, with whose first checkpoint
    it signs for the last time. ``began_at`` in whole seconds since 1970, UTC.
    """

    epoch: int
    position: int
    vkey: str
    began_at: int


def read_keys(engine: Engine, site_id: str) -> list[KeyPeriod]:
    """Return every key that has signed a ledger of a site, in the order of their use.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    columns = ledger_key.c
    query = (
        select(columns.epoch, columns.position, columns.vkey, columns.began_at)
        .where(columns.site_id == site_id)
        .order_by(columns.epoch, columns.position)
    )
    with reading(engine) as connection:
        return [KeyPeriod(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - likewise


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


def lock_site(connection: Connection, site_id: str) -> None:
    """Let one process at a time go on from here to the end of its transaction.

    Clicks go on, and the sequencer waits. SQLite does so with every write.
    """
    head = select(ledger.c.size).where(ledger.c.site_id == site_id)
    connection.execute(head.with_for_update(key_share=True))
