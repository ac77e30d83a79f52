"""Whether the clock can be believed, asked before anything is removed by it.

The moment of the last run stands in a file beside the database. What visitors do says
nothing of a clock: their records get their times from the same one.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consent_server.kernel.clock import format_time
from consent_server.kernel.errors import SettingError
from consent_server.storage.ledgers import read_progress
from consent_server.web.jobs.site import JobSite
from consent_server.web.whole_files import unfinished_beside

FARTHEST = timedelta(days=31)
"""So much later than the run before it a run may be; less than records are kept."""
_OFTEN_ENOUGH = timedelta(days=1)


def check_clock(site: JobSite) -> None:
    """Refuse a clock that went on too far since the jobs ran last.

    Before the first run, the newest checkpoint counts, or what waits for one.

    Raises:
        SettingError: It did, or the file holds no time. Nothing was changed.
        StoreUnavailableError: The database did not answer.
    """
    last, now = _last_run(site), site.clock.now()
    known = last or _newest_in_ledger(site)
    if known is not None and now - known > FARTHEST:
        raise SettingError(
            f"site {site.site_id!r}: the clock says {now:%Y-%m-%d}, and the last time "
            f"known is {known:%Y-%m-%d}, {(now - known).days} days before; nothing was "
            "done. Set the clock, or if it is right, say so once with --clock-is-right"
        )
    if last is None or now - last >= _OFTEN_ENOUGH:
        # On a full disk the moment before stays, and the jobs say what fails.
        with suppress(OSError):
            _keep(site, now)


def trust_clock(site: JobSite) -> None:
    """Take the clock's word, and judge later runs by it.

    Raises:
        SettingError: The file cannot be written.
    """
    try:
        _keep(site, site.clock.now())
    except OSError as error:
        raise SettingError(
            f"{_path(site)} cannot be written: {error.strerror}"
        ) from error


def _last_run(site: JobSite) -> datetime | None:
    path = _path(site)
    try:
        return datetime.fromisoformat(path.read_text("ascii")).astimezone(UTC)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingError(
            f"{path} should say when the jobs ran last, and cannot be read so; if the "
            "clock is right, write it anew with --clock-is-right"
        ) from error


def _newest_in_ledger(site: JobSite) -> datetime | None:
    progress = read_progress(site.engine, site.site_id)
    second = progress.signed_at or progress.oldest_at
    return None if second is None else datetime.fromtimestamp(second, UTC)


def _keep(site: JobSite, moment: datetime) -> None:
    with unfinished_beside(_path(site)) as (file, draft):
        file.write(format_time(moment).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
        draft.replace(_path(site))


def _path(site: JobSite) -> Path:
    return site.data_dir / f"{site.site_id}.jobs-ran"
