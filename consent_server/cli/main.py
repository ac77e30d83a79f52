"""``consent-server NOUN VERB``.

Exit codes: 0 fine, 1 findings, 2 usage or bad input, 3 broken evidence.
"""

import logging
import sys
from collections.abc import Sequence

import click

from consent_server import __version__
from consent_server.cli.exits import BAD_INPUT, BROKEN_EVIDENCE
from consent_server.cli.lazy import LazyGroup
from consent_server.kernel.errors import BrokenEvidenceError, ConsentError
from consent_server.ledger.report import escape


@click.group(
    cls=LazyGroup,
    places={
        "api": "api:api",
        "audit": "audit:audit",
        "catalog": "catalog:catalog",
        "database": "database:database_commands",
        "doctor": "doctor:doctor",
        "enforcement": "enforcement:enforcement",
        "findings": "findings:findings",
        "gateway": "gateway:gateway",
        "init": "init:init",
        "jobs": "jobs:jobs",
        "ledger": "ledger:ledger",
        "rights": "rights:rights",
        "serve": "serve:serve",
        "site": "site:site",
        "statistics": "statistics:statistics",
        "witness": "witness:witness",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="consent-server")
def commands() -> None:
    """Cookie consent that is enforced on the server and can be proved.

    \b
    To begin:
      consent-server init                      # asks, and writes site.yaml
      consent-server catalog check site.yaml   # what the law says about it
      consent-server site add site.yaml
      consent-server serve --plain-http        # on your own machine
    """  # noqa: D301 - click's own mark against re-wrapping


class _Said(logging.Handler):
    """Says what the parts below log, in words for whoever typed the command."""

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage().replace("_", " ")
        about, why = vars(record).get("ledger"), vars(record).get("why")
        said = ": ".join(str(one) for one in (about, words, why) if one)
        click.echo(escape(said), err=True)


_SAID = _Said(logging.WARNING)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours is one clear line, not a traceback.

    ``arguments`` are those of the process if they are left out.
    """
    logging.getLogger("consent_server").addHandler(_SAID)  # the same one is added once
    try:
        sys.exit(commands.main(arguments, standalone_mode=False))
    except BrokenEvidenceError as error:
        click.echo(f"BROKEN: {error}", err=True)
        sys.exit(BROKEN_EVIDENCE)
    except ConsentError as error:
        click.echo(f"Error: {error}", err=True)
        cause = error.__cause__
        # Known by its module: importing SQLAlchemy takes longer than most commands.
        if cause and type(cause).__module__.startswith("sqlalchemy."):
            click.echo(f"Cause: {cause.args[0]}", err=True)
        sys.exit(BAD_INPUT)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        click.echo("Aborted.", err=True)
        sys.exit(BAD_INPUT)
