"""The embedded mode: a site, its choices and its ledger in one process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack
from wsgiref.types import WSGIApplication

from flask import Flask

from consent_server.notice.policy import compile_policy
from consent_server.sdk.asgi import ASGIApplication, ConsentASGIMiddleware
from consent_server.sdk.bridge import WSGIBridge
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.visits import PageSettings
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.database import connect
from consent_server.web.hosted import HostedSite, choices_app, host_site
from consent_server.web.site import Surroundings
from consent_server.web.start import check_start
from consent_server.web.visitor.receipt_check import MAX_RECEIPT_BYTES


def embed(
    app: WSGIApplication,
    catalog_path: Path,
    data_dir: Path,
    *,
    database: str | None = None,
    hops: int = 0,
    **visits: Unpack[PageSettings],
) -> ConsentMiddleware:
    """Wrap a WSGI application so that it obeys its visitors' recorded choices.

    ``data_dir`` receives the keys and, unless ``database`` is the address of a
    PostgreSQL database, a SQLite file. ``hops`` is how many proxies of the site's own
    stand in front and name whom they ask for in ``X-Forwarded-For``; a flood of choices
    is told apart by it. The other settings are those of
    :class:`consent_server.sdk.visits.PageSettings`.

    Raises:
        CatalogError: The catalog has mistakes; all of them are named.
        SettingError: A setting would leave visitors unprotected, or the data folder or
            a key cannot be used; docs/reference/checks.md explains each code.
        StoreUnavailableError: The database cannot be opened.
    """
    around = Surroundings(data_dir=data_dir, hops=hops, **visits)
    parts = _open(app, catalog_path, around, database)
    return ConsentMiddleware(app, parts.site, parts.choices)


def embed_asgi(
    app: ASGIApplication,
    catalog_path: Path,
    data_dir: Path,
    *,
    database: str | None = None,
    hops: int = 0,
    **visits: Unpack[PageSettings],
) -> ConsentASGIMiddleware:
    """Wrap an ASGI application as :func:`embed` wraps one of WSGI."""
    around = Surroundings(data_dir=data_dir, hops=hops, **visits)
    parts = _open(app, catalog_path, around, database)
    choices = WSGIBridge(parts.choices, MAX_RECEIPT_BYTES)
    return ConsentASGIMiddleware(app, parts.site, choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What a middleware is made of, beside the application."""

    site: EnforcedSite
    choices: Flask


def _open(
    app: object, catalog_path: Path, around: Surroundings, database: str | None
) -> _Parts:
    policy = compile_policy(read_catalog(catalog_path))
    choices = choices_app()
    engine = connect(choices, around.data_dir, database)
    try:
        check_start(app, policy, engine, around)
        hosted = host_site(choices, policy, engine, around)
        return _Parts(site=_enforce(hosted, around), choices=choices)
    finally:
        # A server that forks its workers now gives them no connection of this process.
        engine.dispose()


def _enforce(hosted: HostedSite, around: Surroundings) -> EnforcedSite:
    site = hosted.site
    return EnforcedSite(
        site.codec,
        site.clock,
        around.random,
        hosted.evidence,
        since=(site.policies.in_force_since() or site.clock.now()).date(),
        secure=around.secure,
        compress=around.compress,
        debug_header=around.debug_header,
    )
