"""``consent-server catalog diff``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from consent_server.cli.main import commands

SITE = """
extends: cookie_catalog
site: {id: shop, domains: [shop.example], languages: [en]}
controller: {name: Shop AS, country: DK}
services:
  - site.choice
  - google.analytics
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.yaml"
    file.write_text(SITE, encoding="utf-8")
    return file


def diff(old: Path, text: str, *options: str) -> tuple[int, str]:
    new = old.with_name("new.yaml")
    new.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(
        commands, ["catalog", "diff", str(old), str(new), *options]
    )
    return result.exit_code, result.output


def test_exits_with_1_when_something_must_be_asked(old: Path) -> None:
    code, output = diff(old, SITE + "  - hotjar\n")

    assert code == 1
    assert output.startswith("Visitors are asked again about this")
    assert "Hotjar, by " in output


def test_exits_with_0_when_choices_stay(old: Path) -> None:
    code, output = diff(old, SITE.replace("  - google.analytics\n", ""))

    assert code == 0
    assert output.startswith("Nobody is asked again")
    assert "Google Analytics is gone" in output


def test_says_when_nothing_changed(old: Path) -> None:
    assert diff(old, SITE) == (0, "Nothing changed for visitors.\n")


def test_speaks_json(old: Path) -> None:
    code, output = diff(old, SITE + "  - hotjar\n", "--json")

    answer = json.loads(output)
    assert code == 1
    assert answer["needs_fresh_consent"] is True
    [change] = answer["changes"]
    assert (change["kind"], change["service"]) == ("new_service", "hotjar")
