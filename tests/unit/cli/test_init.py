"""``consent-server init``: a file that loads, from few answers."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.catalog.model import Catalog
from consent_server.cli.main import commands, main
from consent_server.kernel.errors import CatalogError
from consent_server.storage.catalog_files import read_catalog

NEEDED = ("--yes", "--name", "Søm & Saks: “AS”", "--domains", "www.shop.example")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.yaml"


def init(file: Path, *options: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["init", str(file), *options], input=answers)


def written(file: Path, *options: str) -> Catalog:
    result = init(file, *NEEDED, *options)
    assert result.exit_code == 0, result.output
    return read_catalog(file)


def test_needs_a_name_and_a_domain_only(file: Path) -> None:
    catalog = written(file)

    assert catalog.controller.name == "Søm & Saks: “AS”"
    assert catalog.controller.country == "NO"
    assert catalog.site.id == "shop"
    assert [it.id for it in catalog.services] == ["site.choice", "site.session"]


def test_takes_every_answer_as_an_option(file: Path) -> None:
    catalog = written(
        file,
        *("--country", "dk"),
        *("--languages", "da,en"),
        *("--email", "data@shop.example"),
        *("--privacy-policy-url", "https://shop.example/privacy"),
        *("--services", "google.analytics, hotjar,site.choice"),
    )

    assert catalog.controller.country == catalog.site.jurisdiction == "DK"
    assert catalog.site.languages == ("da", "en")
    assert catalog.controller.privacy_policy_url == "https://shop.example/privacy"
    assert [it.id for it in catalog.services][2:] == ["google.analytics", "hotjar"]


def test_asks_what_no_option_answers(file: Path) -> None:
    answers = "Shop AS\nSE\nshop.example\nsv\n\n-\nplausible\n"
    result = init(file, answers=answers)

    assert result.exit_code == 0, result.output
    assert "google.analytics" in result.output, "it shows what there is"
    assert f"consent-server catalog check {file}" in result.output
    catalog = read_catalog(file)
    assert catalog.controller.email == "privacy@shop.example"
    assert catalog.services[-1].id == "plausible"


def test_asks_again_what_was_answered_wrongly(file: Path) -> None:
    wrong_then_right = (
        *("Shop AS",),
        *("Norway", "no"),
        *("https://shop.example", "Shop.Example"),
        *("Norsk", "eu,nb", "nb"),
        *("nobody", "data@shop.example"),
        *("shop.example/privacy", "https://shop.example/privacy"),
        *("google.analitics", "google.analytics"),
    )
    result = init(file, answers="\n".join((*wrong_then_right, "")))

    assert result.exit_code == 0, result.output
    assert "did you mean google.analytics?" in result.output
    catalog = read_catalog(file)
    assert catalog.site.domains == ("shop.example",)
    assert catalog.services[-1].id == "google.analytics"


def test_says_that_it_was_broken_off(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Shop AS\n"))
    with pytest.raises(SystemExit, match="2"):
        main(["init", str(file)])

    assert capsys.readouterr().err.endswith("Aborted.\n")
    assert not file.exists()


def test_explains_itself_in_the_file(file: Path) -> None:
    written(file)
    text = file.read_text(encoding="utf-8")

    assert text.count("#") > 10
    assert "# own:" in text


def test_never_changes_a_file(file: Path) -> None:
    file.write_text("mine", encoding="utf-8")
    result = init(file, *NEEDED)

    assert result.exit_code == 2
    assert "exists" in result.output
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--domains", "https://shop.example"),
        ("--country", "Norway"),
        ("--languages", "Norsk"),
        ("--services", "google.analitics"),
        ("--email", "nobody"),
    ],
)
def test_writes_nothing_when_an_answer_cannot_be_right(
    file: Path, option: str, value: str
) -> None:
    result = init(file, *NEEDED, option, value)

    assert isinstance(result.exception, CatalogError)
    assert not file.exists()


def test_says_which_languages_have_words(file: Path) -> None:
    result = init(file, *NEEDED, "--languages", "nb-NO,eu,tlh")

    assert result.exit_code == 2
    assert "a notice cannot be in eu, tlh" in result.output
    assert "uk; name one of these" in " ".join(result.output.split())
    assert not file.exists()


def test_says_which_option_is_missing(file: Path) -> None:
    result = init(file, "--yes", "--name", "Shop AS")

    assert result.exit_code == 2
    assert "--domains is needed" in result.output
