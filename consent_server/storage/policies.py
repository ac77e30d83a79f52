"""Published policies and the notices that visitors were shown under them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Select,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from consent_server.kernel.canonical import canonical_json, sha256_hex
from consent_server.kernel.errors import (
    MalformedEvidenceError,
    StoreUnavailableError,
)
from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.ledger.entry import EntryKind, Salts, make_entry
from consent_server.ledger.publication import (
    Publication,
    parse_publication,
    publication_identity,
    publication_parts,
)
from consent_server.storage.db import reading, writing
from consent_server.storage.intake import require_open
from consent_server.storage.ledgers import lock_site
from consent_server.storage.records import NewRecord, insert_record
from consent_server.storage.tables import notice, policy, record, todo

NoticeDocument = tuple[str, bytes]
"""Digest (SHA-256, hexadecimal) and the exact bytes of a notice."""


class PolicyStore:
    """The policies of one site; each version is published once and never changes."""

    def __init__(
        self, engine: Engine, site_id: str, random: RandomBytes = system_random
    ) -> None:
        self._engine = engine
        self._site_id = site_id
        self._random = random

    def publish(
        self,
        policy_version: str,
        content: bytes,
        notices: Mapping[str, NoticeDocument],
        moment: datetime,
    ) -> bool:
        """Store a policy, its notices by language, and the CONFIG entry, once.

        New notices of a known version (another look, the same words) are published by
        an entry of their own. Returns whether anything was new.

        Raises:
            MalformedEvidenceError: The version or a digest is not that of its bytes.
            StoreUnavailableError: Nothing was written.
        """
        _require_digest("policy", policy_version, content)
        for language, (digest, data) in notices.items():
            _require_digest(f"notice in {language!r}", digest, data)
        published = Publication(
            policy_version=policy_version,
            notices={language: digest for language, (digest, _) in notices.items()},
        )
        new = self.config_record(published, moment)
        entry = make_entry(new.kind, new.arrived_at, new.parts, new.salts)
        try:
            with writing(self._engine) as connection:
                lock_site(connection, self._site_id)
                require_open(connection, self._site_id)
                self._put_policy(connection, policy_version, content, moment)
                for language, (digest, data) in notices.items():
                    self._put_notice(connection, language, digest, data)
                insert_record(connection, self._site_id, new, entry)
        except IntegrityError as error:
            if self._is_published(new):
                self._put_in_force(policy_version, moment)
                return False
            raise StoreUnavailableError(
                f"site {self._site_id!r} has no ledger; open it first"
            ) from error
        return True

    def in_force(self) -> bytes | None:
        """Return the exact bytes of the policy that was put in force last.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        with reading(self._engine) as connection:
            content: bytes | None = connection.scalar(self._newest(policy.c.content))
        return content

    def in_force_since(self) -> datetime | None:
        """Return when the policy that is in force was put so.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        with reading(self._engine) as connection:
            moment: int | None = connection.scalar(self._newest(policy.c.published_at))
        return None if moment is None else datetime.fromtimestamp(moment, UTC)

    def find_policy(self, version: str) -> bytes | None:
        """Return the exact bytes of a published policy.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        return self._find(policy, policy.c.version, version)

    def read_all(self) -> list[bytes]:
        """Return the exact bytes of every published policy, each once, oldest first.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = (
            select(policy.c.content)
            .where(policy.c.site_id == self._site_id)
            .order_by(policy.c.published_at, policy.c.version)
        )
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def list_versions(self) -> list[tuple[str, int]]:
        """Return each version and when it was last put in force, the newest first.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = (
            select(policy.c.version, policy.c.published_at)
            .where(policy.c.site_id == self._site_id)
            .order_by(policy.c.published_at.desc(), policy.c.version)
        )
        with reading(self._engine) as connection:
            return [
                (row.version, row.published_at) for row in connection.execute(query)
            ]

    def find_notice(self, digest: str) -> bytes | None:
        """Return the exact bytes of a published notice.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        return self._find(notice, notice.c.digest, digest)

    def read_published(self) -> list[Publication]:
        """Return what CONFIG entries with a position have published, each once.

        Raises:
            StoreUnavailableError: The database did not answer.
        """
        query = (
            select(record.c.decision)
            .where(
                record.c.site_id == self._site_id,
                record.c.kind == EntryKind.CONFIG.value,
                record.c.number.not_in(
                    select(todo.c.number).where(todo.c.site_id == self._site_id)
                ),
            )
            .order_by(record.c.number)
        )
        with reading(self._engine) as connection:
            parts = connection.scalars(query).all()
        found: dict[bytes, Publication] = {}
        for published in map(parse_publication, parts):
            identity = canonical_json(publication_identity(published))
            found.pop(identity, None)
            found[identity] = published
        return list(found.values())

    def config_record(
        self, published: Publication, moment: datetime, origin: bytes = b""
    ) -> NewRecord:
        """Make the record of a publication; a log that repeats it names its origin."""
        identity = canonical_json(publication_identity(published))
        digest = hashlib.sha256(identity + origin).digest()
        return NewRecord(
            # The same publication always has the same id, so a log has it once.
            record_id=UUID(bytes=digest[:16]),
            subject_id=None,
            kind=EntryKind.CONFIG,
            arrived_at=int(moment.timestamp()),
            parts=publication_parts(published, moment),
            salts=Salts.draw(self._random),
            click_digest=digest,
        )

    def _put_policy(
        self, connection: Connection, version: str, content: bytes, moment: datetime
    ) -> None:
        key = {"site_id": self._site_id, "version": version}
        stored = select(policy.c.version).filter_by(**key)
        if connection.scalar(stored) is None:
            published_at = self._after_all(connection, moment)
            row = {"content": content, "published_at": published_at}
            connection.execute(insert(policy).values(key | row))

    def _put_in_force(self, version: str, moment: datetime) -> None:
        """Say that a site went back to a policy that it had before."""
        with writing(self._engine) as connection:
            lock_site(connection, self._site_id)
            require_open(connection, self._site_id)
            if connection.scalar(self._newest(policy.c.version)) != version:
                connection.execute(
                    update(policy)
                    .where(
                        policy.c.site_id == self._site_id, policy.c.version == version
                    )
                    .values(published_at=self._after_all(connection, moment))
                )

    def _after_all(self, connection: Connection, moment: datetime) -> int:
        """Return a second after which no other policy was put in force."""
        newest = connection.scalar(self._newest(policy.c.published_at))
        now = int(moment.timestamp())
        return now if newest is None else max(now, newest + 1)

    def _newest(self, column: Column[Any]) -> Select[Any]:
        return (
            select(column)
            .where(policy.c.site_id == self._site_id)
            .order_by(policy.c.published_at.desc())
            .limit(1)
        )

    def _put_notice(
        self, connection: Connection, language: str, digest: str, content: bytes
    ) -> None:
        key = {"site_id": self._site_id, "digest": digest}
        stored = select(notice.c.digest).filter_by(**key)
        if connection.scalar(stored) is None:
            row = {"language": language, "content": content}
            connection.execute(insert(notice).values(key | row))

    def _is_published(self, new: NewRecord) -> bool:
        query = select(record.c.number).where(
            record.c.site_id == self._site_id,
            record.c.record_id == new.record_id.bytes,
        )
        with reading(self._engine) as connection:
            return connection.scalar(query) is not None

    def _find(self, table: Table, key: Column[Any], value: str) -> bytes | None:
        query = select(table.c.content).where(
            table.c.site_id == self._site_id, key == value
        )
        with reading(self._engine) as connection:
            return connection.scalar(query)


def _require_digest(what: str, digest: str, content: bytes) -> None:
    if sha256_hex(content) != digest:
        raise MalformedEvidenceError(
            f"the {what} is not what its digest {digest:.64} says"
        )
