"""Catalogs that somebody prepares: each is reviewed before it is put in force.

A change takes a review back. Every step counts the revision up, and is taken only if
that is still the one that whoever asks has seen.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from consent_server.storage.db import reading, writing
from consent_server.storage.tables import policy_draft

FIRST_REVISION = 1
_UNREVIEWED = dict.fromkeys(("reviewed_at", "reviewed_by", "reviewed_against"))
_DONE = ("published_at", "published_by", "policy_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft:
    """A draft; times in whole seconds since 1970, UTC, persons as numbers of keys.

    ``reviewed_against`` is the digest of the catalog that was in force at the review:
    what the reviewer saw it change. ``policy_version`` is none until it is published.
    """

    draft_id: UUID
    site_id: str
    revision: int
    catalog: str
    made_at: int
    made_by: str
    changed_at: int
    reviewed_at: int | None = None
    reviewed_by: str | None = None
    reviewed_against: str | None = None
    published_at: int | None = None
    published_by: str | None = None
    policy_version: str | None = None


class DraftStore:
    """The drafts of one site.

    Every method raises StoreUnavailableError when the database does not answer.
    """

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def add(self, draft_id: UUID, catalog: str, by: str, moment: datetime) -> bool:
        """Keep a new draft; false where there is one of this id."""
        now = int(moment.timestamp())
        row: dict[str, object] = {
            "draft_id": draft_id.bytes,
            "site_id": self._site_id,
            "revision": FIRST_REVISION,
            "catalog": catalog,
            "made_at": now,
            "made_by": by,
            "changed_at": now,
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(policy_draft).values(row))
        except IntegrityError:
            return False
        return True

    def find(self, draft_id: UUID) -> PolicyDraft | None:
        """Return a draft."""
        query = select(policy_draft).where(
            policy_draft.c.draft_id == draft_id.bytes,
            policy_draft.c.site_id == self._site_id,
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _parse(row)

    def list_all(self) -> list[PolicyDraft]:
        """Return every draft, the newest first."""
        query = (
            select(policy_draft)
            .where(policy_draft.c.site_id == self._site_id)
            .order_by(policy_draft.c.made_at.desc(), policy_draft.c.draft_id)
        )
        with reading(self._engine) as connection:
            return [_parse(row) for row in connection.execute(query)]

    def replace(self, seen: PolicyDraft, catalog: str, moment: datetime) -> bool:
        """Put another text in; the review, and that it was published, are gone."""
        values = {**_UNREVIEWED, **dict.fromkeys(_DONE), "catalog": catalog}
        return self._change(seen, {**values, "changed_at": int(moment.timestamp())})

    def review(
        self, seen: PolicyDraft, against: str, by: str, moment: datetime
    ) -> bool:
        """Say that somebody approves of a draft, over the catalog of a digest."""
        reviewed = {"reviewed_at": int(moment.timestamp()), "reviewed_by": by}
        return self._change(seen, {**reviewed, "reviewed_against": against})

    def publish(
        self, seen: PolicyDraft, version: str, by: str, moment: datetime
    ) -> bool:
        """Note that a draft was put in force, as the policy of a version."""
        values = (int(moment.timestamp()), by, version)
        return self._change(seen, dict(zip(_DONE, values, strict=True)))

    def remove(self, seen: PolicyDraft) -> bool:
        """Drop a draft."""
        with writing(self._engine) as connection:
            statement = delete(policy_draft).where(*self._is(seen))
            return connection.execute(statement).rowcount == 1

    def _change(self, seen: PolicyDraft, values: dict[str, Any]) -> bool:
        """Take a step; false where somebody else took one meanwhile."""
        statement = update(policy_draft).where(*self._is(seen))
        with writing(self._engine) as connection:
            done = connection.execute(
                statement.values({**values, "revision": seen.revision + 1})
            )
            return done.rowcount == 1

    def _is(self, seen: PolicyDraft) -> tuple[Any, ...]:
        return (
            policy_draft.c.draft_id == seen.draft_id.bytes,
            policy_draft.c.site_id == self._site_id,
            policy_draft.c.revision == seen.revision,
        )


def _parse(row: Row[Any]) -> PolicyDraft:
    fields = {**row._mapping}  # noqa: SLF001 - the public name of a row's columns
    return PolicyDraft(**fields | {"draft_id": UUID(bytes=row.draft_id)})
