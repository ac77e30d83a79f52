"""``consent-server site move`` and ``clear``: from one database to another."""

from pathlib import Path

import click

from consent_server.cli.options import (
    data_dir_option,
    database_option,
    databases_option,
)
from consent_server.cli.progress import Progress
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.report import count_of
from consent_server.web.databases import open_databases
from consent_server.web.moving import SiteMove, clear_copy


@click.command(short_help="Move SITE with its ledger to another database.")
@click.argument("site")
@click.option("--to", "name", required=True, help="The database that gets the site.")
@click.option("--cancel", is_flag=True, help="Let the site stay; drop what was copied.")
@data_dir_option
@database_option
@databases_option
def move(
    site: str,
    name: str,
    data_dir: Path,
    database: str | None,
    databases: str,
    *,
    cancel: bool,
) -> None:
    """Move SITE with its ledger to another database, while visitors choose.

    Most is copied while the site runs; every entry is read back and checked. Then, for
    moments, choices answer 503 with Retry-After: the rest is copied, root and
    signature are checked, and the site opens in the other database. Until it has moved
    nothing of it is erased; such requests wait. What ends a move, also kill -9, leaves
    one ledger that lives: run it again, and it goes on.

    The old copy stays behind, closed for ever, with its personal data: delete it with
    consent-server site clear.

    \b
    Examples:
      consent-server site move shop --to east
      consent-server site move shop --to east --cancel
    """  # noqa: D301 - click's own mark against re-wrapping
    with open_databases(data_dir, database, databases) as opened:
        work = SiteMove(site, name, opened, data_dir, SystemClock())
        if cancel:
            work.cancel()
            click.echo(f"{site}: stays where it is; what was copied is deleted.")
            return
        progress = Progress(site)
        moved = work.run(progress.add)
    progress.end()
    if moved is None:
        click.echo(f"{site}: is in {name} already.")
        return
    size = 0 if moved.head is None else moved.head.size
    click.echo(
        f"{site}: {count_of(size, 'entry', 'entries')} in {name}, the same tree under "
        f"the same signature. No choices were taken for {moved.seconds:.1f} seconds.\n"
        f"The copy in {moved.old} holds personal data still; delete it: "
        f"consent-server site clear {site} --in {moved.old}"
    )


@click.command()
@click.argument("site")
@click.option("--in", "name", required=True, help="The database that SITE has left.")
@data_dir_option
@database_option
@databases_option
def clear(
    site: str, name: str, data_dir: Path, database: str | None, databases: str
) -> None:
    """Delete the copy that SITE left in a database when it was moved.

    \b
    Example:
      consent-server site clear shop --in main
    """  # noqa: D301 - likewise
    with open_databases(data_dir, database, databases) as opened:
        records = clear_copy(site, name, opened)
    told = count_of(records, "record is", "records are")
    click.echo(f"{site}: {told} deleted from {name}.")
