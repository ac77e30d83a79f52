"""Rights of the data subject, and limits of keeping, that the server carries out."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from consent_server.storage.restriction import restrict
from consent_server.web.jobs.purge import purge
from consent_server.web.visitor.access import access_file
from tests.integration.web.jobs.builders import Place, a_place
from tests.unit.ledger.builders import subject_id
from tests.unit.storage.builders import SITE, file_url, opened, rows_of


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with opened(file_url(tmp_path / "consent.sqlite3")) as site:
        yield a_place(site, tmp_path)


def test_the_person_gets_a_copy_of_everything(place: Place) -> None:
    """G12. GDPR Article 15(3): a copy of the data, with what was shown."""
    for number in (1, 2):
        place.choose(number, subject=1)
    place.choose(3)
    place.jobs.integrate()
    document = json.loads(
        access_file(
            place.site.records.history(subject_id(1)),
            place.jobs.ledger,
            place.jobs.origin,
            place.jobs.policies,
            place.clock.now(),
        )
    )

    assert document["subject_id"] == str(subject_id(1))
    assert len(document["records"]) == 2
    for record in document["records"]:
        assert record["receipt"]["ledger"]["state"] == "sequenced"
        assert record["decision"]["notice_digest"] in document["notices"]


def test_erasure_takes_the_person_and_leaves_the_withdrawal(place: Place) -> None:
    """G13. GDPR Article 17(1): erased without undue delay."""
    place.choose(1)
    place.ask(1)
    place.erase()
    [_, row, _] = rows_of(place.site.ledger, 3)

    assert (row.subject, row.context) == (None, None)
    assert row.decision is not None
    assert place.verify().holds


def test_restriction_keeps_the_record_and_marks_it(place: Place) -> None:
    """G13. GDPR Article 18(1), (2): stored, and not otherwise processed."""
    place.choose(1)
    place.jobs.integrate()
    restrict(place.site.engine, SITE, subject_id(1), place.clock.now())
    place.wait(timedelta(days=5_000))
    purge(place.jobs)
    found = place.find(1)

    assert found is not None
    assert found.restricted
    assert found.context is not None


def test_records_are_kept_no_longer_than_the_site_says(place: Place) -> None:
    """G22. GDPR Article 5(1)(e): no longer than is necessary."""
    place.choose(1)
    place.jobs.integrate()
    place.wait(timedelta(days=731))
    purge(place.jobs)

    assert place.find(1) is None
    assert place.verify().holds


def test_page_and_browser_go_before_the_decision(place: Place) -> None:
    """P5. GDPR Articles 5(1)(c), 5(1)(e): no more than the proof needs."""
    place.choose(1)
    place.jobs.integrate()
    place.wait(timedelta(days=91))
    purge(place.jobs)
    found = place.find(1)

    assert found is not None
    assert found.context is None
    assert found.decision is not None
