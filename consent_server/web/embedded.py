"""The embedded mode: a site, its choices and its ledger in one process."""

from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask

from consent_server.kernel.clock import Clock, SystemClock
from consent_server.kernel.ids import RandomBytes, system_random
from consent_server.notice.policy import compile_policy
from consent_server.notice.render import CHOICES_PATH
from consent_server.sdk.site import EnforcedSite
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.storage.catalog_files import read_catalog
from consent_server.web.database import connect
from consent_server.web.site import Surroundings, open_site
from consent_server.web.visitor.views import register_visitor


def embed(
    app: WSGIApplication,
    catalog_path: Path,
    data_dir: Path,
    *,
    secure: bool = True,
    clock: Clock | None = None,
    random: RandomBytes = system_random,
) -> ConsentMiddleware:
    """Wrap a WSGI application so that it obeys its visitors' recorded choices.

    ``data_dir`` receives the database and the keys. Pass ``secure=False`` only where
    visitors come over plain http, as on loopback.

    Raises:
        CatalogError: The catalog has mistakes; all of them are named.
        SettingError: The data folder or a key cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    policy = compile_policy(read_catalog(catalog_path))
    choices = Flask(__package__, static_url_path=f"{CHOICES_PATH}static")
    engine = connect(choices, data_dir)
    around = Surroundings(
        data_dir=data_dir,
        clock=clock or SystemClock(),
        random=random,
        secure=secure,
    )
    site = open_site(policy, engine, around)
    register_visitor(choices, site)
    enforced = EnforcedSite(site.codec, site.clock, random, secure=secure)
    return ConsentMiddleware(app, enforced, choices)
