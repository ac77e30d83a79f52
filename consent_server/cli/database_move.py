"""``consent-server database move``: from a SQLite file to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consent_server.cli.options import data_dir_option
from consent_server.cli.progress import Progress
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.report import count_of
from consent_server.storage.db import parse_database_url, store_engine
from consent_server.web.database import existing_database_url
from consent_server.web.outgrowing import Outgrowing


@click.command(short_help="Move everything from the SQLite file to PostgreSQL.")
@click.option(
    "--to",
    "address",
    required=True,
    envvar="DATABASE_URL",
    show_envvar=True,
    help="The address of a PostgreSQL database that has tables.",
)
@click.option("--cancel", is_flag=True, help="Stay; drop what was copied.")
@data_dir_option
def move(address: str, data_dir: Path, *, cancel: bool) -> None:
    """Move sites, ledgers and keys of the interface from the SQLite file to PostgreSQL.

    Servers and jobs are stopped meanwhile. Every entry is read back and checked, and
    the tree that arrived has to be the one that was signed. What ends it, also kill -9,
    leaves one ledger that lives: run it again, and it goes on.

    The keys stay in the data folder. So does the file, closed for ever, with its
    personal data: delete it once everything runs.

    \b
    Examples:
      consent-server database move --to postgresql://consent@db/consent
      consent-server database move --to postgresql://consent@db/consent --cancel
    """  # noqa: D301 - click's own mark against re-wrapping
    file = existing_database_url(data_dir, None)
    with _opened(address, data_dir) as work:
        if cancel:
            for site in work.cancel():
                click.echo(f"{site}: stays where it is; what was copied is deleted.")
            return
        progress = Progress("all ledgers")
        moved = work.run(progress.add)
    progress.end()
    for site, head in moved.items():
        if head is None:
            click.echo(f"{site}: has moved already, or had no entries.")
            continue
        entries = count_of(head.size, "entry", "entries")
        click.echo(f"{site}: {entries}, the same tree under the same signature.")
    click.echo(
        "Give servers, jobs and commands the address from now on (DATABASE_URL). "
        f"{file.database} holds personal data still; delete it once they run."
    )


@contextmanager
def _opened(address: str, data_dir: Path) -> Iterator[Outgrowing]:
    with (
        store_engine(existing_database_url(data_dir, None)) as source,
        store_engine(parse_database_url(address)) as target,
    ):
        yield Outgrowing(source, target, data_dir, SystemClock())
