"""The keys of a server's interface: who may ask it for what."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import RandomBytes
from consent_server.storage.db import reading, writing
from consent_server.storage.tables import api_key
from consent_server.token.api_key import (
    ApiKey,
    Role,
    digest_secret,
    make_secret,
    read_secret,
)


class ApiKeyStore:
    """The keys of an installation.

    Every method raises StoreUnavailableError when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(
        self,
        role: Role,
        site_id: str | None,
        name: str,
        moment: datetime,
        random: RandomBytes,
    ) -> tuple[ApiKey, str]:
        """Make a key; return it with its secret, which nobody can be told again.

        Raises:
            SettingError: A key of an administrator is for every site, and any other
                one for one site.
        """
        if (role is Role.ADMIN) != (site_id is None):
            sites = "every site: name none" if site_id else "one site: name it"
            raise SettingError(f"a key of role {role} is for {sites}")
        text = make_secret(role, random)
        secret = digest_secret(text)
        key = ApiKey(
            key_id=secret.key_id,
            digest=secret.digest,
            role=role,
            site_id=site_id,
            name=name,
            created_at=int(moment.timestamp()),
        )
        with writing(self._engine) as connection:
            connection.execute(insert(api_key).values(_row(key)))
        return key, text

    def find(self, text: str, moment: datetime) -> ApiKey | None:
        """Return the key of a secret and note the day; none if unknown or revoked."""
        secret = read_secret(text)
        if secret is None:
            return None
        query = select(api_key).where(api_key.c.key_id == secret.key_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        key = None if row is None else _parse(row)
        if key is None or not key.is_for(secret):
            return None
        today = moment.astimezone(UTC).date()
        if key.used_on is None or key.used_on < today:
            self._note(key.key_id, today)
        return key

    def list_all(self, site_id: str | None = None) -> list[ApiKey]:
        """Return the keys, of one site or all there are, oldest first."""
        query = select(api_key).order_by(api_key.c.created_at, api_key.c.key_id)
        if site_id is not None:
            query = query.where(api_key.c.site_id == site_id)
        with reading(self._engine) as connection:
            return [_parse(row) for row in connection.execute(query)]

    def revoke(self, key_id: str, moment: datetime) -> bool:
        """End a key; tell whether there was one that had not ended."""
        statement = (
            update(api_key)
            .where(api_key.c.key_id == key_id, api_key.c.revoked_at.is_(None))
            .values(revoked_at=int(moment.timestamp()))
        )
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1

    def _note(self, key_id: str, today: date) -> None:
        statement = (
            update(api_key)
            .where(api_key.c.key_id == key_id)
            .values(used_on=today.isoformat())
        )
        with writing(self._engine) as connection:
            connection.execute(statement)


def _row(key: ApiKey) -> dict[str, object]:
    return {
        "key_id": key.key_id,
        "digest": key.digest,
        "role": key.role.value,
        "site_id": key.site_id,
        "name": key.name,
        "created_at": key.created_at,
    }


def _parse(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        digest=row.digest,
        role=Role(row.role),
        site_id=row.site_id,
        name=row.name,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        used_on=None if row.used_on is None else date.fromisoformat(row.used_on),
    )
