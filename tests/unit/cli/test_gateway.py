"""``consent-server gateway``: what it refuses before it opens anything."""

from pathlib import Path

import pytest

from tests.command_line import run
from tests.site import CATALOG


def test_several_processes_are_refused_with_sqlite(tmp_path: Path) -> None:
    catalog, folder = tmp_path / "shop.yaml", tmp_path / "data"
    catalog.write_text(CATALOG, encoding="utf-8")

    done = run(
        *("gateway", "--upstream", "http://127.0.0.1:1", "--catalog", catalog),
        *("--data-dir", folder, "--workers", "2"),
    )

    assert done.returncode == 2
    assert "--workers: a SQLite file takes one writer" in done.stderr
    assert not folder.exists()


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="neither"),
        pytest.param(("--server", "https://consent.example"), id="no-site"),
        pytest.param(("--catalog", __file__, "--site", "shop"), id="a-site-of-nobody"),
        pytest.param(
            ("--catalog", __file__, "--server", "https://c.example", "--site", "shop"),
            id="both",
        ),
    ],
)
def test_either_a_file_or_a_server_says_what_is_enforced(
    options: tuple[str, ...],
) -> None:
    done = run("gateway", "--upstream", "http://127.0.0.1:1", *options)

    assert done.returncode == 2
    assert "--catalog, or a consent server" in done.stderr


def test_a_missing_key_is_asked_for_by_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONSENT_SITE_KEY", raising=False)
    done = run(
        *("gateway", "--upstream", "http://127.0.0.1:1", "--site", "shop"),
        *("--server", "https://consent.example", "--data-dir", tmp_path),
    )

    assert done.returncode == 2
    assert "set CONSENT_SITE_KEY to what consent-server site key create" in done.stderr
