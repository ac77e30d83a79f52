"""What a witness remembers: its own key, the logs it watches, what it cosigned last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from consent_server.kernel.errors import SettingError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.witness import unseen
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import witness, witnessed, witnessed_key


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedLog:
    """One log that a witness watches, and the second at which it last cosigned it."""

    seen: Checkpoint
    keys: tuple[NoteVerifier, ...]
    seen_at: int | None


class WitnessedStore:
    """The memory of one witness. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_identity(self) -> str | None:
        """Return the verifier key whose memory this is, none of nobody's."""
        with reading(self._engine) as connection:
            return connection.scalar(select(witness.c.vkey))

    def begin(self, vkey: str) -> None:
        """Make this the memory of a new key.

        Raises:
            SettingError: It is a key's already.
        """
        with writing(self._engine) as connection:
            if connection.scalar(select(witness.c.vkey)) is not None:
                raise SettingError("this database is the memory of a witness already")
            connection.execute(insert(witness).values(vkey=vkey))

    def watch(self, vkey: str) -> bool:
        """Watch a log by its verifier key; returns whether the key was new.

        A log may have several keys, one after the other.
        """
        origin, vkey = NoteVerifier(vkey).name, vkey.strip()
        first = unseen(origin)
        with writing(self._engine) as connection:
            known = select(witnessed_key.c.vkey).where(witnessed_key.c.vkey == vkey)
            if connection.scalar(known) is not None:
                return False
            log = select(witnessed.c.origin).where(witnessed.c.origin == origin)
            if connection.scalar(log) is None:
                connection.execute(
                    insert(witnessed).values(
                        origin=origin, size=first.size, root=first.root
                    )
                )
            connection.execute(insert(witnessed_key).values(vkey=vkey, origin=origin))
        return True

    def list_logs(self) -> Sequence[WatchedLog]:
        """Return every log that is watched, by origin."""
        with reading(self._engine) as connection:
            origins = connection.scalars(
                select(witnessed.c.origin).order_by(witnessed.c.origin)
            ).all()
        return [log for log in map(self.find_log, origins) if log is not None]

    def find_log(self, origin: str) -> WatchedLog | None:
        """Return what is known of a log, none of one that is not watched."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(witnessed).where(witnessed.c.origin == origin)
            ).one_or_none()
            keys = connection.scalars(
                select(witnessed_key.c.vkey)
                .where(witnessed_key.c.origin == origin)
                .order_by(witnessed_key.c.vkey)
            ).all()
        if row is None:
            return None
        return WatchedLog(
            seen=Checkpoint(origin=origin, size=row.size, root=row.root),
            keys=tuple(map(NoteVerifier, keys)),
            seen_at=row.seen_at,
        )

    def advance(
        self, seen: Checkpoint, checkpoint: Checkpoint, note: str, moment: datetime
    ) -> bool:
        """Remember a checkpoint in place of the one that was seen last, durably.

        Returns false, having changed nothing, when another request was faster.
        """
        with writing(self._engine) as connection:
            moved = connection.execute(
                update(witnessed)
                .where(
                    witnessed.c.origin == seen.origin,
                    witnessed.c.size == seen.size,
                    witnessed.c.root == seen.root,
                )
                .values(
                    size=checkpoint.size,
                    root=checkpoint.root,
                    note=note,
                    seen_at=int(moment.timestamp()),
                )
            )
            return moved.rowcount == 1
