"""Two witnesses and a site in real processes, and what an owner could try."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.signing import sign_checkpoint
from consent_server.ledger.witness import Submission, format_submission
from consent_server.storage.db import create_store_engine
from consent_server.storage.ledgers import get_ledger
from consent_server.storage.witnessed import WitnessedStore
from consent_server.web.database import FILE_NAME
from consent_server.web.installation import open_installed
from tests.command_line import run
from tests.site import BASE, Shop, make_shop, settle
from tests.unit.ledger.builders import a_signer

NAMES = ("auditor", "host")
JOBS = ("jobs", "run", "--once", "--clock-is-right", "--data-dir")


@contextmanager
def witness(folder: Path, name: str) -> Iterator[str]:
    """Serve a witness; give the address that logs are told."""
    command = [sys.executable, "-m", "consent_server", "witness", "serve"]
    options = ["--name", f"{name}.example/w1", "--port", "0", "--data-dir", str(folder)]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Listening at "), line
            yield line.split()[-1].removesuffix("/add-checkpoint")
        finally:
            process.kill()


def ledger_key(shop: Shop) -> str:
    return shop.key.read_text("ascii")


class Watched:
    """A site, and the witnesses that watch it."""

    def __init__(self, shop: Shop, folder: Path, running: ExitStack) -> None:
        self.shop = shop
        self.folder = folder
        self.servers = {name: running.enter_context(ExitStack()) for name in NAMES}
        self.urls = {name: self.start(name) for name in NAMES}
        for name in NAMES:
            self.memory(name).watch(ledger_key(shop))
        self.trust("all")

    def start(self, name: str) -> str:
        return self.servers[name].enter_context(witness(self.folder / name, name))

    def trust(self, quorum: str) -> None:
        lines = [
            f"witness {name} {self.memory(name).find_identity()} {url}"
            for name, url in self.urls.items()
        ]
        lines += [f"group both {quorum} {' '.join(NAMES)}", "quorum both", ""]
        file = self.shop.data_dir / "shop.policy"
        file.write_text("\n".join(lines), encoding="utf-8")

    def memory(self, name: str) -> WitnessedStore:
        url = f"sqlite:///{self.folder / name / FILE_NAME}"
        return WitnessedStore(create_store_engine(url))

    def publish(self) -> tuple[int, dict[str, Any]]:
        settle()
        where = ("--data-dir", self.shop.data_dir)
        done = run("ledger", "publish", "--site", "shop", *where, "--json")
        assert "Traceback" not in done.stderr
        return done.returncode, json.loads(done.stdout or "{}")

    def seen(self, name: str) -> int:
        log = self.memory(name).find_log("shop.example/shop")
        assert log is not None
        return log.seen.size


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    shop = make_shop(tmp_path)
    shop.choose("grant_all")
    with ExitStack() as running:
        yield Watched(shop, tmp_path, running)


def outcomes(published: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in published["witnesses"]]


def test_both_witnesses_cosign_what_grew(watched: Watched) -> None:
    first = watched.publish()
    watched.shop.choose("refuse_all")
    watched.shop.choose("grant_all")
    second = watched.publish()

    for (code, published), size in ((first, 2), (second, 4)):
        assert (code, published["anchored"], published["size"]) == (0, True, size)
        assert outcomes(published) == ["cosigned", "cosigned"]
    assert watched.seen("auditor") == watched.seen("host") == 4


def test_a_receipt_says_who_saw_the_record(watched: Watched, tmp_path: Path) -> None:
    shop = watched.shop
    record_id = shop.choose("refuse_all").get_json()["record_id"]
    watched.publish()
    shop.choose("grant_all")  # a newer checkpoint that nobody has seen yet
    settle()
    receipt = tmp_path / "receipt.json"
    path = f"/-/choices/receipts/{record_id}.json"
    receipt.write_bytes(shop.client.get(path, base_url=BASE).data)
    trust = tmp_path / "auditor.policy"
    key = ledger_key(shop)
    policy = (shop.data_dir / "shop.policy").read_text("utf-8")
    trust.write_text(f"log {key}{policy}", encoding="utf-8")

    done = run("audit", "verify-receipt", receipt, "--trust", trust)

    assert done.returncode == 0, done.stderr
    assert f"HOLDS: {record_id} is entry 2 of shop.example/shop" in done.stdout
    assert done.stdout.count("cosigned by ") == 2

    unseen = run("audit", "verify-receipt", receipt, "--key", key.strip())
    assert unseen.returncode == 0
    assert "rests on the operator's word" in unseen.stdout


def test_a_witness_that_is_down_costs_the_quorum_and_nothing_else(
    watched: Watched,
) -> None:
    watched.servers["host"].close()
    code, published = watched.publish()

    assert (code, published["quorum_met"]) == (1, False)
    assert outcomes(published) == ["cosigned", "unreachable"]
    watched.trust("any")
    assert watched.publish()[0] == 0

    watched.shop.choose("refuse_all")
    watched.urls["host"] = watched.start("host")
    watched.trust("all")
    assert watched.publish()[0] == 0
    assert watched.seen("host") == 3


def test_the_jobs_publish_what_nobody_saw_lately(watched: Watched) -> None:
    once = (*JOBS, watched.shop.data_dir)
    first, again = run(*once), run(*once)
    watched.servers["host"].close()
    watched.shop.choose("refuse_all")
    settle()
    soon = run(*once)

    assert first.returncode == again.returncode == soon.returncode == 0, first.stderr
    assert "entries: auditor cosigned; host cosigned" in first.stdout
    assert "cosigned" not in again.stdout + soon.stdout
    assert watched.seen("auditor") == watched.seen("host") > 0


def test_a_job_says_whom_it_did_not_reach(watched: Watched) -> None:
    watched.servers["host"].close()

    done = run(*JOBS, watched.shop.data_dir)

    assert done.returncode == 1
    assert "host unreachable" in done.stdout + done.stderr


def snapshot(shop: Shop, to: Path) -> None:
    shutil.copytree(shop.data_dir, to)


def test_a_restored_backup_is_refused_by_the_witnesses(
    watched: Watched, tmp_path: Path
) -> None:
    watched.publish()
    snapshot(watched.shop, tmp_path / "backup")
    watched.shop.choose("refuse_all")
    watched.publish()
    back = tmp_path / "backup"
    done = run("ledger", "publish", "--site", "shop", "--data-dir", back)

    assert done.returncode == 3
    assert done.stdout.count("contradicted") == 2
    assert "it cosigned a tree of 3 entries and 2 are left" in done.stdout
    assert "FROZEN" in done.stdout
    with open_installed(back, "shop") as site:
        assert "2 are left" in (get_ledger(site.engine, "shop").frozen or "")


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        (1, "it cosigned another tree of 3 entries"),
        (3, "the tree of 5 entries does not continue the one of 3"),
    ],
    ids=["as long", "longer"],
)
def test_a_rewritten_ledger_is_refused_by_the_witnesses(
    watched: Watched, tmp_path: Path, choices: int, says: str
) -> None:
    """The owner has the key, goes back in time and records something else."""
    watched.publish()
    (tmp_path / "past").mkdir()
    snapshot(watched.shop, tmp_path / "past" / "data")
    watched.shop.choose("refuse_all")
    watched.publish()
    rewritten = make_shop(tmp_path / "past")
    for _ in range(choices):
        rewritten.choose("grant_all")
    settle()

    done = run(
        *("ledger", "publish", "--site", "shop", "--data-dir", rewritten.data_dir)
    )

    assert done.returncode == 3
    assert done.stdout.count(says) == 2
    assert watched.seen("auditor") == 3


def test_of_racing_requests_one_is_cosigned(watched: Watched) -> None:
    watched.publish()
    other = a_signer(name="race.example/log")
    watched.memory("auditor").watch(other.vkey)
    address = watched.urls["auditor"].removeprefix("http://")

    def submit(size: int) -> int:
        tree = Checkpoint(origin=other.name, size=size, root=bytes([size]) * 32)
        note = sign_checkpoint(tree, other)
        body = format_submission(Submission(old=0, proof=(), note=note))
        connection = HTTPConnection(address, timeout=60)
        connection.request("POST", "/add-checkpoint", body.encode())
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(submit, range(1, 9)))
    assert answers == [200, *[409] * 7]


def test_the_owner_of_a_witness_sees_what_it_watches(tmp_path: Path) -> None:
    where = ("--data-dir", tmp_path / "w")
    early = run("witness", "logs", *where)
    key = run("witness", "key", "--name", "w.example/w1", *where).stdout
    vkey = tmp_path / "shop.pub"
    vkey.write_text(a_signer().vkey + "\n", encoding="ascii")
    added = [run("witness", "add-log", one, *where) for one in (vkey, "a+b", vkey)]
    listed = run("witness", "logs", *where)

    assert early.returncode == 2
    assert "there is no witness in" in early.stderr
    assert key.startswith("w.example/w1+")
    assert [one.returncode for one in added] == [0, 2, 0]
    assert "expected the ledger's public key" in added[1].stderr
    assert added[2].stdout == "shop.example/shop is watched already.\n"
    assert listed.stdout == "shop.example/shop: nothing cosigned yet\n"


def test_a_witness_without_memory_does_not_start(watched: Watched) -> None:
    watched.servers["host"].close()
    folder = watched.folder / "host"
    for file in folder.glob(f"{FILE_NAME}*"):
        file.unlink()
    done = run("witness", "serve", "--name", "host.example/w1", "--data-dir", folder)

    assert done.returncode == 2
    assert "must never sign again" in done.stderr


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (None, "there is no "),
        ("quorum", "line 1 of the trust file"),
        ("log KEY\nquorum none\n", "the trust file is for another log"),
        ("witness a WITNESS http://witness.example\nquorum a\n", "for this machine"),
        ("witness a WITNESS file:///etc/passwd\nquorum a\n", "for this machine"),
    ],
    ids=["none", "no trust file", "another log", "plain http", "no address"],
)
def test_says_what_is_wrong_with_the_trust_file(
    tmp_path: Path, policy: str | None, says: str
) -> None:
    shop = make_shop(tmp_path)
    if policy is not None:
        text = policy.replace("WITNESS", WitnessSigner("w", b"\x01" * 32).vkey)
        text = text.replace("KEY", a_signer(seed=b"\x01" * 32).vkey)
        (shop.data_dir / "shop.policy").write_text(text, encoding="utf-8")
    done = run("ledger", "publish", "--site", "shop", "--data-dir", shop.data_dir)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
