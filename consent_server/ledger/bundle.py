"""The bundle: everything that an auditor needs, in one zip file.

::

    checkpoints.json        signed notes in increasing size
    keys.json               the log's verifier keys in the order of their use
    leaves.bin              leaf hashes, 32 bytes each: name the entry that was changed
    records.jsonl           one line per entry
    policies/<digest>.json  exact bytes of every policy that was published
    notices/<digest>.json   exact bytes of every notice that was shown
    anchors/<size>.tsr      RFC 3161 timestamp of the checkpoint of that size
    summary.html, verify.py for people
    manifest.json           format, origin, size, software, digests of the others
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO

from consent_server import __version__
from consent_server.kernel.canonical import canonical_json, sha256_hex
from consent_server.ledger.bundle_format import (
    ANCHORS,
    CHECKPOINTS,
    FORMAT,
    FORMAT_VERSION,
    KEYS,
    LEAVES,
    MANIFEST,
    NOTICES,
    POLICIES,
    RECORDS,
    Manifest,
)
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.reading import encode_base64

SERIAL_DIGITS = 16

# The same content gives the same file, so that two exports can be compared.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

FindDocument = Callable[[str], bytes | None]
"""Gives the exact bytes with a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an export is of: a log as far as ``head``, and what of it, for whom."""

    head: Checkpoint
    selection: Mapping[str, str] | None = None
    withheld: Sequence[str] = ()
    recipient: str | None = None

    @property
    def serial(self) -> str:
        """The name of the export: the same content for the same recipient has one."""
        described = canonical_json(
            {
                "origin": self.head.origin,
                "recipient": self.recipient,
                "root": encode_base64(self.head.root),
                "selection": None if self.selection is None else {**self.selection},
                "size": self.head.size,
                "withheld": list(self.withheld),
            }
        )
        return sha256_hex(described)[:SERIAL_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes into a bundle; ``leaves`` and ``records`` are read once, in chunks.

    ``keys`` are verifier keys in the order of their use, ``policies`` and ``notices``
    digests, ``anchors`` RFC 3161 timestamps by the size of the checkpoint, and
    ``pages`` the members for people.
    """

    notes: Sequence[str]
    keys: Sequence[str]
    leaves: Iterable[bytes]
    records: Iterable[bytes]
    policies: Iterable[str]
    notices: Iterable[str]
    find_policy: FindDocument
    find_notice: FindDocument
    anchors: Mapping[int, bytes]
    pages: Mapping[str, bytes]


def write_bundle(out: BinaryIO, scope: Scope, contents: Contents) -> Manifest:
    """Write a bundle, in constant memory; ``out`` need not be seekable.

    Whatever its iterators raise ends it: what was written then is no bundle.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        writer = _Writer(archive)
        writer.write(CHECKPOINTS, [canonical_json(list(contents.notes))])
        writer.write(KEYS, [canonical_json(list(contents.keys))])
        writer.write(LEAVES, contents.leaves, zipfile.ZIP_STORED)
        writer.write(RECORDS, contents.records)
        writer.write_documents(POLICIES, contents.policies, contents.find_policy)
        writer.write_documents(NOTICES, contents.notices, contents.find_notice)
        for size, token in sorted(contents.anchors.items()):
            writer.write(f"{ANCHORS}{size}.tsr", [token])
        for name, page in contents.pages.items():
            writer.write(name, [page])
        manifest = Manifest(
            format=FORMAT,
            version=FORMAT_VERSION,
            origin=scope.head.origin,
            size=scope.head.size,
            software=__version__,
            serial=scope.serial,
            recipient=scope.recipient,
            selection=scope.selection,
            withheld=list(scope.withheld),
            members=dict(writer.digests),
        )
        writer.write(MANIFEST, [canonical_json(asdict(manifest))])
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
        for digest in sorted({*digests}):
            content = find(digest)
            # One that is lost is left out: verification names what refers to it.
            if content is not None:
                self.write(f"{folder}{digest}.json", [content])
