"""What an auditor hands in: keys, trust files, checkpoints and receipts."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from consent_server.kernel.errors import EvidenceError, SettingError
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.note import NoteVerifier
from consent_server.ledger.reading import parse_object
from consent_server.ledger.report import escape
from consent_server.ledger.tlog_proof import parse_proof
from consent_server.ledger.trust import MAX_CHARACTERS, Trust, parse_trust

MAX_KEY_BYTES = 4_096
MAX_CHECKPOINT_BYTES = 1_048_576  # a receipt is a few thousand


def read_trust(keys: Sequence[str], trust_file: Path | None) -> Trust:
    """Take keys, as text or in files of those names, or a trust file.

    Raises:
        SettingError: Neither or both were given, or what was given cannot be used.
    """
    if keys and trust_file is None:
        return Trust(
            log_keys=tuple(NoteVerifier(read_key(key, "--key")) for key in keys)
        )
    if keys:
        raise SettingError(
            "give --key or --trust, not both: a trust file names the ledger's key as "
            "well, in a line 'log KEY'"
        )
    if trust_file is None:
        raise SettingError("name the public key with --key, or a --trust file")
    try:
        if trust_file.stat().st_size > MAX_CHARACTERS:
            raise SettingError(f"{trust_file} is too large to be a trust file")
        return parse_trust(trust_file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(f"{trust_file} cannot be read: {error.strerror}") from error
    except (ValueError, EvidenceError) as error:
        raise SettingError(f"{trust_file} cannot be used: {error}") from error


def read_checkpoint(path: Path) -> str:
    """Take a signed note, or the one inside a receipt.

    Raises:
        SettingError: The file is neither.
    """
    try:
        if path.stat().st_size > MAX_CHECKPOINT_BYTES:
            raise SettingError(f"{path} is too large for a checkpoint or a receipt")
        note = path.read_text(encoding="utf-8")
        if note.startswith("{"):
            note = parse_proof(str(json.loads(note)["ledger"]["proof"])).note
        peek_checkpoint(note)
    except OSError as error:
        raise SettingError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError, EvidenceError) as error:
        raise SettingError(
            f"{path} is neither a checkpoint nor a receipt: {error}"
        ) from error
    except (KeyError, TypeError) as error:
        raise SettingError(
            f"{path} has no checkpoint; a receipt gets one a moment after the choice, "
            "so fetch it again"
        ) from error
    return note


def read_receipt(path: Path) -> Mapping[str, object]:
    """Read a receipt; nothing in it is believed yet.

    Raises:
        SettingError: The file cannot be read, or is no receipt.
    """
    try:
        if path.stat().st_size > MAX_CHECKPOINT_BYTES:
            raise SettingError(f"{path} is too large for a receipt")
        receipt = parse_object(path.read_bytes(), "the receipt")
    except OSError as error:
        raise SettingError(f"{path} cannot be read: {error.strerror}") from error
    except EvidenceError as error:
        raise SettingError(f"{path} is no receipt: {error}") from error
    if receipt.get("format") == "consent-access":
        raise SettingError(
            f"{path} is everything about a person, and no receipt; each record in it "
            "holds one, under 'receipt': save that as a file of its own"
        )
    return receipt


def read_key(key: str, given_as: str) -> str:
    """Take a ledger's public key as text, or out of the file of that name.

    What a file holds is not told: it may be the private key.

    Raises:
        SettingError: It is no such key; ``given_as`` names the argument.
    """
    text = _read_key_file(Path(key))
    vkey = (key if text is None else text).strip()
    try:
        NoteVerifier(vkey)
    except EvidenceError as error:
        where = (
            f"there is no file {key}" if text is None else f"{key} holds no such key"
        )
        if vkey.count("+") > 1 and "\n" not in vkey:
            where = str(error)
        raise SettingError(
            f"{given_as}: expected the ledger's public key, a file such as "
            f"SITE.ledger.pub or the text NAME+ID+KEY in it; {escape(where)}"
        ) from error
    return vkey


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
