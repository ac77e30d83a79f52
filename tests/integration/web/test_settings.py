"""Settings: declared once, read from an environment, refused early."""

import os
from pathlib import Path

import pytest

from consent_server.cli.serve import serve
from consent_server.kernel.errors import SettingError
from consent_server.web import granian_server
from consent_server.web.settings import (
    SETTINGS,
    Settings,
    read_settings,
    reference_page,
)
from tests.command_line import run

PAGE = Path(__file__).parents[3] / "docs/reference/settings.md"
DATABASE = {"DATABASE_URL": "postgresql://consent@db/consent"}


def test_has_a_default_for_everything() -> None:
    found = read_settings({})

    assert (found.host, found.port, found.workers, found.threads) == (
        *("127.0.0.1", 8000, 1, 32),
    )
    assert found.trusted_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert found.metrics
    assert not found.plain_http


def test_takes_a_process_for_each_core_with_postgresql() -> None:
    assert read_settings(DATABASE).workers == os.cpu_count()
    assert read_settings(DATABASE | {"CONSENT_WORKERS": "3"}).workers == 3
    assert read_settings({}).workers == 1


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("CONSENT_PORT", "0", "CONSENT_PORT: expected a number from 1 to 65535"),
        ("CONSENT_PORT", "eighty", "CONSENT_PORT: expected a number"),
        ("CONSENT_THREADS", "-1", "CONSENT_THREADS: expected a number"),
        ("CONSENT_METRICS", "true", "CONSENT_METRICS: expected yes or no"),
        ("CONSENT_LOG_LEVEL", "loud", "CONSENT_LOG_LEVEL: expected one of debug"),
        ("CONSENT_TRUSTED_HOSTS", "https://x/", "without scheme"),
        ("CONSENT_DATABASES", "east", "CONSENT_DATABASES: databases are named"),
        ("CONSENT_WORKERS", "2", "SQLite file takes one writer"),
        ("CONSENT_HOST", "192.0.2.1", "CONSENT_TRUSTED_HOSTS: name the hosts"),
    ],
)
def test_refuses_what_cannot_be(variable: str, text: str, said: str) -> None:
    with pytest.raises(SettingError, match=said):
        read_settings({variable: text})


def test_names_everything_that_is_wrong_and_no_secret() -> None:
    secret = "s3cret"
    with pytest.raises(SettingError) as caught:
        read_settings(
            {
                "CONSENT_PORT": f"postgresql://x:{secret}@db/y",
                "CONSENT_DATABASES": f"east=mysql://x:{secret}@db/y",
                "CONSENT_METRICS": secret,
            }
        )

    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        *("CONSENT_DATABASES", "CONSENT_PORT", "CONSENT_METRICS"),
    ]
    assert secret not in str(caught.value)


def test_has_an_option_and_a_line_in_the_manual_for_each() -> None:
    shown = run("serve", "--help").stdout
    for setting in SETTINGS:
        assert setting.option in shown
        assert setting.opposite in shown

    assert PAGE.read_text("utf-8") == reference_page()


def test_takes_yes_and_no_by_the_name_of_an_option(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Settings] = []
    monkeypatch.setattr(granian_server, "run", seen.append)
    for variable, text in (("CONSENT_PLAIN_HTTP", "no"), ("CONSENT_METRICS", "yes")):
        monkeypatch.setenv(variable, text)
    serve.main(["--plain-http", "--no-metrics"], standalone_mode=False)

    assert [(it.plain_http, it.metrics) for it in seen] == [(True, False)]


def test_serves_nothing_with_a_wrong_option() -> None:
    done = run("serve", "--port", "99999")

    assert done.returncode == 2
    assert "CONSENT_PORT: expected a number from 1 to 65535" in done.stderr
