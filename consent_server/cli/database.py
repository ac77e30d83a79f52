"""``consent-server database``: the tables, and their way to another version."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import Engine

from consent_server.cli.exits import FINDINGS
from consent_server.cli.lazy import LazyGroup
from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.kernel.errors import SettingError
from consent_server.ledger.report import count_of
from consent_server.storage import schema
from consent_server.storage.db import is_sqlite, store_engine
from consent_server.web.backup import back_up
from consent_server.web.database import existing_database_url
from consent_server.web.start import require_unused


@click.group("database", cls=LazyGroup, places={"move": "database_move:move"})
def database_commands() -> None:
    """Upgrade, copy and move the database.

    Stop every server of the installation and make a backup before you change tables.
    """


@database_commands.command()
@data_dir_option
@database_option
@json_option
def status(data_dir: Path, database: str | None, *, as_json: bool) -> None:
    """Say which revision the tables have.

    Exit code 0: the one of this version. 1: another one, or there are no tables.

    \b
    Examples:
      consent-server database status --data-dir consent-data
      consent-server database status --database postgresql://consent@db/consent --json
    """  # noqa: D301 - click's own mark against re-wrapping
    with store_engine(existing_database_url(data_dir, database)) as engine:
        found = schema.read_revision(engine)
    wanted = schema.head_revision()
    if as_json:
        click.echo(json.dumps({"revision": found, "wanted": wanted}))
    elif found == wanted:
        click.echo(f"The tables have revision {found}, as this version needs it.")
    else:
        click.echo(
            f"The tables have revision {found}; this version needs {wanted}."
            if found
            else f"There are no tables yet; this version needs revision {wanted}."
        )
    if found != wanted:
        raise click.exceptions.Exit(FINDINGS)


@database_commands.command()
@data_dir_option
@database_option
def upgrade(data_dir: Path, database: str | None) -> None:
    """Make the tables, or bring them to this version.

    It happens whole or not at all. While a server uses a SQLite file, its tables stay
    as they are.

    \b
    Examples:
      consent-server database upgrade --data-dir consent-data
      consent-server database upgrade --database postgresql://consent@db/consent
    """  # noqa: D301 - likewise
    with store_engine(existing_database_url(data_dir, database)) as engine:
        _require_unused(engine, data_dir, schema.head_revision())
        schema.upgrade(engine)
    click.echo(f"The tables have revision {schema.head_revision()} now.")


@database_commands.command()
@data_dir_option
@database_option
@click.option("--to", "revision", required=True, help="The earlier revision.")
def downgrade(data_dir: Path, database: str | None, revision: str) -> None:
    """Bring the tables back, for an earlier version.

    It happens whole or not at all, and to a SQLite file only while no server uses it.
    No record is lost, and what a later revision added
    beside the records may be.

    \b
    Example:
      consent-server database downgrade --data-dir consent-data --to 0001
    """  # noqa: D301 - likewise
    with store_engine(existing_database_url(data_dir, database)) as engine:
        _require_unused(engine, data_dir, revision)
        schema.downgrade(engine, revision)
    click.echo(f"The tables have revision {revision} now.")


@database_commands.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@data_dir_option
@database_option
@json_option
def backup(out: Path, data_dir: Path, database: str | None, *, as_json: bool) -> None:
    """Copy the SQLite file to the new file OUT; servers go on.

    The copy is one moment, and is looked through before it gets its name. Keys and
    high-water mark are not in it. PostgreSQL has programs of its own for this.

    \b
    Example:
      consent-server database backup /srv/backup/consent.sqlite3
    """  # noqa: D301 - likewise
    url = existing_database_url(data_dir, database)
    if url.get_backend_name() != "sqlite":
        raise SettingError(
            "PostgreSQL is backed up by its own programs: pg_dump --format=custom "
            f'--file {out} "$DATABASE_URL", or pg_basebackup'
        )
    with click.progressbar(
        length=1, label="Copying", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def tell(pages: int, all_pages: int) -> None:
            bar.length = all_pages
            bar.update(pages - bar.pos)

        found = back_up(Path(str(url.database)), out, tell)
    if as_json:
        click.echo(json.dumps({"file": str(out), "ledgers": [*map(asdict, found)]}))
        return
    for one in found:
        entries = count_of(one.entries, "entry", "entries")
        records = count_of(one.waiting, "record", "records")
        waiting = f", and {records} without position" * bool(one.waiting)
        click.echo(f"{one.site}: {entries} of {one.origin}{waiting}")


def _require_unused(engine: Engine, data_dir: Path, revision: str) -> None:
    """Refuse to change tables under a server that works with them as they are.

    Raises:
        SettingError: Another process uses the SQLite file.
    """
    if is_sqlite(engine) and schema.read_revision(engine) != revision:
        require_unused(data_dir)
