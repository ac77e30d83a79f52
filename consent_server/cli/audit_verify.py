"""``consent-server audit verify`` and ``verify-receipt``: check evidence offline."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    EvidenceError,
    SettingError,
)
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.reading import parse_object
from consent_server.ledger.receipt import VerifiedReceipt, verify_receipt
from consent_server.ledger.report import Report, escape, report_json, report_text
from consent_server.ledger.tlog_proof import parse_proof
from consent_server.ledger.trust import Trust, parse_trust
from consent_server.ledger.verify import verify_bundle

FINDINGS = 1
BROKEN_EVIDENCE = 3
MAX_KEY_BYTES = 4_096
MAX_CHECKPOINT_BYTES = 1_048_576  # a receipt is a few thousand


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    required=True,
    help="The ledger's public key: a file, or the text itself. Get it from somebody "
    "other than whoever gave you the bundle.",
)
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint or a visitor's receipt that you kept: the bundle must contain "
    "what it signed. May be given many times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def verify(
    file: Path, key: str, checkpoints: tuple[Path, ...], *, as_json: bool
) -> None:
    """Check the bundle FILE with nothing but a public key.

    A bundle cannot show what came after it, or that its end was cut off: for that,
    compare it with checkpoints and receipts.

    Exit code 0: every entry is the one that was signed. 3: it is not, and the first
    broken entry is named. 2: the key or a file cannot be used.

    \b
    Examples:
      consent-server audit verify onwork.zip --key .demo/keys/onwork.ledger.pub
      consent-server audit verify onwork.zip --key "$KEY" --checkpoint receipt.json
      consent-server audit verify onwork.zip --json --key "$KEY" | jq .holds
    """  # noqa: D301 - click's own mark against re-wrapping
    _require_no_receipt(file)
    verifier = _read_verifier(key)
    trusted = [_read_checkpoint(path) for path in checkpoints]
    try:
        with file.open("rb") as bundle:
            report = verify_bundle(bundle, verifier, trusted)
    except EvidenceError as error:
        # Damaged so far that no report can be made: that is broken evidence too.
        broken = {"holds": False, "code": error.code, "message": str(error)}
        click.echo(
            json.dumps(broken, indent=2) if as_json else escape(f"BROKEN: {error}")
        )
        raise click.exceptions.Exit(BROKEN_EVIDENCE) from error
    _print(report, len(trusted), as_json=as_json)
    if not report.holds:
        raise click.exceptions.Exit(BROKEN_EVIDENCE)


@click.command("verify-receipt")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", help="The ledger's public key: file or text.")
@click.option(
    "--trust",
    "trust_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A trust file (C2SP tlog-policy) in place of --key: it names witnesses too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def verify_receipt_file(
    file: Path, key: str | None, trust_file: Path | None, *, as_json: bool
) -> None:
    """Check a visitor's receipt FILE with nothing but public keys.

    It shows that the record is in the signed log, or that the server promised to put it
    there (committed), and which witnesses saw that log.

    Exit code 0: it holds. 1: it holds, and fewer witnesses saw it than the trust file
    asks for. 3: it does not hold. 2: a key or a file cannot be used.

    \b
    Examples:
      consent-server audit verify-receipt receipt.json --key onwork.pub
      consent-server audit verify-receipt receipt.json --trust onwork.policy
    """  # noqa: D301 - click's own mark against re-wrapping
    trust = _read_trust(key, trust_file)
    try:
        verified = verify_receipt(_read_receipt(file), trust)
    except EvidenceError as error:
        raise BrokenEvidenceError(escape(str(error))) from error
    if as_json:
        click.echo(json.dumps(_receipt_json(verified), indent=2))
    else:
        for line in _receipt_lines(verified):
            click.echo(escape(line))
    if not trust.quorum_met(verified.cosigned.keys()):
        raise click.exceptions.Exit(FINDINGS)


def _receipt_json(verified: VerifiedReceipt) -> dict[str, object]:
    return {
        "holds": True,
        "state": verified.state.value,
        "record_id": verified.record_id,
        "index": verified.index,
        "cosigned": {**verified.cosigned},
        "anchored": verified.anchored,
    }


def _receipt_lines(verified: VerifiedReceipt) -> list[str]:
    record = verified.record_id or "a record whose subject was erased"
    where = "committed, and not yet in the signed log"
    if verified.index is not None:
        where = f"entry {verified.index} of {verified.origin}"
    seen = [
        f"cosigned by {name} at {datetime.fromtimestamp(at, UTC).isoformat(' ')}"
        for name, at in verified.cosigned.items()
    ]
    rests = [] if verified.anchored else ["not anchored: rests on the operator's word"]
    return [f"HOLDS: {record} is {where}", *seen, *rests]


def _read_trust(key: str | None, trust_file: Path | None) -> Trust:
    if key is not None and trust_file is None:
        return Trust(log_keys=(_read_verifier(key),))
    if key is not None or trust_file is None:
        raise click.UsageError("name the public key with --key, or a --trust file")
    try:
        return parse_trust(trust_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, EvidenceError) as error:
        raise SettingError(f"{trust_file} cannot be used: {error}") from error


def _read_receipt(path: Path) -> Mapping[str, object]:
    if path.stat().st_size > MAX_CHECKPOINT_BYTES:
        raise SettingError(f"{path} is too large for a receipt")
    return parse_object(path.read_bytes(), "the receipt")


def _require_no_receipt(file: Path) -> None:
    with file.open("rb") as beginning:
        if beginning.read(1) == b"{":
            raise SettingError(
                f"{file} is no bundle; if it is a receipt, check it: "
                f"consent-server audit verify-receipt {file} --key KEY, or compare a "
                f"bundle with it: consent-server audit verify BUNDLE --key KEY "
                f"--checkpoint {file}"
            )


def _print(report: Report, compared: int, *, as_json: bool) -> None:
    if as_json:
        described = report_json(report) | {"compared_checkpoints": compared}
        click.echo(json.dumps(described, indent=2))
        return
    click.echo(report_text(report), nl=False)
    if compared:
        click.echo(f"Note: Compared with checkpoints that were kept: {compared}.")


def _read_checkpoint(path: Path) -> str:
    """Take a signed note, or the one inside a receipt."""
    try:
        if path.stat().st_size > MAX_CHECKPOINT_BYTES:
            raise SettingError(f"{path} is too large for a checkpoint or a receipt")
        text = path.read_text(encoding="utf-8")
        if not text.startswith("{"):
            return text
        return parse_proof(str(json.loads(text)["ledger"]["proof"])).note
    except (OSError, ValueError, RecursionError) as error:
        raise SettingError(
            f"{path} is neither a checkpoint nor a receipt: {error}"
        ) from error
    except (KeyError, TypeError) as error:
        raise SettingError(
            f"{path} has no checkpoint; a receipt gets one a moment after the choice, "
            "so fetch it again"
        ) from error


def _read_verifier(key: str) -> NoteVerifier:
    """Take a key as text, or out of the file of that name.

    What a file holds is not told: it may be the private key.
    """
    text = _read_key_file(Path(key))
    try:
        return NoteVerifier(key if text is None else text)
    except EvidenceError as error:
        where = (
            f"there is no file {key}" if text is None else f"{key} holds no such key"
        )
        if (key if text is None else text).strip().count("+") > 1:
            where = str(error)
        raise SettingError(
            "--key: expected the ledger's public key, a file such as SITE.ledger.pub "
            f"or the text NAME+ID+KEY in it; {escape(where)}"
        ) from error


def _read_key_file(path: Path) -> str | None:
    """Return what a file holds, nothing if that is no text; ``None`` without a file."""
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > MAX_KEY_BYTES:
            raise SettingError(f"{path} is too large to be a public key")
        return path.read_text(encoding="ascii")
    except OSError:
        return None
    except ValueError:
        return ""
