"""Every single byte of a bundle is changed once, by a forger who keeps it tidy.

The digests of the manifest and the checksums of the archive are made to fit each time:
they are for accidents. What must notice is what was signed.
"""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pytest

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import ConsentError
from consent_server.ledger.bundle_format import MANIFEST, SUMMARY, VERIFIER
from consent_server.ledger.problems import ProblemCode
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from tests.unit.ledger.builders import a_bundle, a_ledger, a_signer, unpack

pytestmark = pytest.mark.processes

RECORDS = 50
LINES = "records.jsonl"
GROUPS = 5  # a report lists twenty problems, and a line may have two
NO_EVIDENCE = {MANIFEST, SUMMARY, VERIFIER}
Flip: TypeAlias = tuple[str, int]  # member and place
Columns: TypeAlias = Mapping[tuple[int, int], Mapping[int, Flip]]
"""By column and group: what is changed together, by the index of its line."""
HEADER_BYTES, CRC_AT = 30, 14
ENTRY, ENTRY_CRC_AT = b"PK\x01\x02", 16


class Archive:
    """A bundle whose members are stored as they are, to be changed in place."""

    def __init__(self, members: dict[str, bytes]) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
            self._headers = {it.filename: it.header_offset for it in archive.infolist()}
        self._data = bytearray(file.getvalue())
        self._lengths = {name: len(data) for name, data in members.items()}
        self._trust = Trust.of_key(a_signer().vkey)

    def judge(self, flips: Sequence[Flip]) -> Report | None:
        """Verify with some bytes changed; none where that is no bundle any more."""
        before = bytes(self._data)
        digests = {name: sha256_hex(self._member(name)).encode() for name, _ in flips}
        for name, place in flips:
            at = self._start(name) + place
            self._data[at] = flipped(self._data[at], place)
        for name, digest in digests.items():
            listed = self._data.index(b':"' + digest, self._start(MANIFEST)) + 2
            fitting = sha256_hex(self._member(name)).encode()
            self._data[listed : listed + len(digest)] = fitting
        for name in (*digests, MANIFEST):
            self._sum_up(name)
        try:
            report = verify_bundle(io.BytesIO(self._data), self._trust)
        except ConsentError:
            return None
        finally:
            self._data[:] = before
        # The forger is tidy: nothing is noticed by the manifest.
        assert ProblemCode.MEMBER not in {problem.code for problem in report.problems}
        return report

    def holds(self, flip: Flip) -> bool:
        report = self.judge([flip])
        return report is not None and report.holds

    def _start(self, name: str) -> int:
        return self._headers[name] + HEADER_BYTES + len(name.encode())

    def _member(self, name: str) -> bytes:
        start = self._start(name)
        return bytes(self._data[start : start + self._lengths[name]])

    def _sum_up(self, name: str) -> None:
        checksum = zlib.crc32(self._member(name)).to_bytes(4, "little")
        local = self._headers[name] + CRC_AT
        self._data[local : local + 4] = checksum
        named = self._data.rindex(name.encode())  # in the directory, at the end
        central = self._data.rindex(ENTRY, 0, named) + ENTRY_CRC_AT
        self._data[central : central + 4] = checksum


def flipped(byte: int, place: int) -> int:
    return byte ^ (1 + place % 255)


def places(members: Mapping[str, bytes]) -> tuple[list[Flip], Columns]:
    """Return what is changed alone, and what together: one byte of each of many lines.

    A line is judged by itself, and its problem bears its position. So bytes of many
    lines can be changed at once, but for those that others depend on: what tells where
    a line is and where it ends, and the first line, which publishes the policy.
    """
    alone = [
        (name, place)
        for name, data in members.items()
        if name not in {*NO_EVIDENCE, LINES}
        for place in range(len(data))
    ]
    together = defaultdict[tuple[int, int], dict[int, Flip]](dict)
    start = 0
    for index, line in enumerate(members[LINES].splitlines(keepends=True)):
        own = line.index(b',"e":')
        for column, byte in enumerate(line):
            place = start + column
            flip = LINES, place
            ends = b"\n"[0] in {byte, flipped(byte, place)}
            if index == 0 or column < own or ends:
                alone.append(flip)
            else:
                together[column, index % GROUPS][index] = flip
        start += len(line)
    return alone, together


def test_no_byte_can_be_changed_unseen() -> None:
    members = unpack(a_bundle(a_ledger(RECORDS, batch=20)))
    archive = Archive(members)
    untouched = archive.judge([])
    assert untouched is not None
    assert untouched.holds
    alone, together = places(members)
    evidence = sum(len(members[name]) for name in members.keys() - NO_EVIDENCE)
    assert len(alone) + sum(map(len, together.values())) == evidence

    for lines in together.values():
        report = archive.judge([*lines.values()])
        named = {problem.index for problem in report.problems} if report else set()
        alone += [flip for index, flip in lines.items() if index not in named]
    assert [flip for flip in alone if archive.holds(flip)] == []
