"""A site's ledger on its way into another database.

Entries and their records go over in blocks, in the order of the log. A block that was
checked where it arrived counts, so the size of the copy says how far a move is, whoever
goes on with it.

The two databases know nothing of each other, so the order of the steps keeps a site
from having two living ledgers: the old one is closed for good before the new one opens,
and each step refuses where the one before it was not taken or a later one was.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    case,
    delete,
    exists,
    insert,
    select,
    update,
)

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.ledger.checkpoint import Checkpoint, open_checkpoint
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.merkle import root_at
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.tiles import subtrees_in
from consent_server.storage.copying import (
    BLOCK,
    WHOLE,
    clear,
    copy_whole,
    put_block,
    read_block,
    require_places,
)
from consent_server.storage.db import reading, writing
from consent_server.storage.intake import wait_for_writers
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import LedgerState, get_ledger, read_ledgers
from consent_server.storage.tables import ledger, todo

_COMING = "it is being copied here from another database"
"""How the reason begins why a copy that is not complete takes nothing."""

_is_coming = ledger.c.closed.startswith(_COMING)


def left_for(name: str) -> str:
    """Return why a ledger is closed that went to the database of this name."""
    return f"it has moved to the database {name!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """How far a copy is: the log that is being copied, and how much of it."""

    epoch: int
    size: int


class Moving:
    """Moves one site from one database to another; any step may be taken again.

    Whoever begins takes the copy over: another process that was at it, and perhaps
    only slept, cannot go on.

    Args:
        source: Has the living ledger.
        target: Gets it.
        site_id: Of the site.
        name: Of the target, for whoever asks the source where the site is.
        random: Gives what nobody else has.
    """

    def __init__(
        self,
        source: Engine,
        target: Engine,
        site_id: str,
        name: str,
        random: RandomBytes = system_random,
    ) -> None:
        self._source = source
        self._target = target
        self._site_id = site_id
        self._name = name
        self._left = left_for(name)
        self._mark = f"{_COMING} ({random(8).hex()})"

    def begin(self) -> None:
        """Let nothing change in the source from here on but what is added.

        Raises:
            SettingError: It is being moved elsewhere, is frozen, or the target has a
                ledger of the site.
            StoreUnavailableError: A database did not take it.
        """
        state = get_ledger(self._source, self._site_id)
        if state.frozen not in {None, self._left}:
            raise SettingError(
                f"the ledger of {self._site_id!r} is frozen: {state.frozen}; mend it "
                "before it is moved: consent-server ledger recover"
            )
        with writing(self._source) as connection:
            changed = connection.execute(
                update(ledger)
                .where(
                    ledger.c.site_id == self._site_id,
                    ledger.c.leaving.is_(None) | (ledger.c.leaving == self._name),
                    ledger.c.closed.is_(None) | (ledger.c.closed == self._left),
                )
                .values(leaving=self._name)
            )
        if changed.rowcount != 1:
            raise SettingError(
                f"the site {self._site_id!r} is being moved elsewhere already, or its "
                "ledger is not here any more"
            )
        wait_for_writers(self._source, self._site_id)
        with reading(self._source) as connection:
            require_places(connection, self._site_id)
        self._prepare(state)

    def far(self) -> Far | None:
        """Return how far the copy is; none once it lives.

        Raises:
            SettingError: The target has no copy.
            StoreUnavailableError: It did not answer.
        """
        state = get_ledger(self._target, self._site_id)
        if state.closed is None:
            return None
        return Far(epoch=state.epoch, size=state.size)

    def copy_block(self) -> int:
        """Copy the next entries that have their positions; return how many.

        Raises:
            BrokenEvidenceError: What is in the source does not hold, or something else
                arrived in the target.
            StoreUnavailableError: Nothing of the block was kept.
        """
        far = self.far()
        state = get_ledger(self._source, self._site_id)
        if far is None:
            return 0
        while far.epoch < state.epoch and far.size == self._size_of(far.epoch):
            self._advance(far, Far(epoch=far.epoch + 1, size=0))
            far = Far(epoch=far.epoch + 1, size=0)
        stop = min(far.size + BLOCK, self._size_of(far.epoch))
        if stop > far.size:
            self._copy(far, stop)
        return stop - far.size

    def close(self) -> None:
        """Let the source take nothing any more.

        Raises:
            StoreUnavailableError: It did not answer, or somebody writes for too long.
        """
        self._set(self._source, ledger.c.leaving == self._name, closed=self._left)
        wait_for_writers(self._source, self._site_id)

    def waiting(self) -> int:
        """Return how many entries of the source have no position.

        Raises:
            StoreUnavailableError: It did not answer.
        """
        query = select(todo.c.number).where(todo.c.site_id == self._site_id)
        with reading(self._source) as connection:
            return len(connection.execute(query.limit(BLOCK)).all())

    def freeze(self) -> None:
        """Let nobody sign in the source any more.

        Raises:
            StoreUnavailableError: It takes something still, or something waits.
        """
        none_waits = ~exists().where(todo.c.site_id == self._site_id)
        closed = ledger.c.closed == self._left
        unfrozen = ledger.c.frozen.is_(None) | (ledger.c.frozen == self._left)
        self._set(self._source, closed & unfrozen & none_waits, frozen=self._left)

    def open(self) -> Checkpoint | None:
        """Compare the ends, and let the copy live; return its newest checkpoint.

        Raises:
            BrokenEvidenceError: The two are not the same, or the signature does not
                fit.
            StoreUnavailableError: The copy does not live.
        """
        state = get_ledger(self._source, self._site_id)
        if state.frozen != self._left:
            raise StoreUnavailableError("the old ledger may still grow")
        if self.far() is None:
            return None
        head = self._compare_heads(state)
        with reading(self._source) as old, writing(self._target) as new:
            self._claim(new, Far(epoch=state.epoch, size=state.size), closed=None)
            for table in WHOLE:
                copy_whole(old, new, table, self._site_id)
            values = {"origin": state.origin, "vkey": state.vkey}
            new.execute(update(ledger).filter_by(site_id=self._site_id).values(values))
        return head

    def reopen(self) -> None:
        """Let the source take what is new again, where the copy does not live.

        The move may be begun again, and goes on with what was copied. Until then, or
        until it is cancelled, nothing that is there changes.

        Raises:
            SettingError: The copy lives.
            StoreUnavailableError: A database did not answer; try again.
        """
        if not self._take_over():
            raise SettingError(
                f"the site {self._site_id!r} has moved already, or was not on its way"
            )
        thawed = case((ledger.c.frozen == self._left, None), else_=ledger.c.frozen)
        self._set(
            self._source,
            ledger.c.leaving == self._name,
            closed=None,
            frozen=thawed,
        )

    def cancel(self) -> None:
        """Let the source go on as before, and drop the copy.

        Raises:
            SettingError: The copy lives, or there is none.
            StoreUnavailableError: A database did not answer; try again.
        """
        self.reopen()
        clear(self._target, self._site_id)
        with writing(self._target) as connection:
            connection.execute(
                delete(ledger).where(
                    ledger.c.site_id == self._site_id, ledger.c.closed == self._mark
                )
            )
        self._set(self._source, ledger.c.leaving == self._name, leaving=None)

    def _take_over(self) -> bool:
        """Let nobody else go on with the copy; tell whether it is one that may."""
        statement = update(ledger).where(ledger.c.site_id == self._site_id, _is_coming)
        with writing(self._target) as connection:
            changed = connection.execute(statement.values(closed=self._mark))
        return changed.rowcount == 1

    def _prepare(self, state: LedgerState) -> None:
        """Make the head of the copy, or take it over."""
        found = read_ledgers(self._target).get(self._site_id)
        if found is None:
            row = {"site_id": self._site_id, "epoch": FIRST_EPOCH, "size": 0}
            row |= {"origin": state.origin, "closed": self._mark}
            with writing(self._target) as connection:
                connection.execute(insert(ledger).values(row))
            return
        if found.closed is None and state.frozen == self._left:
            return  # it lives, and the way still leads elsewhere
        empty = found.epoch == FIRST_EPOCH and not found.size
        if self._take_over() or (empty and self._reuse(found.closed)):
            if empty:
                clear(self._target, self._site_id)  # what an earlier end of it left
            return
        raise SettingError(
            f"the database {self._name!r} has a ledger of {self._site_id!r} already; "
            "where that is a copy that was left, clear it: consent-server site clear"
        )

    def _reuse(self, closed: str | None) -> bool:
        """Come back to a database whose old copy was cleared."""
        values = {"closed": self._mark, "leaving": None, "frozen": None, "vkey": None}
        statement = update(ledger).where(
            ledger.c.site_id == self._site_id, ledger.c.closed == closed
        )
        with writing(self._target) as connection:
            return connection.execute(statement.values(values)).rowcount == 1

    def _size_of(self, epoch: int) -> int:
        return SqlLedgerStore(self._source, self._site_id, epoch).head().size

    def _copy(self, far: Far, stop: int) -> None:
        log = {"site_id": self._site_id, "epoch": far.epoch}
        with reading(self._source) as connection:
            block = read_block(connection, log, far.size, stop)
        with writing(self._target) as connection:
            self._claim(connection, far, epoch=far.epoch, size=stop)
            put_block(connection, log, block)

    def _claim(self, connection: Connection, far: Far, **values: object) -> None:
        """Go on with the copy, unless somebody else did so or it lives."""
        changed = connection.execute(
            update(ledger)
            .where(
                ledger.c.site_id == self._site_id,
                ledger.c.closed == self._mark,
                ledger.c.epoch == far.epoch,
                ledger.c.size == far.size,
            )
            .values(values)
        )
        if changed.rowcount != 1:
            raise StoreUnavailableError(
                f"somebody else moves the site {self._site_id!r} as well"
            )

    def _advance(self, far: Far, to: Far) -> None:
        with writing(self._target) as connection:
            self._claim(connection, far, epoch=to.epoch, size=to.size)

    def _set(self, engine: Engine, where: Any, **values: object) -> None:  # noqa: ANN401 - a condition
        statement = update(ledger).where(ledger.c.site_id == self._site_id, where)
        with writing(engine) as connection:
            if connection.execute(statement.values(values)).rowcount != 1:
                raise StoreUnavailableError(
                    f"the ledger of {self._site_id!r} is not where this move left it; "
                    "try again"
                )

    def _compare_heads(self, state: LedgerState) -> Checkpoint | None:
        """Check the signature over the tree that was made of what arrived."""
        old = SqlLedgerStore(self._source, self._site_id, state.epoch).head()
        copied = SqlLedgerStore(self._target, self._site_id, state.epoch)
        new = copied.head()
        if (new.size, new.note) != (old.size, old.note):
            raise BrokenEvidenceError(
                f"the copy has {new.size} entries and the ledger {old.size}, or "
                "another checkpoint"
            )
        if old.note is None or state.vkey is None:
            return None
        signed = open_checkpoint(old.note, NoteVerifier(state.vkey))
        if signed.root != root_at(new.size, subtrees_in(copied.read_tile)):
            raise BrokenEvidenceError(
                "the copy makes another tree than the one that was signed"
            )
        return signed
