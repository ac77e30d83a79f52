"""Private keys: made once, read by their owner only."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from consent_server.kernel.errors import SettingError
from consent_server.web.keys import load_or_create_seed, read_seed

STARTERS = 8


def test_gives_everybody_who_starts_at_once_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "shop.key"
    line = Barrier(STARTERS)

    def start(_: int) -> bytes:
        line.wait()
        return load_or_create_seed(path, secrets.token_bytes)

    with ThreadPoolExecutor(STARTERS) as starters:
        seeds = set(starters.map(start, range(STARTERS)))

    assert seeds == {path.read_bytes()}
    assert [file.name for file in path.parent.iterdir()] == ["shop.key"]


def test_keeps_a_new_key_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "shop.key"
    load_or_create_seed(path, secrets.token_bytes)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o666], ids=oct)
def test_refuses_a_key_that_others_can_use(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "shop.key"
    load_or_create_seed(path, secrets.token_bytes)
    path.chmod(mode)

    with pytest.raises(SettingError, match="chmod 600"):
        read_seed(path)
