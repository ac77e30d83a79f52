"""``consent-server NOUN VERB``.

Exit codes: 0 fine, 1 findings, 2 usage or bad input, 3 broken evidence.
"""

import logging
import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import SQLAlchemyError

from consent_server import __version__
from consent_server.cli.audit import audit
from consent_server.cli.audit_export import export_command
from consent_server.cli.audit_show import show
from consent_server.cli.audit_verifier import verifier
from consent_server.cli.audit_verify import verify, verify_receipt_file
from consent_server.cli.catalog import catalog
from consent_server.cli.catalog_declaration import declaration
from consent_server.cli.catalog_diff import diff
from consent_server.cli.catalog_lookup import lookup
from consent_server.cli.database import database_commands
from consent_server.cli.enforcement import enforcement
from consent_server.cli.enforcement_unknown import unknown
from consent_server.cli.init import init
from consent_server.cli.jobs import jobs
from consent_server.cli.ledger import ledger
from consent_server.cli.ledger_key import key
from consent_server.cli.ledger_publish import publish_checkpoint
from consent_server.cli.ledger_recover import recover
from consent_server.cli.ledger_status import status
from consent_server.cli.rights import rights
from consent_server.cli.rights_erase import erase, list_requests, replay_journal
from consent_server.cli.witness import witness
from consent_server.kernel.errors import BrokenEvidenceError, ConsentError
from consent_server.ledger.report import escape

BAD_INPUT = 2
BROKEN_EVIDENCE = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="consent-server")
def commands() -> None:
    """Cookie consent that is enforced on the server and can be proved."""


commands.add_command(audit)
audit.add_command(export_command)
audit.add_command(show)
audit.add_command(verifier)
audit.add_command(verify)
audit.add_command(verify_receipt_file)
commands.add_command(catalog)
catalog.add_command(declaration)
catalog.add_command(diff)
catalog.add_command(lookup)
commands.add_command(database_commands)
commands.add_command(enforcement)
enforcement.add_command(unknown)
commands.add_command(init)
commands.add_command(ledger)
ledger.add_command(key)
ledger.add_command(publish_checkpoint)
ledger.add_command(recover)
ledger.add_command(status)
commands.add_command(witness)
commands.add_command(jobs)
commands.add_command(rights)
rights.add_command(erase)
rights.add_command(list_requests)
rights.add_command(replay_journal)


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
        if isinstance(error.__cause__, SQLAlchemyError):
            click.echo(f"Cause: {error.__cause__.args[0]}", err=True)
        sys.exit(BAD_INPUT)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        sys.exit(BAD_INPUT)
