"""The data folder of an installation."""

import logging
from pathlib import Path

import pytest
from flask import Flask

from consent_server.web.database import connect


def test_makes_a_folder_and_a_file_that_only_the_owner_reads(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    with caplog.at_level(logging.WARNING):
        connect(Flask("test"), folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "consent.sqlite3").stat().st_mode & 0o777 == 0o600
    assert caplog.messages == []


def test_warns_of_a_folder_that_is_open_to_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    with caplog.at_level(logging.WARNING):
        connect(Flask("test"), folder)

    [message] = caplog.messages
    assert "755" in message
    assert "chmod 700" in message
