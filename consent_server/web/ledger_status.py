"""How a site's ledger stands, for whoever keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consent_server.kernel.errors import (
    EvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.ledger.anchored import AnchorStatus
from consent_server.ledger.high_water import read_mark, require_reached
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import (
    KeyPeriod,
    LedgerState,
    Progress,
    get_ledger,
    read_keys,
    read_progress,
)
from consent_server.web.installation import Installed
from consent_server.web.keys import (
    get_signer,
    is_key_encrypted,
    ledger_key_path,
    read_seed,
    token_key_path,
)
from consent_server.web.mark_file import MarkFile
from consent_server.web.publishing import find_trust, read_status

WAITING_TOO_LONG_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """One private key: is it encrypted, and what is wrong with it, if anything."""

    path: Path
    encrypted: bool | None
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStatus:
    """One site's ledger at a moment.

    ``mark`` is how many entries the high-water mark has seen, none before the first;
    ``mark_problem`` says what it has against the database.
    """

    site_id: str
    moment: datetime
    state: LedgerState
    progress: Progress
    keys: list[KeyPeriod]
    files: list[KeyFile]
    mark: int | None
    mark_problem: str | None
    anchors: AnchorStatus

    @property
    def waiting_seconds(self) -> int:
        """How long the oldest entry without position waits."""
        oldest = self.progress.oldest_at
        return 0 if oldest is None else max(int(self.moment.timestamp()) - oldest, 0)

    @property
    def faults(self) -> list[str]:
        """What keeps the ledger from going on, in words."""
        frozen = self.state.frozen
        halts = [None if frozen is None else f"frozen: {frozen}", self.mark_problem]
        found = [f"{why}; {self._way_out}" for why in halts if why is not None]
        return found + [it.problem for it in self.files if it.problem is not None]

    @property
    def delays(self) -> list[str]:
        """What somebody should look at although the ledger goes on, in words."""
        if self.waiting_seconds <= WAITING_TOO_LONG_SECONDS:
            return []
        waits = f"the oldest entry waits for its position for {self.waiting_seconds}"
        return [f"{waits} seconds; is a server or `consent-server jobs run` running?"]

    @property
    def findings(self) -> list[str]:
        """Both of them."""
        return [*self.faults, *self.delays]

    @property
    def _way_out(self) -> str:
        return (
            "nothing is signed until somebody decides, as "
            "docs/howto/when-a-ledger-is-frozen.md shows; if what is missing is gone "
            f"for good: consent-server ledger recover --site {self.site_id}"
        )


def look_at_ledger(site: Installed, data_dir: Path, moment: datetime) -> LedgerStatus:
    """Gather how a site's ledger stands; nothing is changed.

    Raises:
        SettingError: The trust file cannot be used.
        EvidenceError: A stored cosignature does not fit.
        StoreUnavailableError: The database did not answer.
    """
    mark, problem = _look_at_mark(site, data_dir)
    return LedgerStatus(
        site_id=site.site_id,
        moment=moment,
        state=get_ledger(site.engine, site.site_id),
        progress=read_progress(site.engine, site.site_id),
        keys=read_keys(site.engine, site.site_id),
        files=_look_at_files(site, data_dir),
        mark=mark,
        mark_problem=problem,
        anchors=read_status(site, find_trust(data_dir, site.site_id), moment),
    )


def _look_at_mark(site: Installed, data_dir: Path) -> tuple[int | None, str | None]:
    try:
        kept = MarkFile(data_dir, site.site_id).read()
        store = SqlLedgerStore(site.engine, site.site_id)
        head = store.head()
        if kept is None:
            return None, None
        size = read_mark(kept, site.origin).size
    except (EvidenceError, StoreUnavailableError) as error:
        return None, str(error)
    try:
        require_reached(kept, head, site.origin, store.read_tile)
    except EvidenceError as error:
        return size, str(error)
    return size, None


def _look_at_files(site: Installed, data_dir: Path) -> list[KeyFile]:
    state = get_ledger(site.engine, site.site_id)
    token_key = token_key_path(data_dir, site.site_id)
    return [
        _look_at_file(
            ledger_key_path(data_dir, site.site_id),
            lambda: get_signer(data_dir, site.site_id, state.origin, state.vkey),
        ),
        _look_at_file(token_key, lambda: read_seed(token_key)),
    ]


def _look_at_file(path: Path, open_key: Callable[[], object]) -> KeyFile:
    encrypted = problem = None
    try:
        encrypted = is_key_encrypted(path)
        open_key()
    except SettingError as error:
        problem = str(error)
    return KeyFile(path=path, encrypted=encrypted, problem=problem)
