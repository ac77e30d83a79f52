"""Exports and statistics from a streaming replica, and from one that lags behind."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.command_line import run
from tests.postgresql import PostgreSQL, following
from tests.site import Shop, make_shop, settle

pytestmark = pytest.mark.postgresql


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A site, and the addresses of its database and of the one that follows."""

    shop: Shop
    url: str
    replica: str

    def say(self, *command: str | Path) -> str:
        where = ("--data-dir", self.shop.data_dir)
        urls = ("--database", self.url, "--replica", self.replica)
        done = run(*command, *where, *urls)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def entries(self) -> int:
        """Return how many entries have a position."""
        with psycopg.connect(self.url) as connection:
            [size] = connection.execute("SELECT size FROM ledger").fetchone() or [0]
        return int(size)

    def replay(self, *, go_on: bool) -> None:
        """Let the replica follow, or stay where it is."""
        act = "resume" if go_on else "pause"
        with psycopg.connect(self.replica, autocommit=True) as connection:
            connection.execute(f"SELECT pg_wal_replay_{act}()")

    def catch_up(self) -> None:
        with (
            psycopg.connect(self.url, autocommit=True) as source,
            psycopg.connect(self.replica, autocommit=True) as copy,
        ):
            [wanted] = source.execute("SELECT pg_current_wal_lsn()").fetchone() or [""]
            query = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            while copy.execute(query, [wanted]).fetchone() != (True,):
                pass


@pytest.fixture(scope="module")
def followed(
    postgresql: PostgreSQL,
    postgresql_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Followed]:
    name = postgresql.create(postgresql_template)
    url = postgresql.url(name)
    shop = make_shop(tmp_path_factory.mktemp("followed"), database=url)
    for _ in range(3):
        assert shop.choose("grant_all").status_code == 201
    settle()
    with following(postgresql) as replica:
        found = Followed(shop=shop, url=url, replica=replica.url(name))
        found.catch_up()
        yield found
        settle()


def test_reads_from_the_replica_what_it_has(followed: Followed, tmp_path: Path) -> None:
    out = tmp_path / "shop.zip"
    said = json.loads(followed.say("audit", "export", "--out", out, "--json"))
    key = followed.shop.key

    assert (said["size"], said["behind"]) == (followed.entries(), 0)
    assert run("audit", "verify", out, "--key", key).returncode == 0
    assert "behind" not in followed.say("statistics")


def test_says_how_far_the_replica_is_behind(followed: Followed, tmp_path: Path) -> None:
    before = followed.entries()
    followed.replay(go_on=False)
    assert followed.shop.choose("refuse_all").status_code == 201
    settle()
    out = tmp_path / "shop.zip"

    try:
        said = followed.say("audit", "export", "--out", out)
        assert f"{before - 1} records, from {before} entries" in said
        assert "The replica is 1 entry behind" in said
        assert "The replica is 1 entry behind" in followed.say("statistics")
    finally:
        followed.replay(go_on=True)
        followed.catch_up()


def test_refuses_another_database(
    followed: Followed, postgresql_url: str, tmp_path: Path
) -> None:
    where = ("--data-dir", followed.shop.data_dir, "--database", followed.url)
    out = ("--out", tmp_path / "shop.zip", "--replica", postgresql_url)
    done = run("audit", "export", *where, *out)

    assert done.returncode == 2
    assert "has no ledger" in done.stderr
