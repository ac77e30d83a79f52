"""Asking a timestamping authority about a checkpoint (RFC 3161)."""

from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from consent_server.kernel.errors import (
    EvidenceError,
    SettingError,
    UnreachableError,
)
from consent_server.ledger.note import split_note
from consent_server.ledger.timestamp import require_timestamps, stamped_at
from consent_server.web.posting import parse_address, post

with suppress(ImportError):
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who stamps, and the certificates (PEM) that its stamps are checked with."""

    name: str
    url: str
    certificates: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An authority's answer as it came, and the second that it names."""

    response: bytes
    at: int


def authority_path(data_dir: Path, site_id: str) -> Path:
    """Return where a site says who stamps its checkpoints."""
    return data_dir / f"{site_id}.tsa"


def find_authority(data_dir: Path, site_id: str) -> Authority | None:
    """Read who stamps a site's checkpoints, none where nobody does.

    The file has the address in its first line and PEM certificates below.

    Raises:
        SettingError: It cannot be read or used, or the library is not installed.
    """
    path = authority_path(data_dir, site_id)
    try:
        first, _, certificates = path.read_text(encoding="ascii").partition("\n")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingError(f"{path} cannot be read: {error}") from error
    if "BEGIN CERTIFICATE" not in certificates:
        raise SettingError(
            f"{path} should hold the address of a timestamping authority and, below, "
            "its certificates as PEM"
        )
    require_timestamps()
    url = first.strip()
    return Authority(
        name=parse_address(url).netloc, url=url, certificates=certificates.encode()
    )


def stamp(authority: Authority, note: str) -> Stamp:
    """Have the text of a checkpoint stamped, and check the answer.

    Raises:
        SettingError: The certificates cannot be used.
        UnreachableError: No answer, or one that does not hold.
    """
    text, _ = split_note(note)
    query = (
        TimestampRequestBuilder()
        .data(text.encode())
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    reply = post(authority.url, query.as_bytes(), QUERY)
    if reply.status != HTTPStatus.OK or reply.content_type != REPLY:
        raise UnreachableError(f"it answered {reply.status} {reply.content_type}")
    try:
        at = stamped_at(reply.body, note, authority.certificates, query.nonce)
    except EvidenceError as error:
        raise UnreachableError(str(error)) from error
    return Stamp(response=reply.body, at=at)
