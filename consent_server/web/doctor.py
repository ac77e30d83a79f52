"""Everything that keeps a server from working, looked for before visitors find it.

Nothing is changed.
"""

import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from consent_server.kernel.errors import ConsentError, SettingError
from consent_server.storage.db import create_store_engine
from consent_server.storage.ledgers import read_ledgers
from consent_server.storage.schema import head_revision, read_revision
from consent_server.storage.sites import SiteStore
from consent_server.web.database import existing_database_url
from consent_server.web.databases import Databases
from consent_server.web.installation import Installed
from consent_server.web.key_file import read_passphrase
from consent_server.web.ledger_status import LedgerStatus, look_at_ledger
from consent_server.web.ledgers import Ledgers
from consent_server.web.registering import compile_text
from consent_server.web.settings import Settings, read_settings

ROOM_BYTES = 1024**3
AHEAD = timedelta(minutes=5)
"""By how much a checkpoint may come from the future: clocks of servers differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was looked at, whether it is fine, and what there is to say."""

    about: str
    fine: bool
    says: str


def examine(environ: Mapping[str, str], moment: datetime) -> Iterator[Found]:
    """Look at settings, folder, databases, and every site with its ledger."""
    try:
        settings = read_settings(environ)
    except SettingError as error:
        yield _wrong("settings", error)
        return
    yield _fine("settings", "can be used")
    yield from _look_at_folder(settings.data_dir)
    try:
        url = existing_database_url(settings.data_dir, settings.database or None)
        databases = Databases(create_store_engine(url), settings.databases)
    except ConsentError as error:
        yield _wrong("database", error)
        return
    try:
        yield from _look_into(databases, settings, moment)
    finally:
        databases.dispose()


def _look_into(
    databases: Databases, settings: Settings, moment: datetime
) -> Iterator[Found]:
    found = [_look_at_database(databases, name) for name in databases.names]
    yield from found
    if not found[0].fine:
        return
    yield from _look_at_catalogs(databases)
    ledgers = Ledgers(databases)
    for site_id, state in ledgers.read_all().items():
        engine = ledgers.engine_of(site_id)
        site = Installed(engine=engine, site_id=site_id, origin=state.origin)
        yield from _look_at_site(site, settings.data_dir, moment)


def _look_at_folder(folder: Path) -> Iterator[Found]:
    try:
        mode = folder.stat().st_mode
        free = shutil.disk_usage(folder).free
        read_passphrase()
    except (OSError, SettingError) as error:
        yield _wrong("data folder", error)
        return
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield _wrong("data folder", f"others can look into it: chmod 700 {folder}")
    else:
        yield _fine("data folder", "is its owner's alone")
    room = f"{free / ROOM_BYTES:.1f} GiB are free beside {folder}"
    yield Found(about="disk", fine=free >= ROOM_BYTES, says=room)


def _look_at_database(databases: Databases, name: str) -> Found:
    about = f"database {name}"
    try:
        engine = databases.get(name)
        revision, wanted = read_revision(engine), head_revision()
        if revision == wanted:
            count = len(read_ledgers(engine))
            return _fine(about, f"answers, has revision {revision}, ledgers: {count}")
    except ConsentError as error:
        return _wrong(about, error)
    return _wrong(
        about,
        f"its tables have revision {revision or 'none'}, not {wanted}; after a backup "
        "run: consent-server database upgrade",
    )


def _look_at_catalogs(databases: Databases) -> Iterator[Found]:
    for site in SiteStore(databases.main).list_all():
        about = f"catalog of {site.site_id}"
        try:
            databases.get(site.place.database)
            policy = compile_text(site.catalog, f"{site.site_id}.yaml")
        except ConsentError as error:
            yield _wrong(about, error)
        else:
            yield _fine(about, f"is policy {policy.version}")


def _look_at_site(site: Installed, data_dir: Path, moment: datetime) -> Iterator[Found]:
    about = f"ledger of {site.site_id}"
    try:
        status = look_at_ledger(site, data_dir, moment)
    except ConsentError as error:
        yield _wrong(about, error)
        return
    problems = [*status.findings, *_judge_clock(status)]
    for problem in problems:
        yield _wrong(about, problem)
    if not problems:
        anchors = status.anchors.words
        yield _fine(about, f"has {status.state.size} entries; {anchors}")


def _judge_clock(status: LedgerStatus) -> Iterator[str]:
    signed_at = status.progress.signed_at
    if signed_at is not None and signed_at > (status.moment + AHEAD).timestamp():
        yield (
            "its newest checkpoint is from the future: this machine's clock is behind, "
            "or another server's is ahead"
        )


def _fine(about: str, says: str) -> Found:
    return Found(about=about, fine=True, says=says)


def _wrong(about: str, why: object) -> Found:
    return Found(about=about, fine=False, says=str(why))
