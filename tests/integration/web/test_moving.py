"""A site on its way to another database, step by step, and stopped at each step."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import URL, Engine, Table, func, select, text
from werkzeug.test import Client

from consent_server.kernel.clock import ManualClock
from consent_server.kernel.errors import (
    BrokenEvidenceError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.kernel.ids import system_random
from consent_server.ledger.trust import Trust
from consent_server.ledger.verify import verify_bundle
from consent_server.storage.copying import GROWING, WHOLE, clear
from consent_server.storage.db import (
    Base,
    create_store_engine,
    parse_database_url,
    reading,
)
from consent_server.storage.db import writing as write_to
from consent_server.storage.erasures import PERSONAL, ErasureStore
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.storage.ledgers import get_ledger, read_ledgers
from consent_server.storage.moving import Moving
from consent_server.storage.policies import PolicyStore
from consent_server.storage.records import RecordStore
from consent_server.storage.restriction import restrict
from consent_server.storage.schema import require_schema
from consent_server.storage.sites import SiteStore
from consent_server.storage.tables import record
from consent_server.web.databases import Databases
from consent_server.web.installation import Installed
from consent_server.web.jobs.site import open_job_site
from consent_server.web.moving import SiteMove, clear_copy
from consent_server.web.recovering import Recovery
from consent_server.web.registering import add_site
from consent_server.web.site import Surroundings
from consent_server.web.sites import Sites
from tests.example import SAME_ORIGIN, choice
from tests.postgresql import PostgreSQL
from tests.site import CATALOG, START, settle
from tests.unit.storage.builders import BOTH, Opened, new_record

STAYS = {"ledger", "todo", "site", "api_key", "export_order", "policy_draft"}
CHOICES = 7
SECOND = int(START.timestamp())


@pytest.fixture
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """The main one, and one that is called east, SQLite unless a test asks for more."""
    tmp_path.chmod(0o700)
    if getattr(request, "param", "sqlite") == "sqlite":
        urls = [
            URL.create("sqlite", database=str(tmp_path / name))
            for name in ("consent.sqlite3", "east.sqlite3")
        ]
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        template: str = request.getfixturevalue("postgresql_template")
        urls = [
            parse_database_url(server.url(server.create(template))) for _ in range(2)
        ]
    opened = Databases(create_store_engine(urls[0]), {"east": urls[1]})
    for name in opened.names:
        require_schema(opened.get(name))
    yield opened
    settle()
    opened.dispose()


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(data_dir=tmp_path, clock=ManualClock(START))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("consent_server.storage.moving", "consent_server.web.moving"):
        monkeypatch.setattr(f"{module}.BLOCK", 3)


@pytest.fixture
def sites(databases: Databases, around: Surroundings) -> Sites:
    """A registry that looks each time, of a site that somebody chose on."""
    add_site(CATALOG, "shop.yaml", databases, around)
    opened = Sites(databases, around, seconds=0)
    for _ in range(CHOICES):
        assert choose(opened) == 201
    return opened


def choose(sites: Sites) -> int:
    found = sites.find("shop")
    assert found is not None
    client = Client(found.choices)
    form = choice(found.site.policy.version, "grant_all")
    base = "https://shop.example/"
    headers = SAME_ORIGIN | {"Accept": "application/json"}
    answer = client.post("/-/choices/", base, data=form, headers=headers)
    found.site.integrate()
    return 201 if answer.status_code in {201, 303} else answer.status_code


def move(databases: Databases, around: Surroundings, to: str = "east") -> SiteMove:
    return SiteMove("shop", to, databases, around.data_dir, around.clock)


def count(engine: Engine, table: Table = record) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def living(databases: Databases) -> list[str]:
    """Where the site takes choices."""
    found = {name: read_ledgers(databases.get(name)) for name in databases.names}
    return [
        name
        for name, states in found.items()
        if "shop" in states and states["shop"].closed is None
    ]


def test_every_table_of_a_site_is_moved_or_stays() -> None:
    """Whoever adds a table with rows of sites says here what a move does with it."""
    owned = {
        name for name, one in Base.metadata.tables.items() if "site_id" in one.columns
    }

    assert owned == {one.name for one in (*GROWING, *WHOLE)} | STAYS


@pytest.mark.parametrize("databases", BOTH, indirect=True)
def test_goes_with_everything_and_goes_on_there(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    east = databases.get("east")
    before = SqlLedgerStore(databases.main, "shop").head()
    seen: list[int] = []
    moved = move(databases, around).run(seen.append)

    assert moved is not None
    assert moved.head is not None
    assert sum(seen) == moved.head.size == before.size == CHOICES + 1
    assert SqlLedgerStore(east, "shop").head().note == before.note
    assert living(databases) == ["east"]
    sites.find("shop")
    settle()  # the registry has followed
    assert choose(sites) == 201
    assert get_ledger(east, "shop").size == CHOICES + 2
    assert get_ledger(databases.main, "shop").size == CHOICES + 1
    for table in WHOLE:
        assert count(east, table) == count(databases.main, table), table.name
    assert move(databases, around).run(seen.append) is None


@pytest.mark.usefixtures("sites")
def test_is_proved_where_it_went(databases: Databases, around: Surroundings) -> None:
    move(databases, around).run(lambda _: None)
    east = databases.get("east")
    there = Opened(
        engine=east,
        ledger=SqlLedgerStore(east, "shop"),
        records=RecordStore(east, "shop"),
        policies=PolicyStore(east, "shop"),
    )
    out = io.BytesIO()
    there.export(out)
    report = verify_bundle(out, Trust.of_key(get_ledger(east, "shop").vkey or ""))

    assert report.holds
    assert report.entries == {"config": 1, "visitor": CHOICES}


@pytest.mark.parametrize("databases", BOTH, indirect=True)
@pytest.mark.usefixtures("sites")
def test_what_has_not_heard_of_it_writes_nothing_into_what_was_left(
    databases: Databases, around: Surroundings
) -> None:
    move(databases, around).run(lambda _: None)
    old = databases.main

    with pytest.raises(StoreUnavailableError, match="moved"):
        RecordStore(old, "shop").append(new_record(99))
    with pytest.raises(StoreUnavailableError, match="moved to the database 'east'"):
        ErasureStore(old, "shop").ask(UUID(int=1), PERSONAL, "request", START)
    with pytest.raises(StoreUnavailableError, match="moved"):
        restrict(old, "shop", UUID(int=1), START)
    with pytest.raises(SettingError, match="moved"):
        Recovery(old, "shop", around.data_dir, system_random).look_ahead()
    assert count(old) == CHOICES + 1


@pytest.mark.parametrize("steps", range(9))
def test_goes_on_wherever_it_was_stopped(
    sites: Sites, databases: Databases, around: Surroundings, steps: int
) -> None:
    """Of two databases never two live; where it was not closed, it takes choices."""
    for step in [*taken(databases)][:steps]:
        step()
        assert len(living(databases)) <= 1
    assert (choose(sites) == 201) == ("main" in living(databases))

    moved = move(databases, around).run(lambda _: None)

    assert moved is not None
    assert living(databases) == ["east"]
    place = SiteStore(databases.main).find_place("shop")
    assert place is not None
    assert place.database == "east"
    assert count(databases.get("east")) == count(databases.main) >= CHOICES + 1


def taken(databases: Databases) -> Iterator[Callable[[], object]]:
    """The steps of a move of a ledger of three blocks."""
    one = Moving(databases.main, databases.get("east"), "shop", "east")
    yield from (one.begin, *[one.copy_block] * 4, one.close, one.freeze, one.open)


def test_takes_choices_again_where_somebody_breaks_it_off(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    """Who stops the command in the moments without choices does not lengthen them."""
    rest: list[int] = []

    def press(copied: int) -> None:
        if rest:
            raise KeyboardInterrupt
        if copied < 3:
            rest.append(choose(sites))

    with pytest.raises(KeyboardInterrupt):
        move(databases, around).run(press)
    assert (rest, choose(sites)) == ([201], 201)
    assert living(databases) == ["main"]


@pytest.mark.usefixtures("sites")
def test_who_was_overtaken_cannot_go_on(databases: Databases) -> None:
    slow = Moving(databases.main, databases.get("east"), "shop", "east")
    slow.begin()
    slow.copy_block()
    quick = Moving(databases.main, databases.get("east"), "shop", "east")
    quick.begin()

    with pytest.raises(StoreUnavailableError, match="somebody else"):
        slow.copy_block()
    quick.reopen()
    slow.close()
    slow.freeze()
    with pytest.raises((StoreUnavailableError, BrokenEvidenceError)):
        slow.open()
    assert living(databases) == []
    quick.reopen()
    assert living(databases) == ["main"]


def test_stays_when_it_is_cancelled(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    for step in [*taken(databases)][:7]:
        step()
    assert living(databases) == []
    move(databases, around).cancel()

    assert living(databases) == ["main"]
    assert choose(sites) == 201
    assert count(databases.get("east")) == 0
    assert "shop" not in read_ledgers(databases.get("east"))
    assert restrict(databases.main, "shop", UUID(int=1), START) == 0  # nothing is held
    with pytest.raises(SettingError, match="not on its way"):
        move(databases, around).cancel()


def test_goes_back_once_the_old_copy_is_cleared(
    sites: Sites, databases: Databases, around: Surroundings
) -> None:
    move(databases, around).run(lambda _: None)
    with pytest.raises(SettingError, match="site clear"):
        move(databases, around, "main").run(lambda _: None)
    with pytest.raises(SettingError, match="not left"):
        clear_copy("shop", "east", databases)

    assert clear_copy("shop", "main", databases) == CHOICES + 1
    assert count(databases.main) == 0
    assert living(databases) == ["east"]
    with pytest.raises(StoreUnavailableError, match="moved"):
        RecordStore(databases.main, "shop").append(new_record(99))
    with pytest.raises(SettingError, match="lives here"):
        clear(databases.get("east"), "shop")

    moved = move(databases, around, "main").run(lambda _: None)
    assert moved is not None
    assert living(databases) == ["main"]
    sites.find("shop")
    settle()
    assert choose(sites) == 201


@pytest.mark.usefixtures("sites")
def test_nothing_is_erased_on_the_way(
    databases: Databases, around: Surroundings
) -> None:
    """What was copied would stay there; the request waits, and is kept."""
    found = subject_of(databases.main)
    moving_on = Moving(databases.main, databases.get("east"), "shop", "east")
    moving_on.begin()
    ErasureStore(databases.main, "shop").ask(found, PERSONAL, "request", START)
    jobs = open_job_site(
        Installed(engine=databases.main, site_id="shop", origin="shop.example/shop"),
        around.data_dir,
        around.clock,
    )
    with pytest.raises(StoreUnavailableError, match="being moved"):
        jobs.tombstones.announce(lambda _: [], START)
    move(databases, around).run(lambda _: None)

    east = ErasureStore(databases.get("east"), "shop")
    assert len(east.open_requests()) == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE record SET decision = context WHERE kind = 1", "of entry 1, decision"),
        ("DELETE FROM leaf WHERE position = 4", "without an entry"),
        ("UPDATE ledger SET frozen = 'a witness saw more'", "is frozen"),
    ],
    ids=["a-part", "a-leaf", "frozen"],
)
@pytest.mark.usefixtures("sites")
def test_moves_nothing_that_does_not_hold(
    databases: Databases,
    around: Surroundings,
    statement: str,
    said: str,
) -> None:
    damage(databases.main, statement)

    with pytest.raises((BrokenEvidenceError, SettingError), match=said):
        move(databases, around).run(lambda _: None)
    assert living(databases) == ["main"]


@pytest.mark.usefixtures("sites")
def test_opens_no_copy_that_makes_another_tree(databases: Databases) -> None:
    steps = [*taken(databases)]
    for step in steps[:7]:
        step()
    damage(databases.get("east"), "UPDATE tile SET data = :data", data=bytes(320))

    with pytest.raises(BrokenEvidenceError, match="another tree"):
        steps[7]()
    assert living(databases) == []


def subject_of(engine: Engine) -> UUID:
    query = select(record.c.subject_id).where(record.c.subject_id.is_not(None))
    with reading(engine) as connection:
        return UUID(bytes=connection.scalars(query.limit(1)).one())


def damage(engine: Engine, statement: str, **values: object) -> None:
    with write_to(engine) as connection:
        connection.execute(text(statement), values)
