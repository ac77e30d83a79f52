"""Checkpoints stamped by an authority of OpenSSL's, on this machine."""

import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from consent_server.kernel.errors import (
    BrokenEvidenceError,
    MalformedEvidenceError,
    SettingError,
)
from consent_server.ledger.note import split_note
from consent_server.ledger.stamp import read_stamp
from consent_server.ledger.timestamp import stamped_at
from consent_server.storage.anchors import AnchorStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.installation import open_installed
from consent_server.web.publishing import find_trust, publish, read_status
from consent_server.web.stamping import Stamp, find_authority, stamp
from consent_server.web.witness_client import Outcome
from tests.site import Shop, make_shop, settle
from tests.unit.ledger.builders import a_ledger

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs openssl, for an authority to ask"
)

CONFIG = """\
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
NOTE = a_ledger(3).head().note or ""


def openssl(folder: Path, command: str) -> None:
    subprocess.run(
        ["openssl", *command.split()], cwd=folder, check=True, capture_output=True
    )


def make_authority(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01")
    (folder / "use").write_text("extendedKeyUsage=critical,timeStamping\n")
    key = "-newkey rsa:2048 -nodes -keyout"
    openssl(folder, f"req -x509 {key} ca.key -out ca.pem -subj /CN={name}-CA -days 2")
    openssl(folder, f"req {key} tsa.key -out tsa.csr -subj /CN={name}")
    signed = "-CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile use"
    openssl(folder, f"x509 -req -in tsa.csr {signed} -out tsa.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority") / "one"
    make_authority(folder, "One")
    return folder


@pytest.fixture(scope="module")
def url(authority: Path) -> Iterator[str]:
    """The address at which OpenSSL's answers are given out."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "query").write_bytes(query)
            openssl(authority, "ts -reply -queryfile query -out reply -config tsa.cnf")
            answer = (authority / "reply").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(b"nonsense" if "broken" in self.path else answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/stamp"
        server.shutdown()
        thread.join()


def settings(authority: Path, url: str) -> str:
    return f"{url}\n{(authority / 'ca.pem').read_text()}"


@pytest.fixture
def stamped(tmp_path: Path, authority: Path, url: str) -> Stamp:
    (tmp_path / "shop.tsa").write_text(settings(authority, url))
    found = find_authority(tmp_path, "shop")
    assert found is not None
    return stamp(found, NOTE)


def test_a_stamp_names_its_time_and_verifies_offline(
    authority: Path, stamped: Stamp, tmp_path: Path
) -> None:
    roots = (authority / "ca.pem").read_bytes()

    assert stamped_at(stamped.response, NOTE, roots) == stamped.at
    assert read_stamp(stamped.response, split_note(NOTE)[0]) == stamped.at
    text = tmp_path / "text"
    text.write_text(NOTE.rpartition("\n\n")[0] + "\n")
    (tmp_path / "reply").write_bytes(stamped.response)
    openssl(  # somebody without our program can check it as well
        tmp_path,
        f"ts -verify -data text -in reply -CAfile {authority / 'ca.pem'} "
        f"-untrusted {authority / 'tsa.pem'}",
    )


def test_cosignatures_may_be_added_to_what_was_stamped(
    authority: Path, stamped: Stamp
) -> None:
    roots = (authority / "ca.pem").read_bytes()
    line = NOTE.rpartition("\n\n")[2]

    assert stamped_at(stamped.response, NOTE + line, roots) == stamped.at


def test_a_stamp_of_another_checkpoint_or_authority_does_not_fit(
    authority: Path, stamped: Stamp, tmp_path: Path
) -> None:
    roots = (authority / "ca.pem").read_bytes()
    make_authority(tmp_path / "other", "Other")
    strangers = (tmp_path / "other" / "ca.pem").read_bytes()

    with pytest.raises(BrokenEvidenceError, match="does not fit the checkpoint"):
        stamped_at(stamped.response, NOTE.replace("\n4\n", "\n5\n"), roots)
    with pytest.raises(BrokenEvidenceError, match="does not fit the checkpoint"):
        stamped_at(stamped.response, NOTE, strangers)
    with pytest.raises(MalformedEvidenceError, match="RFC 3161"):
        stamped_at(stamped.response[:-9], NOTE, roots)
    with pytest.raises(SettingError, match="as PEM"):
        stamped_at(stamped.response, NOTE, b"no certificate")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = make_shop(tmp_path)
    settle()
    return shop


def test_publishing_keeps_a_stamp_once_an_hour(
    shop: Shop, authority: Path, url: str
) -> None:
    (shop.data_dir / "shop.tsa").write_text(settings(authority, url))
    with open_installed(shop.data_dir, "shop") as site:
        first = publish(site, shop.data_dir, shop.clock)
        again = publish(site, shop.data_dir, shop.clock)
        trust = find_trust(shop.data_dir, "shop")
        words = read_status(site, trust, shop.clock.now()).words
        kept = AnchorStore(site.engine, "shop").tokens(9)
        note = SqlLedgerStore(site.engine, "shop").head().note or ""

    assert first is not None
    assert first.stamp is not None
    assert first.stamp.outcome is Outcome.STAMPED
    assert first.complete
    assert again is not None
    assert again.stamp is None
    assert words.endswith("; timestamped a moment ago")
    assert stamped_at(kept[1], note, (authority / "ca.pem").read_bytes()) > 0


@pytest.mark.parametrize("path", ["/broken", ":1/"], ids=["nonsense", "away"])
def test_an_authority_that_fails_costs_nothing_else(
    shop: Shop, authority: Path, url: str, path: str
) -> None:
    where = url + path if path == "/broken" else f"http://127.0.0.1{path}"
    (shop.data_dir / "shop.tsa").write_text(settings(authority, where))
    with open_installed(shop.data_dir, "shop") as site:
        done = publish(site, shop.data_dir, shop.clock)
        kept = AnchorStore(site.engine, "shop").tokens(9)

    assert done is not None
    assert done.stamp is not None
    assert done.stamp.outcome is Outcome.UNREACHABLE
    assert (done.complete, done.quorum_met, kept) == (False, True, {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("https://tsa.example\n", "certificates as PEM"),
        ("http://tsa.example\n-----BEGIN CERTIFICATE-----\n", "this machine alone"),
        ("\u00e5", "cannot be read"),
    ],
    ids=["no certificate", "plain http", "no text"],
)
def test_a_file_that_names_no_authority_is_refused(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "shop.tsa").write_text(text, encoding="utf-8")

    with pytest.raises(SettingError, match=says):
        find_authority(tmp_path, "shop")
