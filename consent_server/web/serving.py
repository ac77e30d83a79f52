"""A server as it faces the world: settings, border, logs and metrics around it.

``create`` is what a WSGI server is given: ``consent_server.web.serving:create()``.
"""

import os
from collections.abc import Mapping
from wsgiref.types import WSGIApplication

from werkzeug.middleware.proxy_fix import ProxyFix

from consent_server.kernel.ids import system_random
from consent_server.storage.db import is_sqlite
from consent_server.web.border import Border
from consent_server.web.gathering import Gatherer
from consent_server.web.logs import configure_logging
from consent_server.web.metrics import Metrics, register_metrics
from consent_server.web.observing import Observe, Observer, observe_nothing
from consent_server.web.parts import parts_of
from consent_server.web.server import open_server
from consent_server.web.settings import Settings, read_settings
from consent_server.web.start import mark_use


def create(environ: Mapping[str, str] = os.environ) -> WSGIApplication:
    """Make the application of the installation that an environment describes.

    Raises:
        SettingError: A setting, the data folder or the database cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    settings = read_settings(environ)
    configure_logging(settings.log_level)
    app = open_server(settings)
    parts = parts_of(app)
    if is_sqlite(parts.databases.main):
        mark_use(settings.data_dir)  # before there is a visitor, too
    observe: Observe = observe_nothing
    if settings.metrics:
        metrics = Metrics(parts.ledgers, parts.around.clock)
        register_metrics(app, metrics, parts.keys)
        observe = metrics.observe
    return surround(app, settings, observe)


def surround(
    app: WSGIApplication, settings: Settings, observe: Observe
) -> WSGIApplication:
    """Put what every request passes around an application."""
    app = Border(Gatherer(app, settings.threads), settings.trusted_hosts)
    if settings.forwarded_hops:
        hops = settings.forwarded_hops
        app = ProxyFix(app, x_for=hops, x_proto=hops, x_host=hops)
    return Observer(app, system_random, observe)
