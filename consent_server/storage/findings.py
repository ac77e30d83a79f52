"""The findings of a site, and which of them its owner ignores."""

from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError

from consent_server.catalog.match import compile_matcher
from consent_server.enforcement.findings import Declared, Finding, find
from consent_server.kernel.errors import SettingError
from consent_server.notice.published import read_catalog
from consent_server.storage.catalog_files import library_matcher
from consent_server.storage.db import reading, writing
from consent_server.storage.evidence import EvidenceStore
from consent_server.storage.intake import require_open
from consent_server.storage.policies import PolicyStore
from consent_server.storage.tables import ignored_finding


class FindingStore:
    """What nobody declares on one site."""

    def __init__(self, engine: Engine, site_id: str) -> None:
        self._engine = engine
        self._site_id = site_id

    def read(self) -> list[Finding]:
        """Return every finding of the days that are kept, in order of kind and name.

        Raises:
            MalformedEvidenceError: The stored policy is damaged.
            StoreUnavailableError: The database did not answer.
        """
        return find(
            EvidenceStore(self._engine, self._site_id).read_seen(),
            self._declared(),
            library_matcher(),
            self._ignored(),
        )

    def ignore(self, finding_id: str, moment: datetime) -> None:
        """Hear no more of a finding; one that is ignored stays so.

        Raises:
            SettingError: There is no such finding.
            StoreUnavailableError: Nothing was changed.
        """
        if finding_id not in {it.id for it in self.read()}:
            raise SettingError(
                f"there is no finding {finding_id!r}; see: consent-server findings list"
            )
        row = {
            "site_id": self._site_id,
            "finding": finding_id,
            "ignored_at": int(moment.timestamp()),
        }
        try:
            with writing(self._engine) as connection:
                require_open(connection, self._site_id)
                connection.execute(ignored_finding.insert().values(row))
        except IntegrityError:
            return  # it is ignored already

    def reopen(self, finding_id: str) -> None:
        """Hear of a finding again.

        Raises:
            SettingError: It is not ignored.
            StoreUnavailableError: Nothing was changed.
        """
        with writing(self._engine) as connection:
            require_open(connection, self._site_id)
            gone = connection.execute(
                delete(ignored_finding).where(
                    ignored_finding.c.site_id == self._site_id,
                    ignored_finding.c.finding == finding_id,
                )
            )
        if gone.rowcount == 0:
            raise SettingError(f"the finding {finding_id!r} is not ignored")

    def _ignored(self) -> frozenset[str]:
        query = select(ignored_finding.c.finding).where(
            ignored_finding.c.site_id == self._site_id
        )
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(query))

    def _declared(self) -> Declared | None:
        policies = PolicyStore(self._engine, self._site_id)
        content, since = policies.in_force(), policies.in_force_since()
        if content is None or since is None:
            return None
        catalog = read_catalog(content)
        domains = catalog.site.domains
        return Declared(
            matcher=compile_matcher(catalog.services, domains),
            domain=domains[0],
            since=since.date(),
        )
