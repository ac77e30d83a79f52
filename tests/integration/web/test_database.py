"""The data folder of an installation."""

from pathlib import Path

from flask import Flask

from consent_server.web.database import connect


def test_makes_a_folder_and_a_file_that_only_the_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    connect(Flask("test"), folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "consent.sqlite3").stat().st_mode & 0o777 == 0o600
