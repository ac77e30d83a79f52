"""Showing a site's newest checkpoint to others, and keeping what they sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import (
    EvidenceError,
    SettingError,
    UnreachableError,
)
from consent_server.ledger.anchored import AnchorStatus, anchor_status
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.trust import Trust, parse_trust
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import freeze
from consent_server.web.installation import Installed
from consent_server.web.posting import parse_address
from consent_server.web.stamping import (
    Authority,
    authority_path,
    find_authority,
    stamp,
)
from consent_server.web.witness_client import AnchorReport, Outcome, Round, ask

NOTES_ENOUGH = 100  # of which one should have a quorum

STAMP_SECONDS = 3_600  # authorities serve many; the time between two stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What became of one checkpoint; ``frozen`` says why nothing is signed any more.

    ``anchored`` is a quorum of at least one witness. ``stamp`` is what became of the
    timestamp, none where no authority is asked or one was asked lately.
    """

    origin: str
    size: int
    reports: Sequence[AnchorReport]
    stamp: AnchorReport | None
    quorum_met: bool
    anchored: bool
    frozen: str | None

    @property
    def complete(self) -> bool:
        """Whether everybody who was to see the checkpoint did."""
        stamped = self.stamp is None or self.stamp.outcome is Outcome.STAMPED
        return self.quorum_met and stamped and self.frozen is None


def trust_path(data_dir: Path, site_id: str) -> Path:
    """Return where the trust file of a site lies."""
    return data_dir / f"{site_id}.policy"


def names_anybody(data_dir: Path, site_id: str) -> bool:
    """Tell whether the data folder names somebody to show checkpoints to."""
    paths = (trust_path(data_dir, site_id), authority_path(data_dir, site_id))
    return any(path.exists() for path in paths)


def find_trust(data_dir: Path, site_id: str) -> Trust | None:
    """Read the trust file of a site, none where there is none.

    Raises:
        SettingError: It cannot be read, or is not such a file.
    """
    path = trust_path(data_dir, site_id)
    try:
        return parse_trust(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EvidenceError) as error:
        raise SettingError(f"{path} cannot be used: {error}") from error


def read_status(site: Installed, trust: Trust | None, moment: datetime) -> AnchorStatus:
    """Say how the ledger of a site is anchored.

    Raises:
        BrokenEvidenceError: A stored cosignature does not fit.
        StoreUnavailableError: The database did not answer.
    """
    ledger = SqlLedgerStore(site.engine, site.site_id)
    anchors = AnchorStore(site.engine, site.site_id, ledger.epoch)
    size = ledger.head().size
    notes = ledger.cosigned(NOTES_ENOUGH)
    return anchor_status(notes, size, trust, moment, anchors.stamped_at())


def publish(site: Installed, data_dir: Path, clock: Clock) -> Published | None:
    """Show the newest checkpoint to everybody whom the data folder names.

    Returns nothing before the first checkpoint. A witness that contradicts the ledger
    freezes it: somebody cut or rewrote it, and nothing must be signed on top. Whatever
    else goes wrong with one of them is in its report.

    Raises:
        SettingError: Nobody is named, or an address cannot be used, or the trust file
            is for another log.
        BrokenEvidenceError: The stored tree is damaged.
        StoreUnavailableError: The database did not answer.
    """
    if not names_anybody(data_dir, site.site_id):
        raise SettingError(
            f"there is no {trust_path(data_dir, site.site_id)}; write one that names "
            "your witnesses, as docs/howto/anchor-your-ledger.md shows"
        )
    trust = find_trust(data_dir, site.site_id) or Trust(log_keys=())
    authority = find_authority(data_dir, site.site_id)
    note = SqlLedgerStore(site.engine, site.site_id).head().note
    if note is None:
        return None
    _require_named(note, trust)
    around = Round(site, note, clock)
    witnesses = [one for one in trust.witnesses if one.url is not None]
    for witness in witnesses:
        parse_address(witness.url or "")
    reports = [ask(around, witness) for witness in witnesses]
    met = {one.name for one in reports if one.outcome is Outcome.COSIGNED}
    met |= trust.cosigned(note).keys()  # at an earlier time, and away now
    return Published(
        origin=peek_checkpoint(note).origin,
        size=around.size,
        reports=reports,
        stamp=None if authority is None else _stamp(around, authority),
        quorum_met=trust.quorum_met(met),
        anchored=bool(met) and trust.quorum_met(met),
        frozen=_freeze_if_contradicted(site, reports),
    )


def _freeze_if_contradicted(
    site: Installed, reports: Sequence[AnchorReport]
) -> str | None:
    contradictions = [
        f"{one.name} ({one.operator}): {one.detail}"
        for one in reports
        if one.outcome is Outcome.CONTRADICTED
    ]
    if not contradictions:
        return None
    reason = "; ".join(contradictions)
    freeze(site.engine, site.site_id, reason)
    return reason


def _stamp(around: Round, authority: Authority) -> AnchorReport | None:
    """Have the checkpoint stamped, unless it or another one was lately."""
    now = around.clock.now()
    last = around.anchors.stamped_at()
    if last is not None and now.timestamp() - last < STAMP_SECONDS:
        return None
    try:
        done = stamp(authority, around.note)
    except UnreachableError as error:
        outcome, detail = Outcome.UNREACHABLE, str(error)
    else:
        outcome, detail = Outcome.STAMPED, f"the tree of size {around.size}"
        around.anchors.add_token(around.size, authority.name, done.response, now)
    return AnchorReport(
        name="timestamp", operator=authority.name, outcome=outcome, detail=detail
    )


def _require_named(note: str, trust: Trust) -> None:
    """Check that a trust file that names logs names this one."""
    if trust.log_keys:
        try:
            trust.open(note)
        except EvidenceError as error:
            raise SettingError(f"the trust file is for another log: {error}") from error
