"""Findings for programs: JSON of our own, and SARIF 2.1.0 (OASIS)."""

from collections.abc import Iterable
from urllib.parse import quote

from consent_server.catalog.findings import Finding, Rule
from consent_server.catalog.lint.rules import RULES
from consent_server.kernel.canonical import Json

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_CODES = tuple(RULES)


def to_json(findings: Iterable[Finding]) -> list[Json]:
    """Return findings as a list of flat objects, in their order."""
    return [
        {
            "code": it.code,
            "severity": it.severity.value,
            "title": it.rule.title,
            "file": it.file,
            "line": it.line,
            "path": it.path,
            "message": it.message,
            "hint": it.hint,
            "law": it.rule.law,
        }
        for it in findings
    ]


def to_sarif(findings: Iterable[Finding], version: str) -> Json:
    """Return a SARIF log of one run, which names all rules and not only those broken.

    Args:
        findings: What was found.
        version: The version of this software.
    """
    driver: Json = {
        "name": "consent-server",
        "version": version,
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding) for finding in findings],
            }
        ],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}. Law: {rule.law}."},
        "help": {"text": f"Run: consent-server catalog explain {rule.code}"},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["privacy", "consent"]},
    }


def _result(finding: Finding) -> Json:
    return {
        "ruleId": finding.code,
        "ruleIndex": _CODES.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": f"{finding.message}. To mend it: {finding.hint}."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.file)},
                    "region": {"startLine": finding.line},
                },
                "logicalLocations": [{"fullyQualifiedName": finding.path}],
            }
        ],
    }


def _uri(file: str) -> str:
    path = quote(file.replace("\\", "/"))
    return f"file://{path}" if path.startswith("/") else path
