"""Opens a bundle that anybody may have made: every size has a limit."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from consent_server.kernel.errors import MalformedEvidenceError
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
    SUMMARY,
    VERIFIER,
    Manifest,
)
from consent_server.ledger.publication import DIGEST
from consent_server.ledger.reading import (
    parse_object,
    require_count,
    require_list,
    require_object,
    require_text,
)
from consent_server.ledger.record_line import PART_NAMES
from consent_server.ledger.selection import parse_selection

MAX_MEMBERS = 20_000
MAX_SMALL_BYTES = 16 * 1024 * 1024  # any member that is read as a whole
MAX_LINE_BYTES = 1024 * 1024
_PIECE_BYTES = 128 * 1024
_BLOCK_BYTES = 512 * 1024  # about 400 records: shorter than the longest line

_FIXED = (MANIFEST, CHECKPOINTS, KEYS, LEAVES, RECORDS, SUMMARY, VERIFIER)
_NAME = re.compile(
    rf"{'|'.join(map(re.escape, _FIXED))}"
    rf"|({POLICIES}|{NOTICES}){DIGEST.pattern}\.json"
    rf"|{ANCHORS}(0|[1-9][0-9]{{0,15}})\.tsr"
)


class BundleReader:
    """The members of a bundle, one after the other.

    Raises:
        MalformedEvidenceError: Not a zip file with the members of a bundle, or its
            manifest is of another format.
    """

    def __init__(self, file: BinaryIO) -> None:
        with _our_errors("the bundle"):
            self._archive = zipfile.ZipFile(file)
        self._infos = _checked_infos(self._archive)
        for name in (MANIFEST, CHECKPOINTS, KEYS, LEAVES, RECORDS):
            if name not in self._infos:
                raise MalformedEvidenceError(f"the bundle has no {name}")
        self.digests: dict[str, str] = {}
        self.manifest = _parse_manifest(self.read(MANIFEST))

    def names(self) -> list[str]:
        """Return the names of all members."""
        return list(self._infos)

    def size_of(self, name: str) -> int:
        """Return the size that a member claims to have."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """Read a small member as a whole.

        Raises:
            MalformedEvidenceError: It is damaged or too large.
        """
        if self.size_of(name) > MAX_SMALL_BYTES:
            raise MalformedEvidenceError(f"{name} is larger than a bundle allows")
        with self._open(name) as member:
            data = _read(member, MAX_SMALL_BYTES)
        self.digests[name] = hashlib.sha256(data).hexdigest()
        return data

    def line_blocks(self, name: str) -> Iterator[bytes]:
        """Give a member in blocks of whole lines, each with its newline.

        Raises:
            MalformedEvidenceError: The member is damaged, or a line is too long or has
                no end.
        """
        rest = b""
        for chunk in self.blocks(name, _BLOCK_BYTES):
            stop = chunk.rfind(b"\n") + 1
            if not stop:
                rest += chunk
            else:
                if len(rest) + chunk.find(b"\n") >= MAX_LINE_BYTES:
                    break
                yield rest + chunk[:stop]
                rest = chunk[stop:]
            if len(rest) >= MAX_LINE_BYTES:
                break
        if rest:
            raise MalformedEvidenceError(
                f"{name} has a line without end or of more than {MAX_LINE_BYTES} bytes"
            )

    def blocks(self, name: str, size: int) -> Iterator[bytes]:
        """Give a member in blocks of ``size`` bytes; the last may be shorter.

        Raises:
            MalformedEvidenceError: The member is damaged.
        """
        digest = hashlib.sha256()
        with self._open(name) as member:
            while block := _read(member, size):
                digest.update(block)
                yield block
        self.digests[name] = digest.hexdigest()

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        with _our_errors(name), self._archive.open(self._infos[name]) as member:
            yield member


def _read(member: IO[bytes], size: int) -> bytes:
    """Read so many bytes, in pieces that are joined once; fewer at the end."""
    pieces = []
    while size and (piece := member.read(min(size, _PIECE_BYTES))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


@contextmanager
def _our_errors(what: str) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,  # another compression or a newer zip
        RuntimeError,  # encrypted
        ValueError,  # a seek to nowhere
    ) as error:
        raise MalformedEvidenceError(
            f"{what} is damaged or cut off as a zip file: {error}"
        ) from error


def _checked_infos(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise MalformedEvidenceError(f"the bundle has {len(infos)} members")
    by_name: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if not _NAME.fullmatch(info.filename):
            raise MalformedEvidenceError(f"{info.filename!r:.80} is no member of ours")
        if info.filename in by_name:
            raise MalformedEvidenceError(f"the bundle has {info.filename} twice")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise MalformedEvidenceError(f"{info.filename} is packed in another way")
        by_name[info.filename] = info
    return by_name


def _parse_manifest(data: bytes) -> Manifest:
    fields = parse_object(data, MANIFEST)
    if fields.get("format") != FORMAT:
        raise MalformedEvidenceError(f"{MANIFEST} is not of the format {FORMAT}")
    version = require_count(fields.get("version"), "the format version")
    if not 1 <= version <= FORMAT_VERSION:  # the first one only lacks some fields
        raise MalformedEvidenceError(
            f"the bundle has format version {version}, this software reads up to "
            f"{FORMAT_VERSION}: verify it with the software that the bundle names"
        )
    members = require_object(fields.get("members"), "the list of members")
    return Manifest(
        format=FORMAT,
        version=version,
        origin=require_text(fields.get("origin"), "the origin"),
        size=require_count(fields.get("size"), "the size"),
        software=require_text(fields.get("software"), "the software version"),
        members={name: require_text(digest, name) for name, digest in members.items()},
        serial=_parse_words(fields.get("serial"), "the serial number"),
        recipient=_parse_words(fields.get("recipient"), "the recipient"),
        selection=_parse_selection(fields.get("selection")),
        withheld=_parse_withheld(fields.get("withheld")),
    )


def _parse_words(value: object, what: str) -> str | None:
    return None if value is None else require_text(value, what)


def _parse_selection(value: object) -> dict[str, str] | None:
    selection = parse_selection(value)
    if value is not None and selection.everything:
        raise MalformedEvidenceError("a selection of everything explains no gap")
    return selection.to_json()


def _parse_withheld(value: object) -> tuple[str, ...]:
    names = require_list([] if value is None else value, "the list of withheld parts")
    for name in names:
        if name not in PART_NAMES:
            raise MalformedEvidenceError(f"there is no part {name!r:.40} to withhold")
    return tuple(name for name in PART_NAMES if name in names)
