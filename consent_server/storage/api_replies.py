"""Answers that the interface of a server gave, for clients that ask a second time.

A client that lost an answer repeats its request under the same key. It gets the answer
again; nothing happens twice.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from consent_server.storage.db import reading, writing
from consent_server.storage.tables import api_reply

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(minutes=5)
"""After so long, nobody works on a request any more: its process ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was answered."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRequest:
    """A request of the same key; ``reply`` is none while it is worked on."""

    digest: bytes
    reply: Reply | None


class ReplyStore:
    """The answers of an installation.

    ``request`` is a digest of who asks, where, and of the client's own key; ``digest``
    that of what is asked. Every method raises StoreUnavailableError when the database
    does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, request: bytes, digest: bytes, moment: datetime
    ) -> EarlierRequest | None:
        """Note that a request is worked on; return the earlier one of its key."""
        row: dict[str, object] = {
            "request": request,
            "digest": digest,
            "begun_at": int(moment.timestamp()),
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(delete(api_reply).where(_old(moment)))
                connection.execute(insert(api_reply).values(row))
        except IntegrityError:
            return self._find(request) or self.begin(request, digest, moment)
        return None

    def finish(self, request: bytes, reply: Reply) -> None:
        """Keep what was answered."""
        statement = update(api_reply).where(api_reply.c.request == request)
        values = {
            "status": reply.status,
            "headers": json.dumps([*reply.headers]),
            "body": reply.body,
        }
        with writing(self._engine) as connection:
            connection.execute(statement.values(values))

    def drop(self, request: bytes) -> None:
        """Forget a request that changed nothing: it may come again otherwise."""
        with writing(self._engine) as connection:
            connection.execute(delete(api_reply).where(api_reply.c.request == request))

    def drop_old(self, moment: datetime) -> None:
        """Forget answers whose time is over, where nobody asks for new ones."""
        with writing(self._engine) as connection:
            connection.execute(delete(api_reply).where(_old(moment)))

    def _find(self, request: bytes) -> EarlierRequest | None:
        query = select(api_reply).where(api_reply.c.request == request)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        reply = None
        if row.status is not None:
            headers = [(name, value) for name, value in json.loads(row.headers)]
            reply = Reply(status=row.status, headers=headers, body=row.body)
        return EarlierRequest(digest=row.digest, reply=reply)


def _old(moment: datetime) -> ColumnElement[bool]:
    """Tell answers whose time is over, and requests that nobody answers any more."""
    now = int(moment.timestamp())
    kept, given_up = (int(it.total_seconds()) for it in (KEPT, GIVEN_UP))
    abandoned = api_reply.c.status.is_(None) & (api_reply.c.begun_at < now - given_up)
    return (api_reply.c.begun_at < now - kept) | abandoned
