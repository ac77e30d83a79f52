"""``consent-server doctor``: is everything there that a server needs?"""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from consent_server.cli.exits import FINDINGS
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.report import escape
from consent_server.web.doctor import Found, examine


@click.command()
@click.option(
    "--data-dir",
    envvar="CONSENT_DATA_DIR",
    show_envvar=True,
    type=click.Path(path_type=Path),
    help="The data folder; the other settings come from the environment.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def doctor(data_dir: Path | None, *, as_json: bool) -> None:
    """Look at settings, folder, databases, catalogs, keys, ledgers, disk and clock.

    It reads the environment that the server has, and changes nothing. Exit code 0: all
    is fine. 1: something is not.

    \b
    Examples:
      consent-server doctor
      DATABASE_URL=postgresql://consent@db/consent consent-server doctor --json
    """  # noqa: D301 - click's own mark against re-wrapping
    given = {} if data_dir is None else {"CONSENT_DATA_DIR": str(data_dir)}
    found = [*examine({**os.environ, **given}, SystemClock().now())]
    if as_json:
        click.echo(json.dumps({"checks": [asdict(one) for one in found]}, indent=2))
    else:
        click.echo("\n".join(_line(one) for one in found))
    if not all(one.fine for one in found):
        raise click.exceptions.Exit(FINDINGS)


def _line(one: Found) -> str:
    mark = "fine   " if one.fine else "FINDING"
    return f"{mark} {escape(one.about)}: {escape(one.says)}"
