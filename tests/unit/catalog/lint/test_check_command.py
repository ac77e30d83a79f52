"""The commands ``catalog check`` and ``catalog explain``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.cli.main import commands
from tests.unit.catalog.lint.sites import FINE, LIBRARY

ROOT = Path(__file__).parents[4]
EXAMPLES = sorted((ROOT / "examples" / "sites").glob("*.yaml"))

WARNED = FINE.replace("languages: [nb]", "languages: [en]")
FAILING = FINE.replace("  email: privacy@shop.example\n", "")
NOTED = FINE.replace("[shop.example]", "[shop.localhost]")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["catalog", *map(str, arguments)])


def write(folder: Path, text: str) -> Path:
    file = folder / "shop.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "arguments", "exit_code"),
    [
        pytest.param(FINE, (), 0, id="fine"),
        pytest.param(FAILING, (), 1, id="error"),
        pytest.param(WARNED, (), 0, id="warning"),
        pytest.param(WARNED, ("--fail-on", "warning"), 1, id="warning-fails"),
        pytest.param(NOTED, ("--fail-on", "warning"), 0, id="note-never-fails"),
        pytest.param(FAILING, ("--fail-on", "warning"), 1, id="error-fails-too"),
        pytest.param(FAILING, ("--fail-on", "never"), 0, id="never"),
        pytest.param(FAILING, ("--json",), 1, id="error-as-json"),
        pytest.param(FAILING, ("--sarif",), 1, id="error-as-sarif"),
    ],
)
def test_the_exit_code_follows_the_severity(
    text: str, arguments: tuple[str, ...], exit_code: int, tmp_path: Path
) -> None:
    assert run("check", *arguments, write(tmp_path, text)).exit_code == exit_code


def test_prints_what_a_fine_file_declares(tmp_path: Path) -> None:
    output = run("check", write(tmp_path, FINE)).output

    assert output.splitlines()[0].endswith("shop.yaml: fine")
    assert "my-shop" in output


@pytest.mark.parametrize(("site", "told"), [("omnium", True), ("promark", False)])
def test_says_why_purposes_add_up_to_more_than_services(
    site: str, *, told: bool
) -> None:
    output = run("check", ROOT / "examples" / "sites" / f"{site}.yaml").output

    assert ("a service counts in each of its purposes" in output) is told


def test_names_the_library_that_lacks_a_service(tmp_path: Path) -> None:
    file = write(tmp_path, FINE.replace("site.choice", "site.choise"))

    error = run("check", file).exception

    assert isinstance(error, CatalogMistakesError)
    [mistake] = error.mistakes
    assert mistake.expected == "a service of the library cookie_catalog"


def test_the_list_of_commands_cuts_no_line_short() -> None:
    assert "..." not in run("--help").output.partition("Commands:")[2]


def test_prints_code_place_message_and_hint(tmp_path: Path) -> None:
    file = write(tmp_path, FAILING)
    output = run("check", file).output

    assert f"{file}: 1 error\n" in output
    assert "error CAT028: A controller who cannot be reached\n" in output
    assert f"  {file}:7: controller\n" in output
    assert "  → add email or address\n" in output
    assert output.endswith("consent-server catalog explain CAT028\n")


def test_prints_json_with_figures_and_findings(tmp_path: Path) -> None:
    found = json.loads(run("check", "--json", write(tmp_path, FAILING)).output)

    assert found["site"] == "my-shop"
    assert found["services"] == 1
    assert len(found["policy_version"]) == 64
    assert [it["code"] for it in found["findings"]] == ["CAT028"]


def test_a_language_without_texts_is_a_finding_and_has_no_policy(
    tmp_path: Path,
) -> None:
    file = write(tmp_path, FINE.replace("[nb]", "[nb, se]"))
    found = json.loads(run("check", "--json", file).output)

    assert found["policy_version"] is None
    assert [it["code"] for it in found["findings"]] == ["CAT026"]


def test_prints_sarif(tmp_path: Path) -> None:
    log = json.loads(run("check", "--sarif", write(tmp_path, FAILING)).output)

    assert [it["ruleId"] for it in log["runs"][0]["results"]] == ["CAT028"]


def test_judges_a_library(tmp_path: Path) -> None:
    file = write(tmp_path, LIBRARY.replace("    description: Counts visits.\n", ""))
    found = json.loads(run("check", "--json", file).output)

    assert found["library"] == "small"
    assert [it["code"] for it in found["findings"]] == ["CAT031"]


def test_a_file_with_mistakes_is_not_judged(tmp_path: Path) -> None:
    result = run("check", write(tmp_path, FINE.replace("[nb]", "[english]")))

    assert isinstance(result.exception, CatalogMistakesError)
    assert result.output == ""


@pytest.mark.parametrize(
    "file", [ROOT / "cookie_catalog.yaml", *EXAMPLES], ids=lambda file: file.stem
)
def test_the_shipped_files_have_no_error(file: Path) -> None:
    result = run("check", file)

    assert (result.exit_code, result.exception) == (0, None)


def test_the_site_of_the_reference_page_has_no_error(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "reference" / "catalog.md").read_text(encoding="utf-8")
    site = page.split("```yaml\n")[1].partition("```")[0]

    assert run("check", write(tmp_path, site)).exit_code == 0


@pytest.mark.parametrize("code", ["CAT012", "cat012"])
def test_explains_a_code_with_its_page(code: str) -> None:
    output = run("explain", code).output

    assert output.startswith("# CAT012: A cookie that lives longer than 400 days\n")
    assert "## How to mend it" in output


@pytest.mark.parametrize(
    ("code", "told"),
    [("CAT999", "codes run from CAT001 to"), ("CFG001", "docs/reference/checks.md")],
)
def test_an_unknown_code_names_those_there_are(code: str, told: str) -> None:
    result = run("explain", code)

    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize("command", ["check", "explain"])
def test_the_help_shows_an_example(command: str) -> None:
    assert f"consent-server catalog {command} " in run(command, "--help").output
