"""The connected mode: a site obeys the policy of a consent server beside it."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Unpack
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from consent_server.sdk.asgi import (
    ASGIApplication,
    ConsentASGIMiddleware,
    Receive,
    Scope,
    Send,
)
from consent_server.sdk.bridge import WSGIBridge
from consent_server.sdk.checks import Setup, check_setup, report
from consent_server.sdk.connected.contract import MAX_FORWARD_BYTES
from consent_server.sdk.connected.forwarding import ChoicesForwarder
from consent_server.sdk.connected.keeper import Keeper, Status
from consent_server.sdk.connected.line import Line
from consent_server.sdk.connected.pin import PinFile
from consent_server.sdk.connected.refreshing import SECONDS
from consent_server.sdk.layers import look_into
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.visits import PageSettings, Visits
from consent_server.sdk.wsgi import ConsentMiddleware

KEY_VARIABLE = "CONSENT_SITE_KEY"
PERMISSIONS = 0o777


class ConnectedMiddleware(ConsentMiddleware):
    """Makes a WSGI application obey choices that a consent server records."""

    def __init__(self, app: WSGIApplication, keeper: Keeper, line: Line) -> None:
        super().__init__(app, keeper.site, ChoicesForwarder(keeper, line))
        self._keeper = keeper
        keeper.on_switch = self._switch

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer one request."""
        self._keeper.wake()
        return super().__call__(environ, start_response)

    def status(self) -> Status:
        """Say which policy applies, how old it is, and what is wrong."""
        return self._keeper.status()

    def _switch(self, site: EnforcedSite) -> None:
        self.site = site


class ConnectedASGIMiddleware(ConsentASGIMiddleware):
    """Makes an ASGI application obey choices that a consent server records."""

    def __init__(self, app: ASGIApplication, keeper: Keeper, line: Line) -> None:
        choices = WSGIBridge(ChoicesForwarder(keeper, line), MAX_FORWARD_BYTES)
        super().__init__(app, keeper.site, choices)
        self._keeper = keeper
        keeper.on_switch = self._switch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] != "lifespan":
            self._keeper.wake()
        await super().__call__(scope, receive, send)

    def status(self) -> Status:
        """Say which policy applies, how old it is, and what is wrong."""
        return self._keeper.status()

    def _switch(self, site: EnforcedSite) -> None:
        self.site = site


def connect(
    app: WSGIApplication,
    *,
    server: str,
    site: str,
    pin_dir: str | Path,
    key: str | None = None,
    refresh_seconds: float = SECONDS,
    **visits: Unpack[PageSettings],
) -> ConnectedMiddleware:
    """Wrap a WSGI application so that it obeys choices recorded by a server.

    ``server`` is the address of the consent server, ``site`` the id of this site there,
    ``key`` one of its keys for middlewares; by default it is what the environment has
    under ``CONSENT_SITE_KEY``. ``pin_dir`` receives the policy, for when the server is
    away. ``refresh_seconds`` is how often the server is asked for a newer one, beside
    the requests. The other settings are those of
    :class:`consent_server.sdk.visits.PageSettings`.

    A server that is away never stops a start: the pinned policy applies, and before
    there is one, nothing of third parties runs and nobody is asked.

    Raises:
        SettingError: The address, the key or the folder cannot be used.
    """
    about = Visits(site_id=site, **visits)
    keeper, line = _open(app, about, server, key, Path(pin_dir), refresh_seconds)
    return ConnectedMiddleware(app, keeper, line)


def connect_asgi(
    app: ASGIApplication,
    *,
    server: str,
    site: str,
    pin_dir: str | Path,
    key: str | None = None,
    refresh_seconds: float = SECONDS,
    **visits: Unpack[PageSettings],
) -> ConnectedASGIMiddleware:
    """Wrap an ASGI application as :func:`connect` wraps one of WSGI."""
    about = Visits(site_id=site, **visits)
    keeper, line = _open(app, about, server, key, Path(pin_dir), refresh_seconds)
    return ConnectedASGIMiddleware(app, keeper, line)


def _open(
    app: object,
    visits: Visits,
    server: str,
    key: str | None,
    pin_dir: Path,
    seconds: float,
) -> tuple[Keeper, Line]:
    key = os.environ.get(KEY_VARIABLE, "") if key is None else key
    line = Line(server, visits.site_id, key)
    keeper = Keeper(
        visits, line, PinFile(pin_dir, visits.site_id, visits.random), seconds
    )
    if not keeper.has_policy:
        keeper.refresh()  # nobody visits yet, so nobody waits
        line.start_anew()  # a server that forks its workers now shares no connection
    if keeper.has_policy:
        # What the server says of a site must not stop that site's start.
        report(check_setup(_setup(app, keeper.site, pin_dir)), pin_dir)
    return keeper, line


def _setup(app: object, site: EnforcedSite, pin_dir: Path) -> Setup:
    return Setup(
        policy=site.policy,
        secure=site.secure,
        debug_header=site.debug_header,
        data_dir=pin_dir,
        folder_mode=pin_dir.stat().st_mode & PERMISSIONS,
        key_modes={},
        lost_ledger_key=None,
        lost_token_key=None,
        unusable_keys={},
        foreign_ledger_key=None,
        alone=True,
        layers=look_into(app),
    )
