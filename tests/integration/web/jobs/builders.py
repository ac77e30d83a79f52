"""A site with records, and its jobs, on a clock that is set."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, event

from consent_server.kernel.canonical import Json, canonical_json, sha256_hex
from consent_server.kernel.clock import ManualClock
from consent_server.kernel.parts import RecordParts
from consent_server.ledger.entry import EntryKind
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.storage.erasures import PERSONAL
from consent_server.storage.records import NewRecord, StoredRecord
from consent_server.web.installation import Installed
from consent_server.web.jobs.erase import erase
from consent_server.web.jobs.site import JobSite, open_job_site
from consent_server.web.keys import ledger_key_path, load_or_create_seed
from tests.unit.ledger.builders import (
    MOMENT,
    NOTICE,
    NOTICE_DIGEST,
    ORIGIN,
    a_signer,
    record_id,
    some_bytes,
    some_salts,
    subject_id,
    time_text,
)
from tests.unit.storage.builders import SITE, Opened

SEED = b"\x07" * 32
REQUEST = "erasure_request"
LIFETIME = timedelta(days=182)


class CrashError(BaseException):
    """The process ends here, as under SIGKILL: nobody may catch it."""


@dataclass(slots=True, kw_only=True)
class Place:
    """One site, its jobs and its time."""

    site: Opened
    jobs: JobSite
    clock: ManualClock
    versions: list[str] = field(default_factory=list)

    def publish(self, *, retention: int = 730, context: int = 90) -> None:
        """Publish a policy that says how long records are kept."""
        said: Json = {
            "id": SITE,
            "domains": ["shop.example"],
            "languages": ["en"],
            "retention_days": retention,
            "context_retention_days": context,
        }
        catalog: Json = {
            "site": said,
            "controller": {"name": "Shop AS", "country": "NO"},
            "providers": {},
            "purposes": [],
            "services": [],
        }
        content = canonical_json({"catalog": catalog})
        version = sha256_hex(content)
        notices = {"en": (NOTICE_DIGEST, NOTICE)}
        self.site.policies.publish(version, content, notices, self.clock.now())
        self.versions.append(version)

    def choose(self, number: int, *, subject: int | None = None) -> UUID:
        """Record a choice of somebody, with texts that tell it from others."""
        who = subject_id(number if subject is None else subject)
        now = self.clock.now()
        made = NewRecord(
            record_id=record_id(number),
            subject_id=who,
            kind=EntryKind.VISITOR,
            arrived_at=int(now.timestamp()),
            parts=self._parts(number, who),
            salts=some_salts(number),
            click_digest=some_bytes(f"click {number}", 32),
        )
        self.site.records.append(made)
        return made.record_id

    def find(self, number: int) -> StoredRecord | None:
        return self.site.records.find(record_id(number))

    def ask(self, subject: int, *, parts: frozenset[str] = PERSONAL) -> bool:
        who = subject_id(subject)
        return self.jobs.erasures.ask(who, parts, REQUEST, self.clock.now())

    def erase(self, *, after: timedelta = timedelta(hours=12)) -> str | None:
        self.wait(after)
        return erase(self.jobs)

    def wait(self, time: timedelta) -> None:
        self.clock.moment += time

    def verify(self) -> Report:
        """Export, and check with nothing but the key."""
        self.jobs.integrate()
        out = io.BytesIO()
        self.site.export(out)
        return verify_bundle(out, Trust.of_key(a_signer().vkey))

    def _parts(self, number: int, who: UUID) -> RecordParts:
        now = self.clock.now()
        return RecordParts(
            subject=canonical_json(
                {
                    "record_id": str(record_id(number)),
                    "subject_id": str(who),
                    "previous_record_id": None,
                }
            ),
            decision=canonical_json(
                {
                    "action": "grant_all",
                    "recorded_at": time_text(now.timestamp()),
                    "expires_at": time_text((now + LIFETIME).timestamp()),
                    "purposes": {"analytics": "granted"},
                    "services": {},
                    "policy_version": self.versions[-1],
                    "notice_digest": NOTICE_DIGEST,
                    "language": "en",
                }
            ),
            context=canonical_json({"page": {"path": f"/path-of-{number}"}}),
        )


def a_place(
    site: Opened, folder: Path, *, moment: datetime = MOMENT, publish: bool = True
) -> Place:
    """A site whose clock stands at ``moment``."""
    load_or_create_seed(ledger_key_path(folder, SITE), lambda _: SEED)
    clock = ManualClock(moment)
    installed = Installed(engine=site.engine, site_id=SITE, origin=ORIGIN)
    place = Place(site=site, jobs=open_job_site(installed, folder, clock), clock=clock)
    if publish:
        place.publish()
    return place


@contextmanager
def crashing_before(engine: Engine, number: int) -> Iterator[None]:
    """End the process instead of a use of the database, the first being number 1."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            raise CrashError

    event.listen(engine, "checkout", count)
    try:
        yield
    finally:
        event.remove(engine, "checkout", count)
