"""Catalog files on disk: what cannot be read is named."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from consent_server.cli.main import commands
from consent_server.kernel.errors import CatalogError
from consent_server.storage.catalog_files import read_catalog


def test_a_missing_file_is_named_with_the_folder_it_was_looked_for_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CatalogError) as caught:
        read_catalog(Path("missing.yaml"))

    assert str(caught.value) == f"missing.yaml does not exist (looked in {tmp_path})"


def test_a_missing_absolute_path_is_all_there_is_to_say(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"missing\.yaml does not exist$"):
        read_catalog(tmp_path / "missing.yaml")


@pytest.mark.parametrize("content", [b"\xff\xfe", None], ids=["not-utf-8", "a-folder"])
def test_what_is_no_text_is_named(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "catalog.yaml"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)

    with pytest.raises(CatalogError, match="cannot be read as UTF-8 text"):
        read_catalog(file)


@pytest.mark.parametrize(
    "command", [["check"], ["declaration"], ["diff", "missing.yaml"]], ids=" ".join
)
def test_every_command_says_it_so(command: list[str]) -> None:
    done = CliRunner().invoke(commands, ["catalog", *command, "missing.yaml"])

    assert isinstance(done.exception, CatalogError)
    assert "missing.yaml does not exist (looked in" in str(done.exception)
