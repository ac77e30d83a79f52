"""What a view is told: who asks, about which site, and what was sent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Request
from sqlalchemy import Engine

from consent_server.token.api_key import ApiKey
from consent_server.web.api.export_worker import ExportWorker, hide_paths
from consent_server.web.api.refusing import CHANGED, Refused
from consent_server.web.parts import Parts
from consent_server.web.site import OpenSite


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that may be answered.

    ``once`` stands for this request and its repetitions; none for what only reads.
    ``opened`` is the site that the path names. ``exports`` makes files.
    """

    parts: Parts
    request: Request
    key: ApiKey | None
    opened: OpenSite | None
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    once: bytes | None
    exports: ExportWorker

    @property
    def site(self) -> OpenSite:
        """The site; for operations whose path names one."""
        if self.opened is None:
            raise LookupError("the path of this operation names no site")
        return self.opened

    @property
    def site_id(self) -> str:
        """Its id."""
        return self.site.policy.site.id

    @property
    def engine(self) -> Engine:
        """The database with its ledger."""
        return self.parts.ledgers.engine_of(self.site_id)

    @property
    def main(self) -> Engine:
        """The database of the installation."""
        return self.parts.databases.main

    @property
    def by(self) -> str:
        """The number of the key, for whoever wants to know later."""
        return "" if self.key is None else self.key.key_id

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.parts.around.clock.now()

    def hide(self, text: str) -> str:
        """Leave out where the data of this server lie: clients are told no paths."""
        return hide_paths(text, self.parts.around.data_dir)

    def new_id(self) -> UUID:
        """Return the id of what this request makes, the same for each repetition.

        Nobody can foresee it who does not know the client's own key.
        """
        digest = hashlib.sha256(b"made by " + (self.once or b"")).digest()
        return UUID(bytes=digest[:16], version=4)

    def require_match(self, etag: str) -> None:
        """Refuse a change of another version than the client has seen.

        RFC 9110 section 13.1.1 and RFC 6585 section 3.
        """
        wanted = self.request.if_match
        if not wanted or wanted.star_tag:
            raise Refused(
                HTTPStatus.PRECONDITION_REQUIRED,
                "if_match_missing",
                "say which version you have seen: If-Match with its ETag",
            )
        if not wanted.contains(etag):
            raise Refused(
                HTTPStatus.PRECONDITION_FAILED,
                CHANGED,
                "this is not the version that If-Match names; look at it again",
            )
