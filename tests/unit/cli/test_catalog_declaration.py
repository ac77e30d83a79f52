"""``consent-server catalog declaration``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from consent_server.cli.main import commands

SITE = str(Path(__file__).parents[3] / "examples/sites/onwork.yaml")


def declaration(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["catalog", "declaration", SITE, *options])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("md", "# Informasjonskapsler på dette nettstedet\n"),
        ("html", '<section class="visitor-declaration" lang="nb"'),
    ],
)
def test_writes_each_format(form: str, start: str) -> None:
    code, output = declaration("--format", form, "--language", "nb")

    assert code == 0
    assert output.startswith(start)


def test_speaks_json_in_the_site_s_first_language() -> None:
    assert json.loads(declaration("--format", "json")[1])["language"] == "en"


def test_names_the_languages_that_there_are() -> None:
    code, output = declaration("--language", "fr")

    assert code == 2
    assert "it has en, nb" in output
