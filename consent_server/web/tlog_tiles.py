"""What an auditor copies to follow a log (C2SP tlog-tiles).

Nothing of it is about a person.
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response
from sqlalchemy import Engine
from werkzeug.exceptions import NotFound

from consent_server.kernel.errors import MalformedEvidenceError, SettingError
from consent_server.ledger.epoch import FIRST_EPOCH
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.tile_path import TilePath, format_entries, parse_tile_path
from consent_server.ledger.tiles import TILE_WIDTH
from consent_server.notice.files import FOR_EVER
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import get_ledger

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
A_MOMENT = "public, max-age=2"
EPOCH = "int(max=999999999)"  # as many digits as a name of a log has


def register_log_copies(app: Flask, engine_of: Callable[[str], Engine]) -> None:
    """Serve every log of every site at its origin's path below ``/sites/``.

    ``engine_of`` returns the database of a site.

    A later epoch is another log, so that what may be kept for ever never changes.
    """
    copies = LogCopies(engine_of)
    first = {"epoch": FIRST_EPOCH}
    for path, view in (
        ("checkpoint", copies.checkpoint),
        ("tile/<path:path>", copies.tile),
    ):
        name = view.__name__
        app.add_url_rule(f"/sites/<site_id>/{path}", name, view, defaults=first)
        app.add_url_rule(f"/sites/<site_id>/<{EPOCH}:epoch>/{path}", name, view)


class LogCopies:
    """What the routes do."""

    def __init__(self, engine_of: Callable[[str], Engine]) -> None:
        self._engine_of = engine_of

    def checkpoint(self, site_id: str, epoch: int) -> Response:
        """Give the newest signed head of a log (C2SP tlog-checkpoint)."""
        note = self._ledger(site_id, epoch).head().note
        if note is None:
            raise NotFound("this ledger has no checkpoint yet")
        return _answer(note.encode(), TEXT, A_MOMENT)

    def tile(self, site_id: str, epoch: int, path: str) -> Response:
        """Give a tile, or a bundle of entries; what is not there yet is not found."""
        ledger = self._ledger(site_id, epoch)
        try:
            wanted = parse_tile_path(path)
        except MalformedEvidenceError as error:
            raise NotFound(str(error)) from error
        read = _hashes if wanted.level is not None else _entries
        data = read(ledger, wanted)
        if data is None:
            raise NotFound("this log is not so large")
        return _answer(data, BYTES, FOR_EVER)

    def _ledger(self, site_id: str, epoch: int) -> SqlLedgerStore:
        engine = self._engine_of(site_id)
        try:
            get_ledger(engine, site_id)
        except SettingError as error:
            raise NotFound("there is no such site") from error
        return SqlLedgerStore(engine, site_id, epoch)


def _hashes(ledger: SqlLedgerStore, wanted: TilePath) -> bytes | None:
    size = wanted.width * HASH_BYTES
    data = ledger.read_tile(wanted.tile)[:size]
    return data if len(data) == size else None


def _entries(ledger: SqlLedgerStore, wanted: TilePath) -> bytes | None:
    start = wanted.number * TILE_WIDTH
    entries = ledger.entries(start, start + wanted.width)
    return format_entries(entries) if len(entries) == wanted.width else None


def _answer(data: bytes, content_type: str, caching: str) -> Response:
    response = Response(data, HTTPStatus.OK, content_type=content_type)
    response.headers["Cache-Control"] = caching
    return response
