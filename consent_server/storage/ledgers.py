"""Which ledgers an installation holds, and stopping one of them."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select, update

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import checkpoint, ledger, ledger_key, todo

_STATES = select(ledger)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """The newest log of a site: its name, and who may go on with it.

    ``vkey`` is the key in force, none before the first signature; ``frozen`` says why
    nothing is signed any more, ``closed`` why this is a copy of a ledger elsewhere.
    """

    epoch: int
    origin: str
    size: int
    vkey: str | None
    frozen: str | None
    closed: str | None = None


def read_ledgers(engine: Engine) -> dict[str, LedgerState]:
    """Return the newest log of every site, by site id, in order.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    with reading(engine) as connection:
        rows = connection.execute(_STATES.order_by(ledger.c.site_id))
        return {row.site_id: _parse_state(row) for row in rows}


def list_ledgers(engine: Engine) -> dict[str, str]:
    """Return the origin of every site's newest log, by site id, in order.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    return {site: state.origin for site, state in read_ledgers(engine).items()}


def get_ledger(engine: Engine, site_id: str) -> LedgerState:
    """Return the newest log of a site.

    Raises:
        SettingError: The site has none.
        StoreUnavailableError: The database did not answer.
    """
    query = _STATES.where(ledger.c.site_id == site_id)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise SettingError(f"site {site_id!r} has no ledger; start the site once")
    return _parse_state(row)


def _parse_state(row: Row[Any]) -> LedgerState:
    return LedgerState(
        epoch=row.epoch,
        origin=row.origin,
        size=row.size,
        vkey=row.vkey,
        frozen=row.frozen,
        closed=row.closed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the sequencers of a site are; times in seconds since 1970, UTC.

    ``signed_at`` is of the newest checkpoint, ``oldest_at`` of what waits longest.
    """

    signed_at: int | None
    waiting: int
    oldest_at: int | None


def read_progress(engine: Engine, site_id: str) -> Progress:
    """Return how much of a site waits for its position, and since when.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    query = select(
        func.count().label("waiting"), func.min(todo.c.arrived_at).label("oldest_at")
    ).where(todo.c.site_id == site_id)
    signed = select(func.max(checkpoint.c.signed_at)).where(
        checkpoint.c.site_id == site_id
    )
    with reading(engine) as connection:
        row = connection.execute(query).one()
        signed_at = connection.scalar(signed)
    return Progress(signed_at=signed_at, waiting=row.waiting, oldest_at=row.oldest_at)


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
    query = (
        select(ledger_key)
        .where(ledger_key.c.site_id == site_id)
        .order_by(ledger_key.c.epoch, ledger_key.c.position)
    )
    with reading(engine) as connection:
        return [
            KeyPeriod(
                epoch=row.epoch,
                position=row.position,
                vkey=row.vkey,
                began_at=row.began_at,
            )
            for row in connection.execute(query)
        ]


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
