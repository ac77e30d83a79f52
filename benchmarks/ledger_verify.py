"""How fast a bundle is verified, in how much memory: ``make bench-verify``.

Bundles of made-up records, as large as ``RECORDS`` asks for (10,000, 100,000 and
1,000,000 by default), are written and then checked by ``verify.py`` in a process of its
own: in one process and in two, with its peak memory. Then what one proof costs.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consent_server.kernel.canonical import Json, canonical_json, sha256_hex
from consent_server.kernel.clock import format_time
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.bundle_format import (
    CHECKPOINTS,
    FORMAT,
    FORMAT_VERSION,
    KEYS,
    LEAVES,
    MANIFEST,
    NOTICES,
    POLICIES,
    RECORDS,
)
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.entry import EntryKind, Salts, entry_hash, make_entry
from consent_server.ledger.merkle import (
    HASH_BYTES,
    CompactRange,
    inclusion_proof,
    require_inclusion,
    root_of,
)
from consent_server.ledger.ports import EvidencePart, LedgerRow
from consent_server.ledger.publication import Publication, publication_parts
from consent_server.ledger.signing import NoteSigner, sign_checkpoint
from consent_server.ledger.stored_row import format_line, stored_row
from consent_server.verifier.source import verifier_source

SIZES = (10_000, 100_000, 1_000_000)
SIGNER = NoteSigner("bench.example/bench", b"\x07" * 32)
BEGUN = datetime(2026, 9, 21, tzinfo=UTC)
POLICY, NOTICE = canonical_json({"policy": 1}), canonical_json({"notice": 1})
ACTS = ("grant_all", "refuse_all", "custom", "withdraw")
PROOF_LEAVES = 100_000
PROOFS = 2_000


def main() -> None:
    """Measure every size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().records
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = folder / "verify.py"
        program.write_text(verifier_source(), encoding="utf-8")
        for size in sizes:
            bundle = folder / "bundle.zip"
            write(bundle, size)
            for processes in (1, 2):
                measure(program, bundle, size, processes)
    measure_proof()


