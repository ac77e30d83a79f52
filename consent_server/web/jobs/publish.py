"""Showing the newest checkpoint to those whom the data folder names."""

from consent_server.kernel.errors import BrokenEvidenceError, UnreachableError
from consent_server.web.jobs.erase import Progress, no_progress
from consent_server.web.jobs.site import JobSite
from consent_server.web.publishing import (
    Published,
    find_trust,
    names_anybody,
    publish,
    read_status,
)
from consent_server.web.witness_client import Outcome

WITNESS_SECONDS = 600
"""From one cosignature to the next: how long a ledger rests on its operator's word."""

_SEEN = (Outcome.COSIGNED, Outcome.STAMPED)


def publish_checkpoint(site: JobSite, _progress: Progress = no_progress) -> str | None:
    """Send the newest checkpoint to its witnesses, where the last one was long ago.

    Raises:
        BrokenEvidenceError: A witness contradicts the ledger, which is frozen now.
        UnreachableError: Fewer saw it than the trust file asks for.
        SettingError: The trust file cannot be used.
        StoreUnavailableError: The database did not answer.
    """
    if not names_anybody(site.data_dir, site.site_id) or _is_anchored(site):
        return None
    done = publish(site.installed, site.data_dir, site.clock)
    if done is None:
        return None
    if done.frozen is not None:
        raise BrokenEvidenceError(done.frozen)
    if not done.complete:
        raise UnreachableError("; ".join(_asked(done)))
    asked = _asked(done)
    return f"{done.size} entries: {'; '.join(asked)}" if asked else None


def _is_anchored(site: JobSite) -> bool:
    trust = find_trust(site.data_dir, site.site_id)
    status = read_status(site.installed, trust, site.clock.now())
    if not status.anchored:
        return False
    if status.anchored_size == site.ledger.head().size:
        return True
    return site.now - max(status.cosigned.values()) < WITNESS_SECONDS


def _asked(done: Published) -> list[str]:
    reports = [*done.reports, *([] if done.stamp is None else [done.stamp])]
    return [
        f"{one.name} {one.outcome.value}"
        + ("" if one.outcome in _SEEN else f" ({one.detail})")
        for one in reports
    ]
