"""Exporting a site's evidence from a data folder, for the command line."""

from pathlib import Path

from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import SettingError
from consent_server.ledger.bundle import write_bundle
from consent_server.ledger.bundle_format import Manifest
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.policies import PolicyStore
from consent_server.web.drafts import draft_beside
from consent_server.web.installation import open_installed
from consent_server.web.ledger_writer import LedgerWriter


def export_bundle(
    data_dir: Path, site_id: str, out: Path, database: str | None = None
) -> Manifest:
    """Write a site's bundle; ``out`` appears whole or not at all.

    It holds pseudonyms and pages of visitors, so that only its owner may read it.
    Records that were committed but not yet sequenced get their positions first.

    Raises:
        SettingError: There is no database or no such site, or its tables are those of
            another version.
        BrokenEvidenceError: Nothing has been sequenced, so nothing can be proved.
        StoreUnavailableError: The database did not answer.
    """
    with open_installed(data_dir, site_id, database) as site:
        writer = LedgerWriter(site.engine, site_id, data_dir)
        writer.take_all(SystemClock().now())
        return _write(out, writer.log.store, PolicyStore(site.engine, site_id))


def _write(out: Path, ledger: SqlLedgerStore, policies: PolicyStore) -> Manifest:
    try:
        with draft_beside(out) as (file, draft):
            manifest = write_bundle(
                file, ledger, policies.find_policy, policies.find_notice
            )
            file.flush()
            draft.replace(out)
    except OSError as error:
        raise SettingError(f"{out} cannot be written: {error.strerror}") from error
    return manifest
