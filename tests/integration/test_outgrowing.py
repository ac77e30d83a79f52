"""A site that began with a SQLite file goes on in PostgreSQL, with all it has."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select

from consent_server.kernel.clock import SystemClock
from consent_server.kernel.errors import StoreUnavailableError
from consent_server.storage import tables
from consent_server.storage.db import (
    Base,
    create_store_engine,
    parse_database_url,
    reading,
    store_engine,
    writing,
)
from consent_server.storage.installation_rows import INSTALLATION
from consent_server.storage.ledgers import read_ledgers
from consent_server.web.database import FILE_NAME
from consent_server.web.moving import LedgerMove
from consent_server.web.outgrowing import Outgrowing, name_of
from tests.command_line import run
from tests.postgresql import PostgreSQL
from tests.proof import Proof
from tests.serving_sites import SERVE, Running, served
from tests.site import CATALOG, Shop, make_shop, settle

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("socket_enabled")]

CHOICES = 5
SITES = ("blog", "shop")
FEW = {"CONSENT_WORKERS": "1"}


def move(data_dir: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    return run("database", "move", "--to", url, "--data-dir", data_dir, *more)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A site of one process, with choices of somebody in its file."""
    shop = make_shop(tmp_path)
    for _ in range(CHOICES):
        assert shop.choose("grant_all").status_code == 201
    settle()
    return shop


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The folder of a server of two sites, with a key of its interface."""
    folder = tmp_path / "data"
    for site in SITES:
        file = tmp_path / f"{site}.yaml"
        file.write_text(CATALOG.replace("shop", site), encoding="utf-8")
        assert run("site", "add", file, "--data-dir", folder).returncode == 0
    return folder


@contextmanager
def outgrowing(data_dir: Path, url: str) -> Iterator[Outgrowing]:
    source = create_store_engine(f"sqlite:///{data_dir / FILE_NAME}")
    target = create_store_engine(parse_database_url(url))
    try:
        yield Outgrowing(source, target, data_dir, SystemClock())
    finally:
        source.dispose()
        target.dispose()


def living(data_dir: Path, url: str) -> dict[str, list[str]]:
    """Return which sites take choices in the file, and which in PostgreSQL."""
    found = {}
    addresses = {"file": f"sqlite:///{data_dir / FILE_NAME}", "postgresql": url}
    for name, address in addresses.items():
        given = parse_database_url(address) if name == "postgresql" else address
        engine = create_store_engine(given)
        ledgers = read_ledgers(engine)
        found[name] = [it for it, one in ledgers.items() if one.closed is None]
        engine.dispose()
    return found


def test_every_table_goes_with_a_ledger_or_with_the_installation() -> None:
    """Whoever adds a table without sites says here that a move takes it along."""
    shared = {
        name
        for name, one in Base.metadata.tables.items()
        if "site_id" not in one.columns
    }

    assert shared <= {one.name for one in INSTALLATION}


def test_an_embedded_site_goes_on_in_postgresql(
    shop: Shop, tmp_path: Path, postgresql_url: str
) -> None:
    """What browsers hold counts as before, and one ledger has it all."""
    last = shop.choose("refuse_all").get_json()["record_id"]
    settle()
    told = move(shop.data_dir, postgresql_url)
    grown = make_shop(tmp_path, database=postgresql_url)
    cookie = shop.client.get_cookie("__Host-choice", domain="shop.example")
    assert cookie is not None
    grown.client.set_cookie("__Host-choice", cookie.value, domain="shop.example")
    page = grown.get("/-/choices/").text
    grown.choose("grant_all")
    settle()
    proof = Proof(data_dir=shop.data_dir, folder=tmp_path, database=postgresql_url)
    report = proof.verify()

    assert told.returncode == 0, told.stderr
    assert f"shop: {CHOICES + 2} entries, the same tree" in told.stdout
    assert "delete it" in told.stdout
    assert last in page
    assert report.holds
    assert report.entries == {"config": 1, "visitor": CHOICES + 2}
    again = move(shop.data_dir, postgresql_url)
    assert (again.returncode, "shop: has moved already" in again.stdout) == (0, True)


def test_what_was_left_takes_nothing_any_more(
    shop: Shop, tmp_path: Path, postgresql_url: str
) -> None:
    """Neither a site that runs on, nor one that is started with the file again."""
    assert move(shop.data_dir, postgresql_url).returncode == 0

    refused = shop.choose("grant_all")
    assert (refused.status_code, refused.headers.get("Set-Cookie")) == (503, None)
    with pytest.raises(StoreUnavailableError, match="moved to the database 'postgresq"):
        make_shop(tmp_path)


def test_a_server_goes_on_with_its_sites_and_keys(
    data_dir: Path, tmp_path: Path, postgresql_url: str
) -> None:
    made = run("site", "key", "create", "--role", "admin", "--data-dir", data_dir)
    key = next(word for word in made.stdout.split() if word.startswith("ck_"))
    with served(tmp_path, SERVE) as server:
        version = choose(server, "shop")
        used = move(data_dir, postgresql_url)
    assert used.returncode == 2
    assert "stop servers and jobs" in used.stderr

    told = move(data_dir, postgresql_url)
    assert told.returncode == 0, told.stderr
    with served(tmp_path, SERVE, FEW | {"DATABASE_URL": postgresql_url}) as server:
        listed = server.ask("/v1/sites", {"Authorization": f"Bearer {key}"})
        assert choose(server, "shop") == version
        choose(server, "blog")
    assert listed[0] == 200
    assert {it["site"] for it in json.loads(listed[1])["sites"]} == {*SITES}


def choose(server: Running, site: str) -> str:
    """Choose once; return the policy's version."""
    version = server.version(site)
    assert server.choose(version, site)[0] == 201
    return version


