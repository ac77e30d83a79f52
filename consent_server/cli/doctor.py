"""``consent-server doctor``: is everything there that a server needs?"""

import os
from dataclasses import asdict
from pathlib import Path

import click

from consent_server.cli.exits import BAD_INPUT, FINDINGS
from consent_server.cli.options import data_dir_option, json_option
from consent_server.cli.printing import say_json
from consent_server.kernel.clock import SystemClock
from consent_server.ledger.report import escape
from consent_server.web.doctor.examine import examine
from consent_server.web.doctor.found import Found, Level

_CODES = {Level.OK: 0, Level.WARN: FINDINGS, Level.FAIL: BAD_INPUT}


@click.command(short_help="Say what keeps a server from working, or will.")
@data_dir_option
@json_option
def doctor(data_dir: Path, *, as_json: bool) -> None:
    """Look at settings, folder, databases, catalogs, keys, ledgers, disk and clock.

    It reads the environment that the server has, and changes nothing. Each line is OK,
    WARN (somebody should look at it) or FAIL (it keeps the server or a site from
    working), with what to do. Exit code 0: all is fine. 1: there are warnings. 2:
    something fails.

    \b
    Examples:
      consent-server doctor
      DATABASE_URL=postgresql://consent@db/consent consent-server doctor --json
    """  # noqa: D301 - click's own mark against re-wrapping
    environment = {**os.environ, "CONSENT_DATA_DIR": str(data_dir)}
    found = [*examine(environment, SystemClock().now())]
    if as_json:
        say_json({"checks": [asdict(one) for one in found]})
    else:
        click.echo("\n".join(_line(one) for one in found))
    raise click.exceptions.Exit(max(_CODES[one.level] for one in found))


def _line(one: Found) -> str:
    return f"{one.level.upper():4} {escape(one.about)}: {escape(one.says)}"
