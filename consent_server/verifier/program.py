"""The program ``verify.py``: what an auditor runs who has nothing but Python."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from consent_server import __version__
from consent_server.kernel.errors import BrokenEvidenceError, ConsentError
from consent_server.verifier.check import (
    BAD_INPUT,
    BROKEN_EVIDENCE,
    Beside,
    Outcome,
    check_bundle,
    check_receipt,
)
from consent_server.verifier.inputs import read_checkpoint, read_trust
from consent_server.verifier.processes import MOST_ASKED, default_processes

ENDING = """\
exit codes: 0 everything holds; 1 a receipt holds, and fewer witnesses saw it than the
trust file asks for; 2 a key or a file cannot be used, or the file was signed with
another key than the one given; 3 broken evidence
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what the command line names, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        outcome: Outcome = options.run(options)
    except BrokenEvidenceError as error:
        print(f"BROKEN: {error}", file=sys.stderr)
        return BROKEN_EVIDENCE
    except ConsentError as error:
        print(f"Error: {error}", file=sys.stderr)
        return BAD_INPUT
    sys.stdout.write(outcome.text)
    return outcome.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Checks evidence of consent without trusting whoever gave it.",
        epilog=ENDING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    bundle = commands.add_parser(
        "verify", help="check a bundle", description="Checks the bundle FILE."
    )
    _add_common(bundle)
    bundle.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a checkpoint or a receipt that you kept: the bundle must contain what it "
        "signed; may be given many times",
    )
    bundle.add_argument(
        "--later",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a bundle of the log that continues this one: it says what was erased "
        "since; may be given many times, and --key as well",
    )
    bundle.add_argument(
        "--processes",
        type=_count,
        default=default_processes(),
        metavar="N",
        help="how many processes share the work (%(default)s)",
    )
    bundle.set_defaults(run=_run_bundle)
    receipt = commands.add_parser(
        "verify-receipt",
        help="check a visitor's receipt",
        description="Checks the receipt FILE.",
    )
    _add_common(receipt)
    receipt.set_defaults(run=_run_receipt)
    return parser


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--key",
        action="append",
        default=[],
        help="the ledger's public key, a file or the text itself; get it from somebody "
        "other than whoever gave you the file",
    )
    command.add_argument(
        "--trust",
        type=Path,
        metavar="FILE",
        help="a trust file (C2SP tlog-policy) in place of --key, with witnesses",
    )
    command.add_argument("--json", action="store_true", help="print JSON for programs")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_ASKED:
        raise argparse.ArgumentTypeError(f"expected 1 to {MOST_ASKED}, got {text!r}")
    return int(text)


def _run_bundle(options: argparse.Namespace) -> Outcome:
    trust = read_trust(options.key, options.trust)
    kept = [read_checkpoint(path) for path in options.checkpoint]
    beside = Beside(kept=kept, later=options.later)
    return check_bundle(
        options.file, trust, beside, options.processes, as_json=options.json
    )


def _run_receipt(options: argparse.Namespace) -> Outcome:
    trust = read_trust(options.key, options.trust)
    return check_receipt(options.file, trust, as_json=options.json)
