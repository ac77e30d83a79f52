"""``consent-server audit verify`` and ``verify-receipt``: check evidence offline."""

from pathlib import Path

import click

from consent_server.cli.options import json_option
from consent_server.verifier.check import Beside, Outcome, check_bundle, check_receipt
from consent_server.verifier.inputs import read_checkpoint, read_trust
from consent_server.verifier.processes import MOST_ASKED, default_processes

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
key_option = click.option(
    "--key",
    "keys",
    multiple=True,
    help="The ledger's public key: a file, or the text itself. Get it from somebody "
    "other than whoever gave you the file. May be given many times.",
)
trust_option = click.option(
    "--trust",
    "trust_file",
    type=existing_file,
    help="A trust file (C2SP tlog-policy) in place of --key: it names witnesses too.",
)


@click.command()
@click.argument("file", type=existing_file)
@key_option
@trust_option
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=existing_file,
    help="A checkpoint or a visitor's receipt that you kept: the bundle must contain "
    "what it signed. May be given many times.",
)
@click.option(
    "--later",
    multiple=True,
    type=existing_file,
    help="A bundle of the log that continues this one: it says what was erased since. "
    "May be given many times.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_ASKED),
    default=default_processes,
    help="How many processes share the work; one per core by default, at most 4.",
)
@json_option
def verify(  # noqa: PLR0913 - options, each by its name
    file: Path,
    keys: tuple[str, ...],
    trust_file: Path | None,
    checkpoints: tuple[Path, ...],
    later: tuple[Path, ...],
    processes: int,
    *,
    as_json: bool,
) -> None:
    """Check the bundle FILE with nothing but public keys.

    A bundle cannot show what came after it, or that its end was cut off: for that,
    compare it with checkpoints and receipts.

    Exit code 0: every entry is the one that was signed. 3: it is not, and the first
    broken entry is named. 2: the key or a file cannot be used, or the bundle was signed
    with another key than the one given.

    \b
    Examples:
      consent-server audit verify onwork.zip --key .demo/keys/onwork.ledger.pub
      consent-server audit verify onwork.zip --trust onwork.policy
      consent-server audit verify onwork.zip --key "$KEY" --checkpoint receipt.json
      consent-server audit verify onwork.zip --json --key "$KEY" | jq .holds
      consent-server audit verify first.zip --later second.zip --key "$K1" --key "$K2"
    """  # noqa: D301 - click's own mark against re-wrapping
    trust = read_trust(keys, trust_file)
    beside = Beside(kept=[read_checkpoint(path) for path in checkpoints], later=later)
    _finish(check_bundle(file, trust, beside, processes, as_json=as_json))


@click.command(
    "verify-receipt", short_help="Check a visitor's receipt with public keys alone."
)
@click.argument("file", type=existing_file)
@key_option
@trust_option
@json_option
def verify_receipt_file(
    file: Path, keys: tuple[str, ...], trust_file: Path | None, *, as_json: bool
) -> None:
    """Check a visitor's receipt FILE with nothing but public keys.

    It shows that the record is in the signed log, or that the server promised to put it
    there (committed), and which witnesses saw that log.

    Exit code 0: it holds. 1: it holds, and fewer witnesses saw it than the trust file
    asks for. 3: it does not hold. 2: a key cannot be used, the file is no receipt, or
    it was signed with another key than the one given.

    \b
    Examples:
      consent-server audit verify-receipt receipt.json --key onwork.pub
      consent-server audit verify-receipt receipt.json --trust onwork.policy
    """  # noqa: D301 - click's own mark against re-wrapping
    trust = read_trust(keys, trust_file)
    _finish(check_receipt(file, trust, as_json=as_json))


def _finish(outcome: Outcome) -> None:
    click.echo(outcome.text, nl=False)
    raise click.exceptions.Exit(outcome.exit_code)
