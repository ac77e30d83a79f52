"""One site: its ledger, anchors, clock, requests for erasure, and what was not read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from consent_server.enforcement.evidence import DROPPED
from consent_server.kernel.errors import ConsentError
from consent_server.ledger.report import count_of
from consent_server.storage.erasures import ErasureStore
from consent_server.storage.evidence import EvidenceStore
from consent_server.token.codec import CLOCK_TOLERANCE
from consent_server.web.doctor.found import Found, doubtful, fine, wrong
from consent_server.web.installation import Installed
from consent_server.web.ledger_status import LedgerStatus, look_at_ledger
from consent_server.web.publishing import find_trust

ANCHOR_AGE = timedelta(days=2)
"""A job that runs has published far more often: a ledger grows every day."""

WAITING = timedelta(days=1)
"""How long a request for erasure may wait: the job runs every few minutes."""

LOOK_BACK = timedelta(days=7)


def look_at_site(site: Installed, data_dir: Path, moment: datetime) -> Iterator[Found]:
    """Look at a site, and say one line where nothing is wrong."""
    about = f"ledger of {site.site_id}"
    try:
        status = look_at_ledger(site, data_dir, moment)
        found = [
            *(wrong(about, it) for it in status.faults),
            *(doubtful(about, it) for it in status.delays),
            *(wrong(about, it) for it in _judge_clock(status)),
            *(doubtful(about, it) for it in _judge_anchors(status, data_dir)),
            *(doubtful(about, it) for it in _judge_requests(site, moment)),
        ]
        dropped = [*_judge_evidence(site, moment)]
    except ConsentError as error:
        yield wrong(about, error)
        return
    entries = count_of(status.state.size, "entry", "entries")
    yield from found or [fine(about, f"has {entries}; {status.anchors.words}")]
    yield from dropped


def _judge_clock(status: LedgerStatus) -> Iterator[str]:
    signed_at = status.progress.signed_at
    if (
        signed_at is not None
        and signed_at > (status.moment + CLOCK_TOLERANCE).timestamp()
    ):
        yield (
            "its newest checkpoint is from the future: this machine's clock is behind, "
            "or another server's is ahead"
        )


def _judge_anchors(status: LedgerStatus, data_dir: Path) -> Iterator[str]:
    """A ledger that names no witness promises none."""
    if find_trust(data_dir, status.site_id) is None:
        return
    cosigned = max(status.anchors.cosigned.values(), default=0)
    age = status.moment.timestamp() - cosigned
    if not status.anchors.anchored or age > ANCHOR_AGE.total_seconds():
        yield (
            f"{status.anchors.words}: is `consent-server jobs run` running, and do "
            "the witnesses answer? See: consent-server ledger publish"
        )


def _judge_requests(site: Installed, moment: datetime) -> Iterator[str]:
    late = (moment - WAITING).timestamp()
    requests = ErasureStore(site.engine, site.site_id).open_requests()
    count = sum(one.asked_at <= late for one in requests)
    if count:
        yield (
            f"requests for erasure that wait for more than a day: {count}; let "
            "`consent-server jobs run` run"
        )


def _judge_evidence(site: Installed, moment: datetime) -> Iterator[Found]:
    since = (moment - LOOK_BACK).date()
    seen = EvidenceStore(site.engine, site.site_id).read_seen(since)
    dropped = sum(one.times for one in seen if one.sighting.name == DROPPED)
    if dropped:
        yield doubtful(
            f"evidence of {site.site_id}",
            f"browsers sent too many reports at once; in a week {dropped} were "
            "counted and not read",
        )
