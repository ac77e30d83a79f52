"""Who outside saw a site's log: cosignatures beside the checkpoints they sign."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.note import KEY_ID_BYTES, split_note
from consent_server.storage.db import reading, writing
from consent_server.storage.intake import require_staying
from consent_server.storage.tables import anchor, checkpoint


class AnchorStore:
    """The anchors of one log of a site, that of its first epoch unless said otherwise.

    Every method raises StoreUnavailableError when the database does not answer.
    """

    def __init__(self, engine: Engine, site_id: str, epoch: int = FIRST_EPOCH) -> None:
        self._engine = engine
        self._site_id = site_id
        self._epoch = epoch

    def at(self, epoch: int) -> "AnchorStore":
        """Return the anchors of another epoch."""
        return AnchorStore(self._engine, self._site_id, epoch)

    def add_cosignature(self, size: int, name: str, line: str, at: datetime) -> None:
        """Keep a witness's signature line in the checkpoint of a size.

        A second one of the same key is not added: the first says all that it would.
        """
        with writing(self._engine) as connection:
            require_staying(connection, self._site_id)
            stored = connection.scalar(
                select(checkpoint.c.note)
                .where(*self._of(checkpoint), checkpoint.c.size == size)
                .with_for_update()
            )
            # A note of this line alone: whose is it?
            if stored is not None and not _signers(f"x\n\n{line}") & _signers(stored):
                connection.execute(
                    update(checkpoint)
                    .where(*self._of(checkpoint), checkpoint.c.size == size)
                    .values(note=stored + line)
                )
            self._put(connection, size, name, at, None)

    def add_token(self, size: int, name: str, token: bytes, at: datetime) -> None:
        """Keep a timestamp over the text of the checkpoint of a size (RFC 3161)."""
        with writing(self._engine) as connection:
            require_staying(connection, self._site_id)
            self._put(connection, size, name, at, token)

    def tokens(self, limit: int) -> dict[int, bytes]:
        """Return the newest timestamps by the size of their checkpoint."""
        query = (
            select(anchor.c.size, anchor.c.token)
            .where(*self._of(anchor), anchor.c.token.is_not(None))
            .order_by(anchor.c.size.desc())
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return {row.size: row.token for row in connection.execute(query)}

    def last_size(self, name: str) -> int:
        """Return the size of the largest tree that a witness is known to have seen."""
        query = select(func.max(anchor.c.size)).where(
            *self._of(anchor), anchor.c.name == name
        )
        with reading(self._engine) as connection:
            return connection.scalar(query) or 0

    def stamped_at(self) -> int | None:
        """Return when a timestamping authority last saw a checkpoint."""
        query = select(func.max(anchor.c.seen_at)).where(
            *self._of(anchor), anchor.c.token.is_not(None)
        )
        with reading(self._engine) as connection:
            found: int | None = connection.scalar(query)
        return found

    def _of(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        """Choose the rows of this log."""
        return table.c.site_id == self._site_id, table.c.epoch == self._epoch

    def _put(
        self,
        connection: Connection,
        size: int,
        name: str,
        at: datetime,
        token: bytes | None,
    ) -> None:
        log = {"site_id": self._site_id, "epoch": self._epoch}
        key = log | {"size": size, "name": name}
        connection.execute(delete(anchor).filter_by(**key))
        row = key | {"seen_at": int(at.timestamp()), "token": token}
        connection.execute(insert(anchor).values(row))


def _signers(note: str) -> set[tuple[str, bytes]]:
    """Name the keys that signed a note."""
    return {(name, blob[:KEY_ID_BYTES]) for name, blob in split_note(note)[1]}
