"""``consent-server jobs``: what a site does by itself, beside its servers."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from consent_server.cli.exits import FINDINGS
from consent_server.cli.options import (
    data_dir_option,
    database_option,
    databases_option,
)
from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import ConsentError
from consent_server.ledger.report import count_of, escape
from consent_server.storage.api_replies import ReplyStore
from consent_server.storage.export_orders import ExportOrders
from consent_server.web.api.export_files import sweep_exports
from consent_server.web.databases import Databases, open_databases
from consent_server.web.installation import Installed, no_such_site
from consent_server.web.jobs.clock import FARTHEST, check_clock, trust_clock
from consent_server.web.jobs.erase import GATHERING
from consent_server.web.jobs.run import ERASE, Outcome, Runner
from consent_server.web.jobs.site import JobSite, open_job_site
from consent_server.web.ledgers import Ledgers

EVERY_SECONDS = 60


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked the process to end; every job goes on where it was."""


@click.group(short_help="Do what has to be done again and again.")
def jobs() -> None:
    """Sequence, erase, remove what is old, and say that the ledger is alive."""


@jobs.command(short_help="Run the jobs of every site until SIGTERM.")
@click.option("--site", "site_id", help="Id of a site; all of them by default.")
@click.option("--once", is_flag=True, help="Run every job once and end.")
@click.option(
    "--every",
    "seconds",
    type=click.IntRange(min=1),
    help=f"Seconds between two rounds; {EVERY_SECONDS} by default.",
)
@click.option(
    "--journal",
    envvar="CONSENT_ERASURE_JOURNAL",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where erasures are journalled: a file that no backup of the database brings "
    "back. SITE.erasures.jsonl in the data folder by default.",
)
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="Take the clock's word, once, where the jobs did not run for more than "
    f"{FARTHEST.days} days.",
)
@data_dir_option
@database_option
@databases_option
def run(  # noqa: PLR0913 - options, each by its name
    site_id: str | None,
    seconds: int | None,
    journal: Path | None,
    data_dir: Path,
    database: str | None,
    databases: str,
    *,
    once: bool,
    clock_is_right: bool,
) -> None:
    """Run the jobs of a site, or of all sites in all databases, until SIGTERM.

    They are: sequence what no server has, erase who asked to be, remove what is older
    than the catalog says, a heartbeat a day, and publish to the witnesses that
    SITE.policy names. Several runs at once harm nothing. Each round looks which sites
    there are and where; a database that is away keeps no other's jobs from running.

    With --once, exit code 0: all is done. 1: a job failed, and the others ran. 2, with
    --every too: nothing was done, for something cannot be used. A clock that is far
    ahead of the last run is such a thing: what it calls old may be new.

    \b
    Examples:
      consent-server jobs run --every 60
      consent-server jobs run --once --site shop
      consent-server jobs run --once --journal /srv/kept/erasures.jsonl
    """  # noqa: D301 - click's own mark against re-wrapping
    if once and seconds is not None:
        raise click.UsageError("--once runs one round; leave --every out")
    with (
        _stopping() as stop,
        open_databases(data_dir, database, databases) as opened,
    ):
        rounds = _Rounds(opened, site_id, data_dir, journal)
        if clock_is_right:
            for runner in rounds.find():
                trust_clock(runner.site)
        try:
            failed = rounds.run(stop, tell_all=once)
            while not once and not stop.wait(seconds or EVERY_SECONDS):
                rounds.run(stop, tell_all=False)
        except _Stopped:
            return
    if once and failed:
        raise click.exceptions.Exit(FINDINGS)


class _Rounds:
    """The jobs of the sites that there are, wherever their ledgers are by now."""

    def __init__(
        self,
        databases: Databases,
        site_id: str | None,
        data_dir: Path,
        journal: Path | None,
    ) -> None:
        self._ledgers = Ledgers(databases)
        self._orders = ExportOrders(databases.main)
        self._replies = ReplyStore(databases.main)
        self._site_id = site_id
        self._data_dir = data_dir
        self._journal = journal
        self._runners: dict[tuple[str, int], Runner] = {}

    def find(self) -> list[Runner]:
        """Return what runs the jobs of each site; one that was seen before is kept."""
        there = self._ledgers.living()
        names = [site.site_id for site in there]
        if self._site_id not in {None, *names}:
            raise no_such_site(f"there is no site {self._site_id!r}", names)
        wanted = [it for it in there if self._site_id in {None, it.site_id}]
        return [self._runner_of(it) for it in wanted]

    def run(self, stop: threading.Event, *, tell_all: bool) -> bool:
        """Run what is due on every site; tell whether anything failed."""
        failed = False
        for name in self._ledgers.away():
            failed = True
            click.echo(f"database {name}: does not answer", err=True)
        runners = self.find()
        for runner in runners:
            check_clock(runner.site)  # of every site, before anything is done on one
        for runner in runners:
            erased = _Progress(runner.site.site_id, stop)
            for outcome in runner.run(erased.add):
                erased.end()
                if outcome.said is not None or tell_all:
                    _tell(runner.site, outcome)
                failed = failed or outcome.failed
                if stop.is_set():
                    raise _Stopped
        return not self._sweep() or failed

    def _sweep(self) -> bool:
        """Drop exports and answers of servers whose time is over; tell if that went."""
        now = SystemClock().now()
        try:
            sweep_exports(self._data_dir, self._orders, now)
            self._replies.drop_old(now)
        except (ConsentError, OSError) as error:
            click.echo(escape(f"old exports cannot be dropped: {error}"), err=True)
            return False
        return True

    def _runner_of(self, site: Installed) -> Runner:
        key = site.site_id, id(site.engine)
        if key not in self._runners:
            opened = open_job_site(site, self._data_dir, SystemClock(), self._journal)
            self._runners[key] = Runner(site=opened)
        return self._runners[key]


def _tell(site: JobSite, outcome: Outcome) -> None:
    name, job = site.site_id, outcome.job
    if outcome.failed:
        click.echo(escape(f"{name}: {job} failed: {outcome.said}"), err=True)
    else:
        click.echo(escape(f"{name}: {job}: {outcome.said or _idle(site, job)}"))


def _idle(site: JobSite, job: str) -> str:
    """Say why a job had nothing to do: a request may wait for others."""
    waiting = len(site.erasures.open_requests()) if job == ERASE else 0
    if not waiting:
        return "nothing to do"
    hours = GATHERING // timedelta(hours=1)
    return (
        f"nothing to do yet, {count_of(waiting, 'request waits', 'requests wait')} "
        f"for others, {hours} hours at most"
    )


class _Progress:
    """Shows on a terminal how far a job is, and ends it where somebody asks for that.

    What a job has erased stays erased, and the next run does the rest.
    """

    def __init__(self, site_id: str, stop: threading.Event) -> None:
        self._site_id = site_id
        self._stop = stop
        self._records = 0

    def add(self, records: int) -> None:
        self._records += records
        if sys.stderr.isatty():
            text = f"\r{self._site_id}: {self._records:,} records erased "
            click.echo(text, nl=False, err=True)
        if self._stop.is_set():
            raise _Stopped

    def end(self) -> None:
        if self._records and sys.stderr.isatty():
            click.echo(err=True)
        self._records = 0


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set, in place of ending the process."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