def measure(program: Path, bundle: Path, size: int, processes: int) -> None:
    """Verify a bundle with the standard library alone, in a process of its own."""
    command = [sys.executable, "-I", "-S", str(program), "verify", str(bundle)]
    command += ["--key", SIGNER.vkey, "--json", "--processes", str(processes)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run([*PEAK, *command], capture_output=True, check=True)  # noqa: S603 - our own program
    took = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = sum(after[:2]) - sum(before[:2])
    report = json.loads(done.stdout)
    if not report["holds"]:
        raise RuntimeError(report["problems"])
    print(
        f"{size:>9,} records, {processes} process{'es' * (processes > 1)}: "
        f"{size / took:,.0f} records/s ({cpu / size * 1e6:.1f} us CPU each), "
        f"peak {int(done.stderr.split()[-1]) / 1024:.0f} MB per process"
    )


# Prints the peak memory of the largest process, in kilobytes, after running a command.
PEAK = (
    sys.executable,
    "-c",
    (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
        "used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; "
        "print(used, file=sys.stderr); sys.exit(code)"
    ),
)


def measure_proof() -> None:
    """Measure the check of one inclusion proof."""
    leaves = [
        hashlib.sha256(number.to_bytes(8)).digest() for number in range(PROOF_LEAVES)
    ]

    def read(level: int, number: int) -> bytes:
        start = number << level
        return root_of(leaves[start : start + (1 << level)])

    index, root = PROOF_LEAVES // 3, root_of(leaves)
    proof = inclusion_proof(index, PROOF_LEAVES, read)
    begun = time.process_time()
    for _ in range(PROOFS):
        require_inclusion(leaves[index], index, PROOF_LEAVES, proof, root)
    spent = (time.process_time() - begun) / PROOFS
    print(f"one inclusion proof of {len(proof)} hashes: {spent * 1e6:.0f} us")


def write(path: Path, size: int) -> None:
    """Write a bundle of that many records, after the policy that they are about."""
    tree, leaves = CompactRange(), hashlib.sha256()
    members: dict[str, str] = {}
    with (
        tempfile.TemporaryFile() as beside,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        digest = hashlib.sha256()
        with archive.open(RECORDS, "w", force_zip64=True) as member:
            for row in _rows(size):
                line, leaf = format_line(stored_row(row)), entry_hash(row.entry)
                member.write(line)
                digest.update(line)
                tree.append(leaf)
                beside.write(leaf)
                leaves.update(leaf)
        members[RECORDS], members[LEAVES] = digest.hexdigest(), leaves.hexdigest()
        info = zipfile.ZipInfo(LEAVES)
        beside.seek(0)
        with archive.open(info, "w", force_zip64=True) as member:
            while chunk := beside.read(HASH_BYTES << 12):
                member.write(chunk)
        checkpoint = Checkpoint(origin=SIGNER.name, size=tree.size, root=tree.root())
        small = {
            CHECKPOINTS: canonical_json([sign_checkpoint(checkpoint, SIGNER)]),
            KEYS: canonical_json([SIGNER.vkey]),
            f"{POLICIES}{sha256_hex(POLICY)}.json": POLICY,
            f"{NOTICES}{sha256_hex(NOTICE)}.json": NOTICE,
        }
        for name, data in small.items():
            archive.writestr(name, data)
            members[name] = sha256_hex(data)
        manifest: Json = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "origin": SIGNER.name,
            "size": tree.size,
            "software": "benchmark",
            "members": {**members},
        }
        archive.writestr(MANIFEST, canonical_json(manifest))


def _rows(size: int) -> Iterator[LedgerRow]:
    publication = Publication(
        policy_version=sha256_hex(POLICY), notices={"en": sha256_hex(NOTICE)}
    )
    yield _row(0, EntryKind.CONFIG, BEGUN, publication_parts(publication, BEGUN))
    for number in range(1, size + 1):
        yield visitor_row(number)


def visitor_row(number: int) -> LedgerRow:
    """Make up a record, ten a second."""
    moment = BEGUN + timedelta(seconds=number / 10)
    return _row(number, EntryKind.VISITOR, moment, _parts(number, moment))


def _row(
    index: int, kind: EntryKind, moment: datetime, parts: RecordParts
) -> LedgerRow:
    seed = hashlib.sha512(b"salt %d" % index).digest()
    salts = Salts(subject=seed[:16], decision=seed[16:32], context=seed[32:48])
    return LedgerRow(
        index=index,
        entry=make_entry(kind, int(moment.timestamp()), parts, salts),
        subject=EvidencePart(salt=salts.subject, part=parts.subject),
        decision=EvidencePart(salt=salts.decision, part=parts.decision),
        context=EvidencePart(salt=salts.context, part=parts.context),
    )


def _parts(number: int, moment: datetime) -> RecordParts:
    """The parts of a record as large as a site's with three purposes writes them."""
    word = ("granted", "refused")[number % 2]
    purposes: Json = {"analytics": word, "functional": "granted", "marketing": word}
    services: Json = {
        "google.ads": word,
        "google.analytics": word,
        "hubspot.forms": word,
    }
    digest = hashlib.sha256(b"id %d" % number).hexdigest()
    ids = [
        f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:32]}"
        for text in (digest[:32], digest[32:])
    ]
    return RecordParts(
        subject=canonical_json(
            {"record_id": ids[0], "subject_id": ids[1], "previous_record_id": None}
        ),
        decision=canonical_json(
            {
                "site": "bench",
                "recorded_at": format_time(moment),
                "expires_at": format_time(moment + timedelta(days=182)),
                "action": ACTS[number % len(ACTS)],
                "surface": "banner",
                "purposes": purposes,
                "services": services,
                "legal_basis": dict.fromkeys(
                    ("analytics", "functional", "marketing"), "consent"
                ),
                "policy_version": sha256_hex(POLICY),
                "notice_digest": sha256_hex(NOTICE),
                "language": "en",
                "regime": {"kind": "opt_in", "jurisdiction": "EU", "reason": "country"},
                "signals": {"gpc": False},
                "software": "0.1.0",
            }
        ),
        context=canonical_json(
            {
                "page": {"origin": "https://shop.example", "path": f"/p/{number}"},
                "agent": {
                    "family": "Firefox",
                    "major": "140",
                    "system": "Windows",
                    "device": "desktop",
                },
            }
        ),
    )


if __name__ == "__main__":
    main()
