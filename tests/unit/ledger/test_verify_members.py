"""Attacks on the other members of a bundle, and lines that are hostile."""

import json
from typing import Any

import pytest

from consent_server.kernel.canonical import canonical_json
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.bundle_format import (
    MANIFEST,
    RECORDS,
)
from consent_server.ledger.problems import ProblemCode
from tests.unit.ledger.builders import (
    pack,
    verify,
)
from tests.unit.ledger.tampered import (
    HONEST,
    NOTICE_MEMBER,
    POLICY_MEMBER,
    codes,
)


class TestDocuments:
    """Policies and notices beside the records."""

    @pytest.mark.parametrize("name", [POLICY_MEMBER, NOTICE_MEMBER])
    def test_shows_a_changed_document(self, name: str) -> None:
        report = verify(pack({**HONEST, name: HONEST[name] + b" "}))

        assert [(one.code, one.index) for one in report.problems] == [
            (ProblemCode.DOCUMENT, 0)
        ]

    @pytest.mark.parametrize("name", [POLICY_MEMBER, NOTICE_MEMBER])
    def test_shows_a_lost_document(self, name: str) -> None:
        members = {key: data for key, data in HONEST.items() if key != name}

        assert codes(verify(pack(members))) == {ProblemCode.DOCUMENT}

    def test_shows_a_document_that_nothing_published(self) -> None:
        report = verify(pack({**HONEST, f"notices/{'a' * 64}.json": b"{}"}))

        assert codes(report) == {ProblemCode.DOCUMENT}


class TestManifest:
    """It proves nothing and still must fit."""

    def test_shows_a_member_that_is_not_listed(self) -> None:
        manifest = json.loads(HONEST[MANIFEST])
        del manifest["members"][RECORDS]
        members = {**HONEST, MANIFEST: canonical_json(manifest)}

        assert codes(verify(pack(members, honest=False))) == {ProblemCode.MEMBER}

    def test_shows_a_listed_member_that_is_not_there(self) -> None:
        manifest = json.loads(HONEST[MANIFEST])
        manifest["members"]["notices/lost.json"] = "a" * 64
        members = {**HONEST, MANIFEST: canonical_json(manifest)}

        assert codes(verify(pack(members, honest=False))) == {ProblemCode.MEMBER}

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"format": "zip"}, id="other-format"),
            pytest.param({"version": 3}, id="newer-version"),
            pytest.param({"version": 0}, id="no-version"),
            pytest.param({"selection": []}, id="selection-a-list"),
            pytest.param({"withheld": ["name"]}, id="withheld-no-part"),
            pytest.param({"version": "1"}, id="version-as-text"),
            pytest.param({"size": -1}, id="negative-size"),
            pytest.param({"origin": None}, id="no-origin"),
            pytest.param({"members": []}, id="members-a-list"),
            pytest.param({"members": {"a": 1}}, id="digest-a-number"),
        ],
    )
    def test_refuses_another_manifest(self, change: dict[str, Any]) -> None:
        manifest = json.loads(HONEST[MANIFEST]) | change
        members = {**HONEST, MANIFEST: json.dumps(manifest).encode()}

        with pytest.raises(MalformedEvidenceError):
            verify(pack(members, honest=False))


class TestHostileLines:
    """Lines that no export of ours writes."""

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(b"", id="empty"),
            pytest.param(b"{", id="cut-json"),
            pytest.param(b"\xff\xfe", id="not-utf-8"),
            pytest.param(b"[" * 10_000, id="deep"),
            pytest.param(b'{"i":1,"i":1,"e":"","s":[],"p":[]}', id="repeated-key"),
        ],
    )
    @pytest.mark.parametrize("place", ["instead", "between"])
    def test_names_the_place_of_a_bad_line(self, place: str, line: bytes) -> None:
        lines = HONEST[RECORDS].splitlines()
        lines[5 : 6 if place == "instead" else 5] = [line]
        members = {**HONEST, RECORDS: b"\n".join(lines) + b"\n"}

        report = verify(pack(members))

        assert ProblemCode.UNREADABLE in codes(report)
        assert report.first_broken is not None
        assert report.first_broken.index == 5

    def test_refuses_a_line_without_end(self) -> None:
        report = verify(pack({**HONEST, RECORDS: HONEST[RECORDS][:-1]}))

        assert report.first_broken is not None
        assert report.first_broken.index == 12

    def test_refuses_an_endless_line(self) -> None:
        records = HONEST[RECORDS] + b'"' * (3 * 1024 * 1024)

        assert ProblemCode.UNREADABLE in codes(
            verify(pack({**HONEST, RECORDS: records}))
        )

    def test_stops_after_enough_problems(self) -> None:
        records = HONEST[RECORDS] + b"\n" * 200_000

        report = verify(pack({**HONEST, RECORDS: records}))

        assert report.problem_count < 1_010
        assert len(report.problems) == 20
