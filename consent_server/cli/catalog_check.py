"""``consent-server catalog check`` and ``explain``: what the law says about a file."""

import importlib.resources
import json
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from consent_server import __version__
from consent_server.catalog.findings import Finding, Severity
from consent_server.catalog.lint.check import lint_library
from consent_server.catalog.lint.report import to_json, to_sarif
from consent_server.catalog.lint.rules import RULES
from consent_server.catalog.load import is_library, load_library_with_positions
from consent_server.catalog.model import Catalog, Library
from consent_server.cli.exits import FINDINGS
from consent_server.cli.printing import say_json
from consent_server.kernel.canonical import Json
from consent_server.ledger.report import count_of
from consent_server.notice.policy import compile_policy
from consent_server.notice.texts import find_texts
from consent_server.storage.catalog_files import read_catalog_text
from consent_server.web.judging import judge_site

_FAILING = {
    "error": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "never": set[Severity](),
}

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """What a file declares, in figures, and what was found in it."""

    facts: dict[str, Json]
    findings: tuple[Finding, ...]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "form", flag_value="json", help="Print JSON for programs.")
@click.option("--sarif", "form", flag_value="sarif", help="Print SARIF 2.1.0.")
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILING)),
    default="error",
    show_default=True,
    help="From which severity on the exit code is 1.",
)
def check(file: Path, form: str | None, fail_on: str) -> None:
    """Judge a catalog FILE by the law.

    The file is a site's, or a library of services.

    Every finding has a code, a line and what to do; "catalog explain CODE" tells why.
    The exit code is 0 when all is well, 1 when there are findings that fail, and 2 when
    the file has mistakes, all of which are then named.

    \b
    Examples:
      consent-server catalog check catalog.yaml
      consent-server catalog check --fail-on warning catalog.yaml
      consent-server catalog check --sarif catalog.yaml > catalog.sarif
    """  # noqa: D301 - click's own mark against re-wrapping
    checked = _check(file)
    if form == "sarif":
        say_json(to_sarif(checked.findings, __version__))
    elif form == "json":
        found = {"findings": to_json(checked.findings)}
        click.echo(json.dumps(checked.facts | found, indent=2, ensure_ascii=False))
    else:
        _print(file, checked)
    if any(finding.severity in _FAILING[fail_on] for finding in checked.findings):
        sys.exit(FINDINGS)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Tell what a finding's CODE means.

    It says why it matters, and how to mend it.

    \b
    Example:
      consent-server catalog explain CAT012
    """  # noqa: D301 - click's own mark against re-wrapping
    wanted = code.upper()
    if wanted not in RULES:
        others = "; CFG codes: docs/reference/checks.md" if wanted[:3] == "CFG" else ""
        raise click.BadParameter(
            f"there is no {code}; codes run from {min(RULES)} to {max(RULES)}{others}",
            param_hint="CODE",
        )
    package = importlib.resources.files("consent_server")
    packed = package.joinpath("findings")
    # In a checkout the pages stand in the manual, where people read and edit them.
    folder = packed if packed.is_dir() else package / ".." / "docs/reference/findings"
    click.echo(folder.joinpath(f"{wanted}.md").read_text(encoding="utf-8").rstrip())


def _check(file: Path) -> _Checked:
    text = read_catalog_text(file)
    if is_library(text, str(file)):
        library, positions = load_library_with_positions(text, str(file))
        return _Checked(
            facts=_facts_of_library(library),
            findings=lint_library(library, positions),
        )
    catalog, findings = judge_site(text, str(file))
    return _Checked(facts=_facts_of_site(catalog), findings=findings)


def _facts_of_library(library: Library) -> dict[str, Json]:
    return {
        "library": library.name,
        "providers": len(library.providers),
        "services": len(library.services),
        "services_by_purpose": {
            purpose.id: sum(
                purpose.id in service.purposes for service in library.services.values()
            )
            for purpose in library.purposes
        },
    }


def _facts_of_site(catalog: Catalog) -> dict[str, Json]:
    """Count what a site declares; without texts there is no policy to name."""
    languages = list(catalog.site.languages)
    facts: dict[str, Json] = {"site": catalog.site.id, "policy_version": None}
    if all(map(find_texts, languages)):
        policy = compile_policy(catalog)
        facts |= {
            "policy_version": policy.version,
            "gated_services": len(policy.gated_services),
        }
    per_purpose = Counter(
        purpose for service in catalog.services for purpose in service.purposes
    )
    return facts | {
        "languages": list[Json](languages),
        "services": len(catalog.services),
        "services_by_purpose": {it.id: per_purpose[it.id] for it in catalog.purposes},
    }


def _print(file: Path, checked: _Checked) -> None:
    click.echo(f"{file}: {_summary(checked.findings)}")
    for key, value in checked.facts.items():
        click.echo(f"  {key.replace('_', ' '):<21}{_show(value)}")
    if _overlap(checked.facts):
        click.echo(" " * 23 + "(a service counts in each of its purposes)")
    for finding in checked.findings:
        _print_finding(finding)
    if checked.findings:
        click.echo("\nWhy? consent-server catalog explain " + checked.findings[0].code)


def _overlap(facts: dict[str, Json]) -> bool:
    match facts:
        case {"services": int(total), "services_by_purpose": dict(counts)}:
            return sum(it for it in counts.values() if isinstance(it, int)) > total
    return False


def _print_finding(finding: Finding) -> None:
    head = f"\n{finding.severity.value} {finding.code}: {finding.rule.title}"
    click.secho(head, fg=_COLOURS.get(finding.severity))
    place = f"{finding.file}:{finding.line}"
    click.echo(f"  {place}" + (f": {finding.path}" if finding.path else ""))
    click.echo(_fill(finding.message))
    click.echo(_fill(f"→ {finding.hint}"))


def _fill(text: str) -> str:
    return textwrap.fill(
        text, 88, initial_indent="  ", subsequent_indent="  ", break_long_words=False
    )


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    parts = [count_of(counts[it], it.value) for it in Severity if counts[it]]
    return ", ".join(parts) or "fine"


def _show(value: Json) -> str:
    match value:
        case dict():
            return ", ".join(f"{key} {count}" for key, count in value.items())
        case list():
            return ", ".join(map(str, value))
        case None:
            return "none"
    return str(value)
