"""Looks at settings, folder, databases, and every site with its ledger.

Nothing is changed.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from consent_server.kernel.errors import ConsentError, SettingError
from consent_server.storage.db import create_store_engine, is_sqlite
from consent_server.storage.ledgers import read_ledgers
from consent_server.storage.schema import head_revision, read_revision
from consent_server.storage.sites import SiteStore
from consent_server.storage.soundness import missing_connections, unsafe_settings
from consent_server.web.database import existing_database_url
from consent_server.web.databases import Databases
from consent_server.web.doctor.folder import look_at_file, look_at_folder
from consent_server.web.doctor.found import Found, Level, doubtful, fine, wrong
from consent_server.web.doctor.site import look_at_site
from consent_server.web.installation import Installed
from consent_server.web.ledgers import Ledgers
from consent_server.web.registering import compile_text
from consent_server.web.settings import Settings, read_settings


def examine(environ: Mapping[str, str], moment: datetime) -> Iterator[Found]:
    """Look at an installation, with the environment of its server."""
    try:
        settings = read_settings(environ)
    except SettingError as error:
        yield wrong("settings", error)
        return
    yield fine("settings", "can be used")
    yield from look_at_folder(settings.data_dir)
    try:
        url = existing_database_url(settings.data_dir, settings.database or None)
        databases = Databases(create_store_engine(url), settings.databases)
    except ConsentError as error:
        yield wrong("database", error)
        return
    try:
        yield from _look_into(databases, settings, moment)
    finally:
        databases.dispose()


def _look_into(
    databases: Databases, settings: Settings, moment: datetime
) -> Iterator[Found]:
    main, *others = (_look_at_database(databases, name) for name in databases.names)
    yield from (main, *others)
    if main.level is Level.FAIL:
        return
    if is_sqlite(databases.main):
        yield from look_at_file(settings.data_dir)
    for one in (main, *others):
        if one.level is Level.OK:
            yield from _look_at_server(databases, one.about, settings.workers)
    yield from _look_at_catalogs(databases)
    ledgers = Ledgers(databases)
    for site_id, state in ledgers.read_all().items():
        engine = ledgers.engine_of(site_id)
        site = Installed(engine=engine, site_id=site_id, origin=state.origin)
        yield from look_at_site(site, settings.data_dir, moment)


def _look_at_database(databases: Databases, name: str) -> Found:
    about = f"database {name}"
    try:
        engine = databases.get(name)
        revision, wanted = read_revision(engine), head_revision()
        if revision == wanted:
            count = len(read_ledgers(engine))
            return fine(about, f"answers, has revision {revision}, ledgers: {count}")
    except ConsentError as error:
        return wrong(about, error)
    return wrong(
        about,
        f"its tables have revision {revision or 'none'}, not {wanted}; after a backup "
        "run: consent-server database upgrade",
    )


def _look_at_server(
    databases: Databases, about: str, processes: int
) -> Iterator[Found]:
    """Look at the settings of PostgreSQL; SQLite has none of its own."""
    engine = databases.get(about.removeprefix("database "))
    if is_sqlite(engine):
        return
    for problem in unsafe_settings(engine):
        yield wrong(about, problem)
    scarce = missing_connections(engine, processes)
    if scarce is not None:
        yield doubtful(about, scarce)


def _look_at_catalogs(databases: Databases) -> Iterator[Found]:
    for site in SiteStore(databases.main).list_all():
        about = f"catalog of {site.site_id}"
        try:
            databases.get(site.place.database)
            policy = compile_text(site.catalog, f"{site.site_id}.yaml")
        except ConsentError as error:
            yield wrong(about, error)
        else:
            yield fine(about, f"is policy {policy.version}")
