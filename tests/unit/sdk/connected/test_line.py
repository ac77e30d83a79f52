"""Addresses and keys that may be used."""

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.sdk.connected.line import Line, require_server


@pytest.mark.parametrize(
    ("server", "base"),
    [
        ("https://consent.example", "https://consent.example"),
        ("https://consent.example/cmp/", "https://consent.example/cmp"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_takes_https_and_this_machine(server: str, base: str) -> None:
    assert require_server(server) == base


@pytest.mark.parametrize(
    "server",
    [
        "http://consent.example",
        "consent.example",
        "ftp://consent.example",
        "https://me:secret@consent.example",
        "https://consent.example?x=1",
        "https://[",
        "",
    ],
)
def test_sends_the_key_nowhere_else(server: str) -> None:
    with pytest.raises(SettingError, match=r"https://consent\.example"):
        require_server(server)


@pytest.mark.parametrize("key", ["", "ck\n", "schlüssel"])
def test_refuses_what_is_no_key(key: str) -> None:
    with pytest.raises(SettingError, match="CONSENT_SITE_KEY"):
        Line("https://consent.example", "shop", key)
