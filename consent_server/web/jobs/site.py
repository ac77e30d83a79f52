"""A site as its jobs see it: without visitors, beside the running servers."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from consent_server.catalog.model import Site
from consent_server.kernel.clock import Clock
from consent_server.kernel.errors import BrokenEvidenceError, SettingError
from consent_server.ledger.epoch import FIRST_EPOCH, epoch_origin, split_origin
from consent_server.notice.published import read_catalog
from consent_server.storage.erasures import ErasureStore
from consent_server.storage.heartbeats import HeartbeatStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import get_ledger
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import RecordStore
from consent_server.storage.tombstones import TombstoneStore
from consent_server.web.installation import Installed
from consent_server.web.jobs.journal import ErasureJournal
from consent_server.web.ledger_writer import LedgerWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSite:
    """What the jobs of one site work with."""

    installed: Installed
    data_dir: Path
    writer: LedgerWriter
    records: RecordStore
    policies: PolicyStore
    erasures: ErasureStore
    tombstones: TombstoneStore
    heartbeats: HeartbeatStore
    journal: ErasureJournal
    clock: Clock

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.installed.engine

    @property
    def site_id(self) -> str:
        """The name of the site."""
        return self.installed.site_id

    @property
    def ledger(self) -> SqlLedgerStore:
        """The newest log of the site."""
        return self.writer.log.store

    @property
    def origin(self) -> str:
        """The name of that log."""
        return self.writer.log.signer.name

    @property
    def origins(self) -> list[str]:
        """The names of all logs of the site, the first one first."""
        state = get_ledger(self.engine, self.site_id)
        first, newest = split_origin(state.origin)
        return [epoch_origin(first, it) for it in range(FIRST_EPOCH, newest + 1)]

    @property
    def now(self) -> int:
        """The present second since 1970, UTC."""
        return int(self.clock.now().timestamp())

    def integrate(self) -> int:
        """Give positions to all that was committed; return to how many entries.

        Raises:
            BrokenEvidenceError: The ledger is frozen.
            SettingError: The key in force is not in the data folder.
            MalformedEvidenceError: The mark is none of this ledger.
            StoreUnavailableError: The database or the mark is away.
        """
        done = 0
        while step := self.writer.step(self.clock.now()):
            done += step.size - step.first
        frozen = get_ledger(self.engine, self.site_id).frozen
        if frozen is not None:
            raise BrokenEvidenceError(f"the ledger is frozen: {frozen}")
        return done

    def settings(self) -> Site:
        """Return what the policy in force says of the site.

        Raises:
            SettingError: No policy was ever published.
        """
        content = self.policies.in_force()
        if content is None:
            raise SettingError(f"site {self.site_id!r} has not published a policy yet")
        return read_catalog(content).site


def open_job_site(
    installed: Installed,
    data_dir: Path,
    clock: Clock,
    journal: Path | None = None,
) -> JobSite:
    """Open a site of a data folder for its jobs.

    Raises:
        SettingError: Its private key cannot be read.
        StoreUnavailableError: The database did not answer.
    """
    engine, site_id = installed.engine, installed.site_id
    return JobSite(
        installed=installed,
        data_dir=data_dir,
        writer=LedgerWriter(engine, site_id, data_dir),
        records=RecordStore(engine, site_id),
        policies=PolicyStore(engine, site_id),
        erasures=ErasureStore(engine, site_id),
        tombstones=TombstoneStore(engine, site_id),
        heartbeats=HeartbeatStore(engine, site_id),
        journal=ErasureJournal(journal or journal_path(data_dir, site_id)),
        clock=clock,
    )


def journal_path(data_dir: Path, site_id: str) -> Path:
    """Return where a site's erasures are journalled unless another file is named."""
    return data_dir / f"{site_id}.erasures.jsonl"
