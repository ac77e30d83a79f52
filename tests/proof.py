"""What an auditor does with a site: export everything, and verify it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.export_request import Source, Wanted
from consent_server.web.exporting import export
from consent_server.web.installation import open_installed


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A site's data folder and database, and where exports may lie."""

    data_dir: Path
    folder: Path
    database: str | None = None

    def verify(self, trust: Trust | None = None) -> Report:
        """Export the whole ledger and judge it, by its own key if by no other."""
        key = (self.data_dir / "keys" / "shop.ledger.pub").read_text("ascii")
        out = self.folder / "proof.zip"
        source = Source(data_dir=self.data_dir, database=self.database)
        export(source, out, Wanted())
        with out.open("rb") as file:
            report = verify_bundle(file, trust or Trust.of_key(key))
        out.unlink()
        return report

    def position(self, record_id: str) -> int | None:
        """Return where a record is in the log."""
        with open_installed(self.data_dir, "shop", self.database) as site:
            ledger = SqlLedgerStore(site.engine, "shop")
            return ledger.find_index(UUID(record_id))
