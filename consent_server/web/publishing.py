"""Showing a site's newest checkpoint to its witnesses, and keeping what they sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import EvidenceError, SettingError
from consent_server.ledger.anchored import AnchorStatus, anchor_status
from consent_server.ledger.checkpoint import peek_checkpoint
from consent_server.ledger.trust import Trust, parse_trust
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import freeze
from consent_server.web.installation import Installed
from consent_server.web.posting import parse_address
from consent_server.web.witness_client import Outcome, Round, WitnessReport, ask

NOTES_ENOUGH = 100  # of which one should have a quorum


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What became of one checkpoint; ``frozen`` says why nothing is signed any more.

    ``anchored`` is a quorum of at least one witness.
    """

    origin: str
    size: int
    reports: Sequence[WitnessReport]
    quorum_met: bool
    anchored: bool
    frozen: str | None


def trust_path(data_dir: Path, site_id: str) -> Path:
    """Return where the trust file of a site lies."""
    return data_dir / f"{site_id}.policy"


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
    notes = anchors.cosigned(NOTES_ENOUGH)
    return anchor_status(notes, size, trust, moment, anchors.stamped_at())


def publish(site: Installed, trust: Trust, clock: Clock) -> Published | None:
    """Send the newest checkpoint to every witness; none before the first checkpoint.

    A witness that contradicts the ledger freezes it: somebody cut or rewrote it, and
    nothing must be signed on top. Whatever goes wrong at one witness is in its report.

    Raises:
        SettingError: The address of a witness cannot be used, or the trust file is for
            another log.
        BrokenEvidenceError: The stored tree is damaged.
        StoreUnavailableError: The database did not answer.
    """
    witnesses = [one for one in trust.witnesses if one.url is not None]
    for witness in witnesses:
        parse_address(witness.url or "")
    note = SqlLedgerStore(site.engine, site.site_id).head().note
    if note is None:
        return None
    _require_named(note, trust)
    around = Round(site, note, clock)
    reports = [ask(around, witness) for witness in witnesses]
    contradictions = [
        f"{one.name} ({one.operator}): {one.detail}"
        for one in reports
        if one.outcome is Outcome.CONTRADICTED
    ]
    frozen = "; ".join(contradictions) or None
    if frozen is not None:
        freeze(site.engine, site.site_id, frozen)
    met = {one.name for one in reports if one.outcome is Outcome.COSIGNED}
    met |= trust.cosigned(note).keys()  # at an earlier time, and away now
    return Published(
        origin=site.origin,
        size=peek_checkpoint(note).size,
        reports=reports,
        quorum_met=trust.quorum_met(met),
        anchored=bool(met) and trust.quorum_met(met),
        frozen=frozen,
    )


def _require_named(note: str, trust: Trust) -> None:
    """Check that a trust file that names logs names this one."""
    if trust.log_keys:
        try:
            trust.open(note)
        except EvidenceError as error:
            raise SettingError(f"the trust file is for another log: {error}") from error
