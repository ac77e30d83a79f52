"""Records that are kept and not used while a dispute lasts (GDPR Article 18)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, update

from consent_server.storage.db import writing
from consent_server.storage.intake import require_staying
from consent_server.storage.tables import record


def restrict(engine: Engine, site_id: str, subject_id: UUID, moment: datetime) -> int:
    """Mark the records that a subject has now; return how many were not marked before.

    Raises:
        StoreUnavailableError: Nothing was marked.
    """
    unmarked = update(record).where(
        record.c.site_id == site_id,
        record.c.subject_id == subject_id.bytes,
        record.c.restricted_at.is_(None),
    )
    with writing(engine) as connection:
        require_staying(connection, site_id)
        marked = unmarked.values(restricted_at=int(moment.timestamp()))
        return connection.execute(marked).rowcount


def lift(engine: Engine, site_id: str, subject_id: UUID) -> int:
    """Take the marks off again; return how many records had one.

    Raises:
        StoreUnavailableError: Nothing was changed.
    """
    marked = update(record).where(
        record.c.site_id == site_id,
        record.c.subject_id == subject_id.bytes,
        record.c.restricted_at.is_not(None),
    )
    with writing(engine) as connection:
        require_staying(connection, site_id)
        return connection.execute(marked.values(restricted_at=None)).rowcount
