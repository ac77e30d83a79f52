"""Findings for programs: our JSON, and SARIF 2.1.0 by its structural requirements."""

import json
import re
from urllib.parse import unquote, urlsplit

import pytest

from consent_server.catalog.findings import Finding, Severity
from consent_server.catalog.lint.report import to_json, to_sarif
from consent_server.catalog.lint.rules import RULES
from consent_server.kernel.canonical import Json
from tests.unit.catalog.lint.sites import lint_with

BROKEN = """
site: {domains: [shop.localhost]}
services: [addthis, meta.pixel]
"""


def make_finding(file: str = "shop.yaml") -> Finding:
    return Finding(
        rule=RULES["CAT001"], file=file, line=3, path="", message="wrong", hint="mend"
    )


def at(value: Json, *steps: str | int) -> Json:
    """Follow keys and positions into JSON."""
    for step in steps:
        value = value[step]  # type: ignore[index] # the test knows
    return value


def test_an_object_has_all_that_a_person_reads() -> None:
    assert to_json([make_finding()]) == [
        {
            "code": "CAT001",
            "severity": "error",
            "title": "Legitimate interest for what needs consent",
            "file": "shop.yaml",
            "line": 3,
            "path": "",
            "message": "wrong",
            "hint": "mend",
            "law": "Directive 2002/58/EC Article 5(3); GDPR Article 6(1)",
        }
    ]


def test_the_log_names_its_version_and_schema() -> None:
    log = to_sarif([], "1.2.3")

    assert at(log, "version") == "2.1.0"
    assert str(at(log, "$schema")).endswith("sarif-schema-2.1.0.json")
    assert at(log, "runs", 0, "results") == []
    assert at(log, "runs", 0, "tool", "driver", "version") == "1.2.3"


def test_every_rule_has_an_id_of_its_own_and_texts() -> None:
    rules = at(to_sarif([], "1"), "runs", 0, "tool", "driver", "rules")

    assert isinstance(rules, list)
    assert [at(rule, "id") for rule in rules] == list(RULES)
    for rule in rules:
        assert at(rule, "shortDescription", "text")
        assert at(rule, "fullDescription", "text")
        assert at(rule, "help", "text")
        assert at(rule, "defaultConfiguration", "level") in set(Severity)


def test_every_result_names_its_rule_level_message_and_place() -> None:
    findings = lint_with(BROKEN)
    run = at(to_sarif(findings, "1"), "runs", 0)
    results = at(run, "results")

    assert isinstance(results, list)
    assert len(results) == len(findings) > 3
    for result, finding in zip(results, findings, strict=True):
        index = at(result, "ruleIndex")
        assert isinstance(index, int)
        assert at(run, "tool", "driver", "rules", index, "id") == finding.code
        assert at(result, "ruleId") == finding.code
        assert at(result, "level") in {"error", "warning", "note"}
        assert finding.message in str(at(result, "message", "text"))
        place = at(result, "locations", 0, "physicalLocation")
        assert at(place, "region", "startLine") == finding.line >= 1
        assert at(place, "artifactLocation", "uri") == "shop.yaml"


@pytest.mark.parametrize(
    ("file", "scheme"),
    [
        pytest.param("sites/my shop#1.yaml", "", id="relative"),
        pytest.param("/srv/sites/butikk å.yaml", "file", id="absolute"),
    ],
)
def test_a_file_is_named_by_a_valid_uri(file: str, scheme: str) -> None:
    result = at(to_sarif([make_finding(file)], "1"), "runs", 0, "results", 0)
    place = at(result, "locations", 0, "physicalLocation")
    uri = str(at(place, "artifactLocation", "uri"))

    assert re.fullmatch(r"[A-Za-z0-9._~:/%-]+", uri)
    assert (urlsplit(uri).scheme, unquote(urlsplit(uri).path)) == (scheme, file)


def test_the_log_is_json() -> None:
    log = to_sarif(lint_with(BROKEN), "1")

    assert json.loads(json.dumps(log)) == log
