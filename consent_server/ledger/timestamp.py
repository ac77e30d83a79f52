"""Timestamps over checkpoints (RFC 3161), checked with the extra ``timestamps``.

An authority that stamped a checkpoint says that this tree was there at that time:
nobody can make another one later and give it the older date. It does not compare trees
as a witness does.
"""

from contextlib import suppress
from importlib.util import find_spec

from cryptography.x509 import load_pem_x509_certificates

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    MalformedEvidenceError,
    SettingError,
)
from consent_server.ledger.note import split_note

with suppress(ImportError):
    from rfc3161_client import (
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )


def require_timestamps() -> None:
    """Check that the library for timestamps is installed.

    Raises:
        SettingError: It is not.
    """
    if find_spec("rfc3161_client") is None:
        raise SettingError(
            "timestamps need a library; run: pip install 'consent-server[timestamps]'"
        )


def stamped_at(
    response: bytes, note: str, certificates: bytes, nonce: int | None = None
) -> int:
    """Check an authority's answer for a checkpoint; return the second it names.

    ``certificates`` are those of the authority, as PEM. What is stamped is the text of
    the note, without its signatures: cosignatures may be added later.

    Raises:
        SettingError: The library is not installed, or there is no certificate.
        MalformedEvidenceError: Not an answer of RFC 3161, or not a signed note.
        BrokenEvidenceError: It is not about this checkpoint, or not of this authority.
    """
    require_timestamps()
    text, _ = split_note(note)
    try:
        roots = load_pem_x509_certificates(certificates)
    except ValueError as error:
        raise SettingError("expected certificates of the authority as PEM") from error
    try:
        read = decode_timestamp_response(response)
    except ValueError:
        raise MalformedEvidenceError("not an answer of RFC 3161") from None
    try:
        verifier = VerifierBuilder(roots=roots, nonce=nonce).build()
        verifier.verify_message(read, text.encode())
    except (VerificationError, ValueError) as error:
        raise BrokenEvidenceError(
            f"the timestamp does not fit the checkpoint: {error}"
        ) from None
    return int(read.tst_info.gen_time.timestamp())
