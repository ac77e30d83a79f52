"""Which committed entries may have their positions now."""

from collections.abc import Sequence

from sqlalchemy import Engine, bindparam, func, select

from consent_server.ledger.entry import KIND_AT, EntryKind
from consent_server.ledger.ports import WaitingEntry
from consent_server.storage.driver import fetch
from consent_server.storage.tables import todo

_WAITING = (
    select(todo.c.number, todo.c.record_id, todo.c.entry, todo.c.answer)
    .where(
        todo.c.site_id == bindparam("site"), todo.c.arrived_at <= bindparam("latest")
    )
    .order_by(todo.c.number)
    .limit(bindparam("limit"))
)
_HELD_UP = select(func.min(todo.c.number)).where(
    todo.c.site_id == bindparam("site"),
    todo.c.arrived_at > bindparam("latest"),
    todo.c.number < bindparam("last"),
    func.substr(todo.c.entry, KIND_AT + 1, 1) == bytes([EntryKind.CONFIG]),
)


def read_waiting(
    engine: Engine, site_id: str, limit: int, latest: int
) -> Sequence[WaitingEntry]:
    """Return entries without position, as the port of the ledger's store says.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    key = {"site": site_id, "latest": latest}
    rows = fetch(engine, _WAITING, key | {"limit": limit})
    entries = list(map(WaitingEntry._make, rows))
    if not entries:
        return entries
    [[held_up]] = fetch(engine, _HELD_UP, key | {"last": entries[-1].number})
    if held_up is None:
        return entries
    return [one for one in entries if one.number < held_up]
