"""Single statements of PostgreSQL, on a connection that is kept for them.

The clicks of a process are one statement after another. To borrow a connection for each
of them, to end its transactions by itself and to give it back would cost a tenth of it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, PoolProxiedConnection, event
from sqlalchemy.engine.interfaces import DBAPICursor

from consent_server.storage import postgresql
from consent_server.storage.driver import driver_errors, driving_alone
from consent_server.storage.hanging import CHOICE_SECONDS


class _Kept:
    """A connection that left the pool; each of its statements is a transaction."""

    def __init__(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.driver_connection
        self._driver = driver
        self._patience = postgresql.patience_of(connection)
        connection.detach()
        self._patience.done(id(driver))
        driver.autocommit = True
        self._made_at = self._used_at = time.monotonic()

    @contextmanager
    def statement(self) -> Iterator[DBAPICursor]:
        """Wait for one statement no longer than a visitor would."""
        driver, patience = self._driver, self._patience
        patience.admit()
        patience.expect(id(driver), driver.fileno(), CHOICE_SECONDS)
        try:
            yield driver.cursor()
        finally:
            patience.done(id(driver))
        self._used_at = time.monotonic()

    def is_good(self) -> bool:
        """Try a connection out that rested, as the pool does; close one that is old."""
        now = time.monotonic()
        if now - self._used_at <= postgresql.TRUSTED_SECONDS:
            return True
        try:
            if now - self._made_at <= postgresql.POOL["pool_recycle"]:
                with self.statement() as cursor:
                    cursor.execute("SELECT 1")
                self._patience.answered()
                return True
        except self._driver.Error:
            pass
        self.close()
        return False

    def doubt(self) -> None:
        """Try it out before its next use."""
        self._used_at = float("-inf")

    def rests(self) -> bool:
        """Tell whether nothing is under way, and nothing is lost."""
        status = self._driver.info.transaction_status
        return bool(status == status.IDLE)

    def close(self) -> None:
        """Give the connection up."""
        self._driver.close()


class _Place:
    """Where the connection of an engine lies; who takes it out is alone with it.

    ``lying`` is empty then. It holds nothing where there is no connection yet.
    ``losses`` counts what makes a connection doubtful that is out meanwhile.
    """

    def __init__(self, engine: Engine) -> None:
        self._process = os.getpid()
        self.lying: list[_Kept | None] = [None]
        self.losses = 0
        event.listen(engine, "engine_disposed", self._empty)
        event.listen(engine, "invalidate", self._doubt)

    def _doubt(self, *_: object) -> None:
        """Another connection was lost: this one may be as well."""
        self.losses += 1
        for kept in list(self.lying):
            if kept is not None:
                kept.doubt()

    def _empty(self, _: Engine) -> None:
        if os.getpid() != self._process:  # forked: the connection is the parent's
            self._process = os.getpid()
            self.lying = [None]
            return
        self.losses += 1
        try:
            kept = self.lying.pop()
        except IndexError:
            return
        if kept is not None:
            kept.close()
        self.lying.append(None)


_places = WeakKeyDictionary[Engine, _Place]()


@contextmanager
def one_statement(engine: Engine) -> Iterator[DBAPICursor]:
    """Open a transaction of PostgreSQL that is a single statement.

    Raises:
        StoreUnavailableError: As :func:`~consent_server.storage.db.writing` says.
        IntegrityError: A row exists or a referenced one does not; nothing was written.
    """
    place = _places.get(engine)
    if place is None:
        place = _places.setdefault(engine, _Place(engine))
    lying, losses = place.lying, place.losses
    try:
        kept = lying.pop()
    except IndexError:  # another site's clicks have it
        with driving_alone(engine) as cursor:
            yield cursor
        return
    try:
        with driver_errors(engine):
            if kept is None or not kept.is_good():
                kept = None
                kept = _Kept(engine.raw_connection())
            with kept.statement() as cursor:
                yield cursor
    except BaseException as error:
        cause = error.__cause__ or error
        if kept is not None and (not kept.rests() or postgresql.is_lasting(cause)):
            kept.close()
            kept = None
            engine.dispose()  # the others are lost as well
        raise
    finally:
        if kept is not None and place.losses != losses:
            kept.close()
            kept = None
        lying.append(kept)
