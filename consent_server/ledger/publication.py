"""CONFIG entries: which policy and notices were in force from here on.

A record is believed about what was shown only if an earlier entry published it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent_server.kernel.canonical import Json, canonical_json
from consent_server.kernel.clock import format_time
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.reading import parse_object, require_object

DIGEST = re.compile(r"[0-9a-f]{64}")
"""A SHA-256 digest in hexadecimal."""

NOTHING = b"{}"
"""The part of an entry that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication: SHA-256 digests, in hexadecimal, of a policy and its notices."""

    policy_version: str
    notices: Mapping[str, str]  # by language


def publication_identity(publication: Publication) -> dict[str, Json]:
    """Return what makes one publication differ from another."""
    return {
        "policy_version": publication.policy_version,
        "notices": {**publication.notices},
    }


def publication_parts(publication: Publication, published_at: datetime) -> RecordParts:
    """Return the parts of a CONFIG entry; only the decision says anything."""
    decision = publication_identity(publication) | {
        "recorded_at": format_time(published_at)
    }
    return RecordParts(
        subject=NOTHING, decision=canonical_json(decision), context=NOTHING
    )


def parse_publication(decision: bytes) -> Publication:
    """Read the decision part of a CONFIG entry.

    Raises:
        MalformedEvidenceError: It does not say what was published.
    """
    fields = parse_object(decision, "the decision part")
    notices = require_object(fields.get("notices"), "the list of notices")
    return Publication(
        policy_version=_digest(fields.get("policy_version"), "the policy version"),
        notices={
            language: _digest(digest, f"the notice in {language!r:.40}")
            for language, digest in notices.items()
        },
    )


def _digest(value: object, what: str) -> str:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise MalformedEvidenceError(f"{what} is not a SHA-256 digest")
    return value