@pytest.mark.parametrize("steps", [0, 1, 2], ids=["none", "one", "all"])
def test_goes_on_wherever_it_was_broken_off(
    data_dir: Path, postgresql_url: str, steps: int
) -> None:
    """Of each site one ledger lives at most, whatever was moved before the end."""
    source = create_store_engine(f"sqlite:///{data_dir / FILE_NAME}")
    target = create_store_engine(parse_database_url(postgresql_url))
    for site in SITES[:steps]:
        move_one(site, source, target, data_dir)
    with outgrowing(data_dir, postgresql_url) as work, pytest.raises(KeyboardInterrupt):
        work.run(press)
    between = living(data_dir, postgresql_url)
    assert not {*between["file"]} & {*between["postgresql"]}
    with outgrowing(data_dir, postgresql_url) as work:
        work.run(lambda _: None)

    assert living(data_dir, postgresql_url) == {"file": [], "postgresql": [*SITES]}
    for table in INSTALLATION:
        with reading(source) as old, reading(target) as new:
            query = select(table)
            assert old.execute(query).all() == new.execute(query).all()
    source.dispose()
    target.dispose()


def move_one(site: str, source: Engine, target: Engine, data_dir: Path) -> None:
    name = name_of(target.url)
    one = LedgerMove(site, source, target, name, data_dir, SystemClock())
    one.prepare(lambda _: None)
    one.switch(lambda _: None)


@pytest.mark.parametrize("count", [1, 2], ids=["one", "all"])
def test_goes_on_to_no_other_database(
    data_dir: Path, postgresql: PostgreSQL, postgresql_template: str, count: int
) -> None:
    """There a site that has moved already would begin a second ledger."""
    url, other = (
        postgresql.url(postgresql.create(postgresql_template)) for _ in range(2)
    )
    with (
        store_engine(f"sqlite:///{data_dir / FILE_NAME}") as source,
        store_engine(parse_database_url(url)) as target,
    ):
        for site in SITES[:count]:
            move_one(site, source, target, data_dir)
    refused = move(data_dir, other)
    left = living(data_dir, other)
    told = move(data_dir, url)

    assert refused.returncode == 2
    assert (
        f"moved to the database {name_of(parse_database_url(url))!r}" in refused.stderr
    )
    assert left == {"file": [*SITES[count:]], "postgresql": []}
    assert told.returncode == 0, told.stderr
    assert living(data_dir, url) == {"file": [], "postgresql": [*SITES]}


def test_brings_the_rest_where_a_copy_was_used_too_early(
    data_dir: Path, postgresql_url: str
) -> None:
    """Who takes a copy for complete makes a key there; the others still come."""
    key = ("site", "key", "create", "--role", "admin", "--data-dir", data_dir)
    assert run(*key).returncode == 0
    source = create_store_engine(f"sqlite:///{data_dir / FILE_NAME}")
    target = create_store_engine(parse_database_url(postgresql_url))
    with outgrowing(data_dir, postgresql_url) as work:
        work.run(lambda _: None)
    with writing(target) as connection:  # as if it had been broken off at the end
        for table in (tables.site, tables.api_key):
            connection.execute(delete(table))
    assert run(*key, "--database", postgresql_url).returncode == 0
    for _ in range(2):
        assert move(data_dir, postgresql_url).returncode == 0

    with reading(source) as old, reading(target) as new:
        keys = {*old.execute(select(tables.api_key))}
        assert keys < {*new.execute(select(tables.api_key))}
        assert {*old.execute(select(tables.site))} == {
            *new.execute(select(tables.site))
        }
        assert len(keys) == 1
    source.dispose()
    target.dispose()


def press(_: int) -> None:
    """Break a move off as a person does."""
    raise KeyboardInterrupt


def test_stays_when_it_is_cancelled(data_dir: Path, postgresql_url: str) -> None:
    with outgrowing(data_dir, postgresql_url) as work, pytest.raises(KeyboardInterrupt):
        work.run(press)
    told = move(data_dir, postgresql_url, "--cancel")

    assert told.returncode == 0, told.stderr
    assert living(data_dir, postgresql_url)["file"] == [*SITES]
    again = move(data_dir, postgresql_url, "--cancel")
    assert (again.returncode, "nothing is on its way" in again.stderr) == (2, True)


def test_joins_no_other_installation(
    data_dir: Path, tmp_path: Path, postgresql_url: str
) -> None:
    other = tmp_path / "other"
    (tmp_path / "third.yaml").write_text(CATALOG.replace("shop", "third"))
    where = ("--data-dir", other, "--database", postgresql_url)
    assert run("site", "add", tmp_path / "third.yaml", *where).returncode == 0
    told = move(data_dir, postgresql_url)

    assert told.returncode == 2
    assert "another installation" in told.stderr
    assert living(data_dir, postgresql_url)["file"] == [*SITES]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://me:secret@db/consent", "postgresql://db/consent"),
        (
            "postgresql://db:6000/consent?sslmode=require",
            "postgresql://db:6000/consent",
        ),
        (
            "postgresql:///consent?host=/run/pg",
            "postgresql:///consent?host=%2Frun%2Fpg",
        ),
    ],
    ids=["password", "port", "socket"],
)
def test_names_a_database_without_its_secrets(address: str, name: str) -> None:
    assert name_of(parse_database_url(address)) == name
