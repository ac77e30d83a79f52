"""From a database file to a verified bundle, and what tampering with it shows."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent_server.kernel.errors import BrokenEvidenceError
from consent_server.ledger.log import sequence
from consent_server.ledger.report import Report
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from tests.postgresql import PostgreSQL
from tests.unit.ledger.builders import MOMENT, a_signer, record_id
from tests.unit.storage.builders import (
    BOTH,
    Opened,
    file_url,
    new_record,
    opened,
    run,
)

RECORDS = 300


# What the two databases write differently.
WORDS = {
    "sqlite": {
        "granted": "CAST(replace(CAST(decision AS TEXT), 'refused', 'granted') "
        "AS BLOB)",
        "newline": "char(10)",
        "byte_ff": "x'ff'",
        "braces": "x'7b7d'",
        "zeros": "zeroblob({})",
    },
    "postgresql": {
        "granted": "convert_to(replace(convert_from(decision, 'UTF8'), 'refused', "
        "'granted'), 'UTF8')",
        "newline": "chr(10)",
        "byte_ff": r"'\xff'::bytea",
        "braces": r"'\x7b7d'::bytea",
        "zeros": "decode(repeat('00', {}), 'hex')",
    },
}


def fill(url: str) -> None:
    """Store 300 records, sequenced in batches."""
    with opened(url) as site:
        site.publish()
        for number in range(1, RECORDS + 1):
            site.records.append(new_record(number))
            if number % 70 == 0:
                sequence(site.ledger, a_signer(), MOMENT)
        sequence(site.ledger, a_signer(), MOMENT)


@pytest.fixture(scope="module")
def original_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("original") / "consent.db"
    fill(file_url(path))
    # Closing the last connection has put everything into the one file.
    return path.read_bytes()


@pytest.fixture(scope="module")
def original_name(postgresql: PostgreSQL, postgresql_template: str) -> str:
    name = postgresql.create(postgresql_template)
    fill(postgresql.url(name))
    return name


@pytest.fixture(params=BOTH)
def copy(request: pytest.FixtureRequest, file: Path) -> Iterator[Opened]:
    """A database of 300 records that a test may spoil."""
    if request.param == "sqlite":
        file.write_bytes(request.getfixturevalue("original_file"))
        url = file_url(file)
    else:
        server = request.getfixturevalue("postgresql")
        url = server.url(server.create(request.getfixturevalue("original_name")))
    with opened(url) as site:
        yield site


def spoil(site: Opened, statements: str) -> None:
    words = WORDS[site.engine.dialect.name]
    for length in ("16", "1440", "8192"):
        zeros = words["zeros"].format(length)
        statements = statements.replace(f"{{zeros {length}}}", zeros)
    run(site, statements.format(**words))


def export_and_verify(site: Opened) -> Report:
    out = io.BytesIO()
    site.export(out)
    return verify_bundle(out, Trust.of_key(a_signer().vkey))


def test_verifies_what_it_exported(copy: Opened) -> None:
    report = export_and_verify(copy)

    assert report.holds
    assert report.entries == {"config": 1, "visitor": RECORDS}
    assert (report.size, report.checkpoints) == (RECORDS + 1, 5)


# Record 150 is at position 150, behind the CONFIG entry, and has the number 151.


@pytest.mark.parametrize(
    ("statement", "code", "index"),
    [
        pytest.param(
            "UPDATE record SET decision = {granted} WHERE number = 151",
            "part",
            150,
            id="decision-changed",
        ),
        pytest.param(
            "UPDATE record SET subject_salt = {zeros 16} WHERE number = 151",
            "part",
            150,
            id="salt-zeroed",
        ),
        pytest.param(
            "UPDATE record SET context = NULL, context_salt = NULL WHERE number = 151",
            "part_missing",
            150,
            id="context-blanked",
        ),
        pytest.param(
            "UPDATE record SET subject = {byte_ff} WHERE number = 151",
            "part",
            150,
            id="not-text-any-more",
        ),
        pytest.param(
            "DELETE FROM record WHERE number = 151",
            "part_missing",
            150,
            id="record-deleted",
        ),
        pytest.param(
            "UPDATE leaf SET entry = (SELECT entry FROM leaf WHERE position = 149)"
            " WHERE position = 150",
            "entry",
            150,
            id="entry-overwritten",
        ),
        pytest.param(
            "DELETE FROM leaf WHERE position = 150", "missing", 150, id="leaf-deleted"
        ),
        pytest.param(
            "DELETE FROM leaf WHERE position = 150;"
            "UPDATE leaf SET position = -position WHERE position > 150;"
            "UPDATE leaf SET position = -position - 1 WHERE position < 0",
            "entry",
            150,
            id="leaf-deleted-and-renumbered",
        ),
        pytest.param(
            "UPDATE leaf SET position = -1 WHERE position = 150;"
            "UPDATE leaf SET position = 150 WHERE position = 151;"
            "UPDATE leaf SET position = 151 WHERE position = -1",
            "entry",
            150,
            id="leaves-swapped",
        ),
        pytest.param(
            "DELETE FROM leaf WHERE position > 290", "missing", 291, id="tail-cut"
        ),
        pytest.param(
            "UPDATE policy SET content = {braces}",
            "document",
            0,
            id="policy-changed",
        ),
        pytest.param("DELETE FROM notice", "document", 0, id="notice-deleted"),
    ],
)
def test_names_the_record_that_was_changed_in_the_database(
    copy: Opened, statement: str, code: str, index: int
) -> None:
    spoil(copy, statement)

    report = export_and_verify(copy)

    assert report.first_broken is not None
    assert (report.first_broken.code.value, report.first_broken.index) == (code, index)
    if code == "part" and "subject =" not in statement:
        assert report.first_broken.record_id == str(record_id(150))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        pytest.param(
            "UPDATE tile SET data = {zeros 8192} WHERE level = 0 AND number = 0",
            "tree",
            id="tile-changed",
        ),
        pytest.param(
            "UPDATE checkpoint SET note = replace(note,"
            " {newline} || '301' || {newline}, {newline} || '302' || {newline})",
            "checkpoint",
            id="checkpoint-changed",
        ),
        pytest.param(
            "DELETE FROM checkpoint WHERE size = 301;UPDATE ledger SET size = 281",
            None,
            id="rolled-back-by-someone-who-knows-how",
        ),
    ],
)
def test_shows_what_was_changed_in_the_tree(
    copy: Opened, statement: str, code: str | None
) -> None:
    kept = copy.ledger.head().note
    spoil(copy, statement)
    out = io.BytesIO()
    copy.export(out)
    trust = Trust.of_key(a_signer().vkey)

    alone = verify_bundle(out, trust)
    compared = verify_bundle(out, trust, [kept or ""])

    assert (code is None) is alone.holds
    assert code is None or code in {problem.code for problem in alone.problems}
    assert not compared.holds


def test_signs_nothing_on_a_tile_that_was_changed(copy: Opened) -> None:
    spoil(copy, "UPDATE tile SET data = {zeros 1440} WHERE number = 1")
    copy.records.append(new_record(RECORDS + 1))

    with pytest.raises(BrokenEvidenceError, match="not the one that was signed"):
        sequence(copy.ledger, a_signer(), MOMENT)

    assert copy.ledger.head().size == RECORDS + 1
