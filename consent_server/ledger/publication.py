"""CONFIG entries: which policy and notices were in force from here on.

A record is believed about what was shown only if an earlier entry published it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent_server.consent.record import RecordParts, format_time
from consent_server.kernel.canonical import Json, canonical_json

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
