"""What is in a bundle: the names of its members, and its table of contents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FORMAT = "consent-bundle"
FORMAT_VERSION = 2

MANIFEST = "manifest.json"
CHECKPOINTS = "checkpoints.json"
KEYS = "keys.json"
LEAVES = "leaves.bin"
RECORDS = "records.jsonl"
POLICIES = "policies/"
NOTICES = "notices/"
ANCHORS = "anchors/"
SUMMARY = "summary.html"
VERIFIER = "verify.py"

MAX_CHECKPOINTS = 10_000  # the newest; each costs an auditor a signature or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The table of contents; ``members`` maps names to SHA-256 digests.

    ``serial`` names the export, so that its ``recipient`` can be told of an erasure
    later. ``selection`` says which records it holds, none when all of them, and
    ``withheld`` which parts were left out on purpose. Nobody signs the manifest, so it
    proves nothing: it says what to expect.
    """

    format: str
    version: int
    origin: str
    size: int
    software: str
    members: Mapping[str, str]
    serial: str | None = None
    recipient: str | None = None
    selection: Mapping[str, str] | None = None
    withheld: Sequence[str] = ()
