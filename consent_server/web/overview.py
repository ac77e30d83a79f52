"""The consent server's own pages: which ledgers there are and where they stand.

Nothing here is about a visitor. Head and keys of a site are for everybody who knows its
name; which sites share a server is the operator's affair.
"""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import Forbidden, NotFound, Unauthorized

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    EvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.ledger.anchored import NOT_ANCHORED
from consent_server.sdk.answers import HARDENING
from consent_server.storage.ledgers import LedgerState, get_ledger, read_keys
from consent_server.web.authorising import KeyRing
from consent_server.web.installation import Installed
from consent_server.web.keys import public_key_path
from consent_server.web.ledgers import Ledgers
from consent_server.web.problems import keep_headers
from consent_server.web.publishing import find_trust, read_status
from consent_server.web.tlog_tiles import TEXT

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatus:
    """What the overview shows of one site; ``frozen`` says why nothing is signed."""

    site_id: str
    origin: str
    epoch: int
    size: int
    key: str
    anchor: str
    frozen: str | None


def register_overview(
    app: Flask, ledgers: Ledgers, data_dir: Path, clock: Clock, keys: KeyRing
) -> None:
    """Add the pages about ledgers and their keys; ``keys`` are an operator's."""
    pages = OverviewPages(ledgers, data_dir, clock, keys)
    app.add_url_rule("/", "overview", pages.overview)
    app.add_url_rule("/sites/<site_id>/key", "key", pages.key)
    app.add_url_rule("/sites/<site_id>/keys", "keys", pages.keys)
    app.register_error_handler(StoreUnavailableError, _unavailable)
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    """Keep the page out of frames; what else this server answers is not touched."""
    if request.endpoint == "overview":
        response.headers.update(HARDENING)
    return response


def _closed(error: Unauthorized | Forbidden) -> Response:
    body = render_template(
        "problem.html",
        language="en",
        heading="Consent server",
        detail="Which sites it answers for is told to its own machine, and to a key of "
        "role admin.",
        back="Try again",
    )
    return keep_headers(Response(body, error.code, content_type=HTML), error)


def _unavailable(error: StoreUnavailableError) -> Response:
    """Answer 503: a page where a person looks, a line for programs."""
    body, kind = f"database: {error}\n", TEXT
    if request.endpoint == "overview":
        body = render_template(
            "problem.html",
            language="en",
            heading="The database is away",
            detail=f"The sites cannot be listed: {error}. Until it is back, no choice "
            "is taken and nothing is granted.",
            back="Try again",
        )
        kind = HTML
    return Response(body, HTTPStatus.SERVICE_UNAVAILABLE, content_type=kind)


class OverviewPages:
    """What the routes do."""

    def __init__(
        self, ledgers: Ledgers, data_dir: Path, clock: Clock, keys: KeyRing
    ) -> None:
        self._ledgers = ledgers
        self._keys = keys
        self._data_dir = data_dir
        self._clock = clock

    def overview(self) -> str | Response:
        """List the sites with size and key of their ledgers, for an operator."""
        try:
            self._keys.admit_operator(request)
        except (Unauthorized, Forbidden) as error:
            return _closed(error)
        sites = [
            self._status(site_id, state)
            for site_id, state in self._ledgers.read_all().items()
        ]
        return render_template("overview.html", language="en", sites=sites)

    def key(self, site_id: str) -> Response:
        """Give the public key that checks the newest log of a site."""
        key = self._read_key(site_id, self._require_site(site_id))
        return Response(key + "\n", content_type=TEXT)

    def keys(self, site_id: str) -> Response:
        """Give every key that signed for a site, and which entries it covered."""
        self._require_site(site_id)
        periods = read_keys(self._ledgers.engine_of(site_id), site_id)
        listed: list[Json] = []
        for one, after in zip(periods, [*periods[1:], None], strict=True):
            followed = after is not None and after.epoch == one.epoch
            listed.append(
                {
                    "key": one.vkey,
                    "epoch": one.epoch,
                    "from": one.position,
                    "until": after.position if after and followed else None,
                }
            )
        return Response(canonical_json({"keys": listed}), mimetype="application/json")

    def _status(self, site_id: str, state: LedgerState) -> SiteStatus:
        return SiteStatus(
            site_id=site_id,
            origin=state.origin,
            epoch=state.epoch,
            size=state.size,
            key=self._read_key(site_id, state),
            anchor=self._anchor(site_id, state.origin),
            frozen=state.frozen,
        )

    def _anchor(self, site_id: str, origin: str) -> str:
        """Say how a ledger is anchored, or why nobody can tell."""
        engine = self._ledgers.engine_of(site_id)
        site = Installed(engine=engine, site_id=site_id, origin=origin)
        try:
            trust = find_trust(self._data_dir, site_id)
            return read_status(site, trust, self._clock.now()).words
        except (EvidenceError, SettingError) as error:
            return f"{NOT_ANCHORED}; {error}"

    def _require_site(self, site_id: str) -> LedgerState:
        try:
            return get_ledger(self._ledgers.engine_of(site_id), site_id)
        except SettingError as error:
            raise NotFound("there is no such site") from error

    def _read_key(self, site_id: str, state: LedgerState) -> str:
        if state.vkey is not None:
            return state.vkey
        # Nothing was signed since the head names its key.
        path = public_key_path(self._data_dir, site_id)
        try:
            return path.read_text("ascii").strip()
        except OSError as error:
            raise StoreUnavailableError(
                f"{path.name} cannot be read: {error.strerror}"
            ) from error
