"""The jobs of a site, in their order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from consent_server.kernel.errors import ConsentError
from consent_server.ledger.report import count_of
from consent_server.web.jobs.erase import Progress, erase, no_progress
from consent_server.web.jobs.publish import publish_checkpoint
from consent_server.web.jobs.purge import purge
from consent_server.web.jobs.site import JobSite

Work = Callable[[JobSite, Progress], str | None]
"""Does a job and says what it did, nothing where there was nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job; a ``daily`` one looks through everything, so once a day is enough."""

    name: str
    work: Work
    daily: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a job said, or why it ``failed``; nothing where it had nothing to do."""

    job: str
    said: str | None
    failed: bool


def give_positions(site: JobSite, _progress: Progress = no_progress) -> str | None:
    """Give positions to what no server has sequenced."""
    entries = site.integrate()
    return count_of(entries, "entry", "entries") if entries else None


def beat(site: JobSite, _progress: Progress = no_progress) -> str | None:
    """Say that the ledger is alive, where nothing else does, and which signals came."""
    signals = site.heartbeats.beat(site.clock.now())
    if signals is None:
        return None
    site.integrate()
    told = ", ".join(f"{times} {name}" for name, times in sorted(signals.items()))
    return f"one entry, signals: {told or 'none'}"


ERASE = "erase"
JOBS: Sequence[Job] = (
    Job(name="sequence", work=give_positions),
    Job(name=ERASE, work=erase),
    Job(name="purge", work=purge, daily=True),
    Job(name="heartbeat", work=beat),
    Job(name="publish", work=publish_checkpoint),
)


@dataclass(slots=True, kw_only=True)
class Runner:
    """Runs the jobs of one site again and again; one that fails stops no other."""

    site: JobSite
    jobs: Sequence[Job] = JOBS
    _days: dict[str, date] = field(default_factory=dict)

    def run(self, progress: Progress = no_progress) -> Iterator[Outcome]:
        """Run each job that is due; tell what came of it."""
        today = self.site.clock.now().date()
        for job in self.jobs:
            if job.daily and self._days.get(job.name) == today:
                continue
            outcome = self._run(job, progress)
            if not outcome.failed:
                self._days[job.name] = today
            yield outcome

    def _run(self, job: Job, progress: Progress) -> Outcome:
        try:
            said = job.work(self.site, progress)
        except ConsentError as error:
            return Outcome(job=job.name, said=str(error), failed=True)
        return Outcome(job=job.name, said=said, failed=False)
