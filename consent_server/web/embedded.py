"""The embedded mode: a site, its choices and its ledger in one process."""

from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask
from sqlalchemy import Engine

from consent_server.enforcement.evidence import Evidence, Taken
from consent_server.kernel.clock import Clock, SystemClock
from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.asgi import ASGIApplication, ConsentASGIMiddleware
from consent_server.sdk.bridge import WSGIBridge
from consent_server.sdk.flushing import Flusher
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.storage.catalog_files import read_catalog
from consent_server.storage.evidence import EvidenceStore
from consent_server.web.database import connect
from consent_server.web.site import Surroundings, open_site
from consent_server.web.start import check_start
from consent_server.web.visitor.receipt_check import MAX_RECEIPT_BYTES
from consent_server.web.visitor.views import register_visitor


def embed(  # noqa: PLR0913 - settings, each by its name
    app: WSGIApplication,
    catalog_path: Path,
    data_dir: Path,
    *,
    database: str | None = None,
    secure: bool = True,
    compress: bool = True,
    debug_header: bool = False,
    clock: Clock | None = None,
    random: RandomBytes = system_random,
) -> ConsentMiddleware:
    """Wrap a WSGI application so that it obeys its visitors' recorded choices.

    ``data_dir`` receives the keys and, unless ``database`` is the address of a
    PostgreSQL database, a SQLite file. Pass ``secure=False`` only where visitors
    come over plain http, as on loopback. Pages are compressed on their way out;
    pass ``compress=False`` where a proxy in front does it. ``debug_header=True`` is
    for development: each response then tells in ``Consent-Debug`` what was held.

    Raises:
        CatalogError: The catalog has mistakes; all of them are named.
        SettingError: A setting would leave visitors unprotected, or the data folder or
            a key cannot be used; docs/reference/checks.md explains each code.
        StoreUnavailableError: The database cannot be opened.
    """
    around = Surroundings(
        data_dir=data_dir,
        clock=clock or SystemClock(),
        random=random,
        secure=secure,
        compress=compress,
        debug_header=debug_header,
    )
    parts = _open(app, catalog_path, around, database)
    return ConsentMiddleware(app, parts.site, parts.choices)


def embed_asgi(  # noqa: PLR0913 - settings, each by its name
    app: ASGIApplication,
    catalog_path: Path,
    data_dir: Path,
    *,
    database: str | None = None,
    secure: bool = True,
    compress: bool = True,
    debug_header: bool = False,
    clock: Clock | None = None,
    random: RandomBytes = system_random,
) -> ConsentASGIMiddleware:
    """Wrap an ASGI application as :func:`embed` wraps one of WSGI."""
    around = Surroundings(
        data_dir=data_dir,
        clock=clock or SystemClock(),
        random=random,
        secure=secure,
        compress=compress,
        debug_header=debug_header,
    )
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
    choices = Flask(__package__, static_url_path=f"{CHOICES_PATH}static")
    engine = connect(choices, around.data_dir, database)
    try:
        return _assemble(app, policy, choices, engine, around)
    finally:
        # A server that forks its workers now gives them no connection of this process.
        engine.dispose()


def _assemble(
    app: object, policy: Policy, choices: Flask, engine: Engine, around: Surroundings
) -> _Parts:
    check_start(app, policy, engine, around)
    site = open_site(policy, engine, around)
    evidence = Evidence()
    register_visitor(choices, site, evidence)
    enforced = EnforcedSite(
        site.codec,
        site.clock,
        around.random,
        evidence,
        since=(site.policies.in_force_since() or site.clock.now()).date(),
        secure=around.secure,
        compress=around.compress,
        debug_header=around.debug_header,
    )
    _keep_evidence(enforced, engine)
    return _Parts(site=enforced, choices=choices)


def _keep_evidence(site: EnforcedSite, engine: Engine) -> None:
    store = EvidenceStore(engine, site.policy.site.id)

    def save(taken: Taken) -> None:
        # The day of the writing: a response of just before midnight counts for the
        # next one, and after an outage what was held during it.
        store.add(taken, site.policy.version, site.clock.now().date())

    Flusher(site.evidence, save)
