"""The bundle: everything that an auditor needs, in one zip file.

::

    checkpoints.json        signed notes in increasing size
    leaves.bin              leaf hashes, 32 bytes each: name the entry that was changed
    records.jsonl           one line per entry
    policies/<digest>.json  exact bytes of every policy that was published
    notices/<digest>.json   exact bytes of every notice that was shown
    manifest.json           format, origin, size, software, digests of the others
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import BinaryIO

from consent_server import __version__
from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.bundle_format import (
    CHECKPOINTS,
    FORMAT,
    FORMAT_VERSION,
    LEAVES,
    MANIFEST,
    MAX_CHECKPOINTS,
    NOTICES,
    POLICIES,
    RECORDS,
    Manifest,
)
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.entry import EntryKind, parse_entry
from consent_server.ledger.merkle import HASH_BYTES
from consent_server.ledger.ports import LedgerRow, LedgerStore
from consent_server.ledger.publication import Publication, parse_publication
from consent_server.ledger.record_line import format_line
from consent_server.ledger.tiles import TILE_WIDTH, Tile

# The same content gives the same file, so that two exports can be compared.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

FindDocument = Callable[[str], bytes | None]
"""Gives the exact bytes with a digest."""


def write_bundle(
    out: BinaryIO,
    store: LedgerStore,
    find_policy: FindDocument,
    find_notice: FindDocument,
) -> Manifest:
    """Write everything that the newest checkpoint covers, in constant memory.

    ``out`` need not be seekable.

    Raises:
        BrokenEvidenceError: Nothing has been sequenced, so nothing can be proved.
        StoreUnavailableError: The store did not answer; what was written is no bundle.
    """
    notes = store.checkpoints(MAX_CHECKPOINTS)
    if not notes:
        raise BrokenEvidenceError("the ledger has no checkpoint yet: nothing to prove")
    head = peek_checkpoint(notes[-1])
    published = _Published()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        writer = _Writer(archive)
        writer.write(CHECKPOINTS, [canonical_json(list(notes))])
        writer.write(LEAVES, _leaves(store, head.size), zipfile.ZIP_STORED)
        writer.write(RECORDS, map(format_line, published.watch(store.rows(head.size))))
        writer.write_documents(POLICIES, published.policies, find_policy)
        writer.write_documents(NOTICES, published.notices, find_notice)
        manifest = Manifest(
            format=FORMAT,
            version=FORMAT_VERSION,
            origin=head.origin,
            size=head.size,
            software=__version__,
            members=dict(writer.digests),
        )
        writer.write(MANIFEST, [canonical_json(asdict(manifest) | {"withheld": []})])
    return manifest


class _Writer:
    """Writes members and remembers their digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}

    def write(
        self, name: str, chunks: Iterable[bytes], method: int = zipfile.ZIP_DEFLATED
    ) -> None:
        info = zipfile.ZipInfo(name, date_time=_NO_TIME)
        info.compress_type = method
        digest = hashlib.sha256()
        with self._archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
        self.digests[name] = digest.hexdigest()

    def write_documents(
        self, folder: str, digests: Iterable[str], find: FindDocument
    ) -> None:
        for digest in sorted(digests):
            content = find(digest)
            # One that is lost is left out: verification names what refers to it.
            if content is not None:
                self.write(f"{folder}{digest}.json", [content])


class _Published:
    """Learns from the CONFIG entries which documents belong to the bundle."""

    def __init__(self) -> None:
        self.policies: set[str] = set()
        self.notices: set[str] = set()

    def watch(self, rows: Iterable[LedgerRow]) -> Iterator[LedgerRow]:
        for row in rows:
            publication = _find_publication(row)
            if publication is not None:
                self.policies.add(publication.policy_version)
                self.notices.update(publication.notices.values())
            yield row


def _find_publication(row: LedgerRow) -> Publication | None:
    """Read a CONFIG entry; a damaged one is left to verification."""
    if row.decision is None:
        return None
    try:
        if parse_entry(row.entry).kind is EntryKind.CONFIG:
            return parse_publication(row.decision.part)
    except MalformedEvidenceError:
        pass
    return None


def _leaves(store: LedgerStore, size: int) -> Iterator[bytes]:
    for number in range(-(-size // TILE_WIDTH)):
        width = min(TILE_WIDTH, size - number * TILE_WIDTH)
        yield store.read_tile(Tile(level=0, number=number))[: width * HASH_BYTES]
