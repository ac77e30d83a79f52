"""The consent server: one installation, any number of sites, wired together."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from sqlalchemy import URL
from werkzeug.exceptions import HTTPException

from consent_server.kernel.clock import Clock, SystemClock
from consent_server.kernel.errors import ConsentError
from consent_server.notice.render import CHOICES_PATH
from consent_server.storage.schema import require_schema
from consent_server.web.api.rate import Rate
from consent_server.web.api.register import register_api
from consent_server.web.authorising import KeyRing
from consent_server.web.connected.routes import register_connected
from consent_server.web.database import connect
from consent_server.web.databases import Databases
from consent_server.web.health import register_health
from consent_server.web.keys import require_passphrase
from consent_server.web.ledgers import Ledgers
from consent_server.web.overview import register_overview
from consent_server.web.parts import EXTENSION, Parts
from consent_server.web.problems import problem_of
from consent_server.web.settings import Settings
from consent_server.web.site import Surroundings
from consent_server.web.sites import Sites
from consent_server.web.tag_router import TagRouter
from consent_server.web.tlog_tiles import register_log_copies


def create_server(
    data_dir: Path,
    database: str | None = None,
    clock: Clock | None = None,
    *,
    databases: Mapping[str, URL] | None = None,
    secure: bool = True,
    rate: Rate | None = None,
) -> Flask:
    """Make the WSGI application of one installation.

    Args:
        data_dir: Has the keys and, without ``database``, a SQLite file.
        database: The address of its PostgreSQL database, where it has one.
        clock: Tells the time; the machine's by default.
        databases: More of them by name, for sites that are spread over several.
        secure: Whether visitors come over https.
        rate: How often a key may ask the interface.

    Raises:
        SettingError: The data folder, its keys or the database cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    app = Flask(__package__, static_url_path=f"{CHOICES_PATH}static")
    around = Surroundings(
        data_dir=data_dir,
        clock=clock or SystemClock(),
        secure=secure,
    )
    require_passphrase(data_dir)
    opened = Databases(connect(app, data_dir, database), databases or {})
    require_schema(opened.main)
    parts = Parts(
        databases=opened,
        ledgers=Ledgers(opened),
        sites=Sites(opened, around),
        keys=KeyRing(opened.main, around.clock),
        around=around,
    )
    app.extensions[EXTENSION] = parts
    app.register_error_handler(ConsentError, problem_of)
    app.register_error_handler(HTTPException, problem_of)
    register_overview(app, parts.ledgers, data_dir, around.clock, parts.keys)
    register_health(app, opened, parts.sites, data_dir)
    register_log_copies(app, parts.ledgers.engine_of)
    register_connected(app, parts.sites.find, parts.keys.authorise)
    register_api(app, parts, rate)
    app.wsgi_app = TagRouter(app.wsgi_app, parts.sites.find_tags)  # type: ignore[method-assign]  # as Flask's manual does
    # A server that forks its workers now gives them no connection of this process.
    opened.dispose()
    return app


def open_server(settings: Settings) -> Flask:
    """Make the application that settings describe.

    Raises:
        SettingError: The data folder or the database cannot be used.
        StoreUnavailableError: The database cannot be opened.
    """
    return create_server(
        settings.data_dir,
        settings.database or None,
        databases=settings.databases,
        secure=not settings.plain_http,
    )
