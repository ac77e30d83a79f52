"""Key files: bare, encrypted, and those that cannot be opened."""

import secrets
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from consent_server.kernel.errors import SettingError
from consent_server.web.key_file import (
    PASSPHRASE,
    PASSPHRASE_FILE,
    format_key,
    is_encrypted,
    parse_key,
    read_passphrase,
)
from consent_server.web.keys import (
    encrypt_key,
    is_key_encrypted,
    load_or_create_seed,
    read_seed,
)

SEED = b"\x07" * 32
PATH = Path("keys/shop.ledger.key")


@pytest.mark.parametrize("passphrase", [None, b"correct horse"], ids=["bare", "locked"])
def test_gives_back_what_was_written(passphrase: bytes | None) -> None:
    data = format_key(SEED, passphrase)

    assert parse_key(PATH, data, passphrase) == SEED
    assert is_encrypted(data) is (passphrase is not None)
    assert (SEED in data) is (passphrase is None)


def test_reads_a_bare_key_although_there_is_a_passphrase() -> None:
    assert parse_key(PATH, SEED, b"correct horse") == SEED


@pytest.mark.parametrize("passphrase", [None, b"correct horse"], ids=["none", "some"])
def test_reads_what_openssl_makes(passphrase: bytes | None) -> None:
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    assert parse_key(PATH, data, passphrase) == SEED
    assert not is_encrypted(data)


def another_kind() -> bytes:
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


LOCKED = format_key(SEED, b"correct horse")


@pytest.mark.parametrize(
    ("data", "passphrase", "says"),
    [
        pytest.param(LOCKED, None, PASSPHRASE_FILE, id="no-passphrase"),
        pytest.param(LOCKED, b"wrong", "is another one", id="wrong-passphrase"),
        pytest.param(LOCKED[:90], b"correct horse", "damaged", id="cut-short"),
        pytest.param(b"-----BEGIN PRIVATE KEY-----", None, "damaged", id="no-key"),
        pytest.param(SEED[:31], None, "has 31", id="short-seed"),
        pytest.param(b"", None, "has 0", id="empty"),
        pytest.param(another_kind(), None, "another kind", id="another-kind"),
    ],
)
def test_says_what_is_wrong(data: bytes, passphrase: bytes | None, says: str) -> None:
    with pytest.raises(SettingError, match=says) as caught:
        parse_key(PATH, data, passphrase)

    assert str(PATH) in str(caught.value)
    assert "correct" not in str(caught.value)


class TestPassphrase:
    """Where it comes from."""

    def test_is_none_unless_somebody_gives_one(self) -> None:
        assert read_passphrase({}) is None
        assert read_passphrase({PASSPHRASE: "", PASSPHRASE_FILE: ""}) is None

    def test_comes_from_the_environment_or_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "passphrase"
        file.write_bytes(b"from a file\r\n")

        assert read_passphrase({PASSPHRASE: "given"}) == b"given"
        assert read_passphrase({PASSPHRASE_FILE: str(file)}) == b"from a file"

    @pytest.mark.parametrize("content", [None, b"", b"\n"], ids=["no", "empty", "line"])
    def test_is_missed_where_it_was_promised(
        self, tmp_path: Path, content: bytes | None
    ) -> None:
        file = tmp_path / "passphrase"
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(SettingError, match=PASSPHRASE_FILE):
            read_passphrase({PASSPHRASE_FILE: str(file)})


class TestFiles:
    """With a passphrase in the environment."""

    @pytest.fixture(autouse=True)
    def passphrase(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(PASSPHRASE, "correct horse")

    def test_encrypts_a_new_key(self, tmp_path: Path) -> None:
        path = tmp_path / "keys/shop.ledger.key"
        seed = load_or_create_seed(path, secrets.token_bytes)

        assert is_key_encrypted(path)
        assert read_seed(path) == seed
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_encrypts_an_old_one_and_overwrites_it(self, tmp_path: Path) -> None:
        path = tmp_path / "shop.ledger.key"
        path.write_bytes(SEED)
        path.chmod(0o600)
        with path.open("rb") as old:
            assert encrypt_key(path)
            assert old.read() == bytes(32)

        assert read_seed(path) == SEED
        assert not encrypt_key(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
