"""What is in a key file: a private Ed25519 key, encrypted if there is a passphrase.

An encrypted key is a PKCS #8 PEM file (RFC 5958, RFC 7468), so that openssl reads it as
well; one that is not is its bare 32 bytes.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from consent_server.kernel.errors import SettingError

SEED_BYTES = 32  # Ed25519 private key, RFC 8032 section 5.1.5
PASSPHRASE = "CONSENT_KEY_PASSPHRASE"
PASSPHRASE_FILE = "CONSENT_KEY_PASSPHRASE_FILE"

_PEM = b"-----BEGIN "
_ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


def read_passphrase(environ: Mapping[str, str] = os.environ) -> bytes | None:
    """Return the passphrase of the key files, none where there is none.

    Raises:
        SettingError: The file that holds it cannot be read, or holds nothing.
    """
    if environ.get(PASSPHRASE):
        return environ[PASSPHRASE].encode()
    name = environ.get(PASSPHRASE_FILE)
    if not name:
        return None
    try:
        passphrase = Path(name).read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise SettingError(
            f"{PASSPHRASE_FILE} names {name}, which cannot be read ({error.strerror})"
        ) from error
    if not passphrase:
        raise SettingError(f"{PASSPHRASE_FILE} names {name}, which holds nothing")
    return passphrase


def format_key(seed: bytes, passphrase: bytes | None) -> bytes:
    """Write a key for a file, encrypted if there is a passphrase."""
    if passphrase is None:
        return seed
    return Ed25519PrivateKey.from_private_bytes(seed).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )


def parse_key(path: Path, data: bytes, passphrase: bytes | None) -> bytes:
    """Return the 32 bytes of the key in a file.

    Raises:
        SettingError: It is no key, or the passphrase is missing or another one.
    """
    if data.startswith(_PEM):
        return _parse_pem(path, data, passphrase)
    if len(data) != SEED_BYTES:
        raise SettingError(
            f"{path} should hold a key of {SEED_BYTES} bytes but has {len(data)}; "
            "restore it from a backup"
        )
    return data


def is_encrypted(data: bytes) -> bool:
    """Tell whether what a key file holds needs a passphrase."""
    return data.startswith(_ENCRYPTED)


def _parse_pem(path: Path, data: bytes, passphrase: bytes | None) -> bytes:
    if not is_encrypted(data):
        passphrase = None
    elif passphrase is None:
        raise SettingError(
            f"{path} is encrypted; give its passphrase in {PASSPHRASE}, or the name of "
            f"a file with it in {PASSPHRASE_FILE}"
        )
    try:
        key = load_pem_private_key(data, passphrase)
    except ValueError:
        raise SettingError(
            f"{path} cannot be opened: the passphrase in {PASSPHRASE} or "
            f"{PASSPHRASE_FILE} is another one, or the file is damaged"
            if passphrase
            else f"{path} is damaged; restore it from a backup"
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingError(f"{path} holds a key of another kind than Ed25519")
    return key.private_bytes_raw()
