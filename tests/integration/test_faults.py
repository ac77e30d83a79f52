"""Whatever breaks, the page is served, nothing is granted, and the reason is counted.

What can only be seen at the start stops it there, with a code and what to do.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool
from werkzeug.test import Client, TestResponse

from consent_server.enforcement.evidence import Surface
from consent_server.kernel.errors import (
    CatalogError,
    SettingError,
    StoreUnavailableError,
)
from consent_server.sdk.background import finish_all
from consent_server.sdk.wsgi import ConsentMiddleware
from consent_server.web.embedded import embed
from tests.recorded import change
from tests.site import BASE, CATALOG, App, Shop, make_shop

DATABASE = "consent.sqlite3"
LESS = CATALOG.replace("  - meta.pixel\n", "")
MARKUP = Surface.MARKUP


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A site whose only visitor granted everything."""
    shop = make_shop(tmp_path)
    assert shop.choose("grant_all").status_code == 201
    assert b"data-held" not in shop.get().data
    return shop


def token_key(shop: Shop) -> Path:
    return shop.data_dir / "keys/shop.token.key"


def ledger_key(shop: Shop) -> Path:
    return shop.data_dir / "keys/shop.ledger.key"


def start_again(shop: Shop, catalog: str = CATALOG) -> ConsentMiddleware:
    file = shop.data_dir.parent / "catalog.yaml"
    file.write_text(catalog, encoding="utf-8")
    return embed(App(), file, shop.data_dir, clock=shop.clock)


def visit_again(shop: Shop, middleware: ConsentMiddleware) -> TestResponse:
    """Come back with the token of before."""
    token = shop.client.get_cookie("__Host-choice", domain="shop.example")
    assert token is not None
    browser = Client(middleware, use_cookies=False)
    cookie = {"Cookie": f"__Host-choice={token.value}"}
    return browser.get("/", base_url=BASE, headers=cookie)


def why_held(middleware: ConsentMiddleware) -> set[str]:
    return {tally.reason for tally in middleware.site.evidence.read()}


def lose(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def swap(path: Path) -> None:
    path.write_bytes(bytes(32))


def put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


@pytest.mark.parametrize("harm", [lose, cut_short, swap, put_a_folder_there])
def test_needs_no_key_file_while_it_runs(
    shop: Shop, harm: Callable[[Path], None]
) -> None:
    harm(token_key(shop))
    harm(ledger_key(shop))

    assert b"data-held" not in shop.get().data
    assert shop.choose("refuse_all").status_code == 201


@pytest.mark.parametrize("harm", [lose, swap])
def test_believes_no_token_of_another_key(
    shop: Shop, harm: Callable[[Path], None]
) -> None:
    harm(token_key(shop))
    middleware = start_again(shop)
    response = visit_again(shop, middleware)

    assert response.status_code == 200
    assert b"data-held" in response.data
    assert why_held(middleware) == {"token_forged"}


@pytest.mark.parametrize(
    ("harm", "key", "code"),
    [
        pytest.param(cut_short, token_key, "CFG018", id="token-key-cut-short"),
        pytest.param(
            put_a_folder_there, token_key, "CFG018", id="token-key-unreadable"
        ),
        pytest.param(lose, ledger_key, "CFG006", id="ledger-key-lost"),
        pytest.param(cut_short, ledger_key, "CFG018", id="ledger-key-cut-short"),
        pytest.param(
            put_a_folder_there, ledger_key, "CFG018", id="ledger-key-unreadable"
        ),
        pytest.param(swap, ledger_key, "CFG019", id="ledger-key-of-another"),
    ],
)
def test_refuses_to_start_without_its_keys(
    shop: Shop, harm: Callable[[Path], None], key: Callable[[Shop], Path], code: str
) -> None:
    public = (shop.data_dir / "keys/shop.ledger.pub").read_bytes()
    harm(key(shop))

    with pytest.raises(SettingError, match=f"^{code}: ") as caught:
        start_again(shop)
    assert "\n" not in str(caught.value)
    assert (shop.data_dir / "keys/shop.ledger.pub").read_bytes() == public


def test_names_the_way_out_where_the_key_is_of_another_ledger(shop: Shop) -> None:
    swap(ledger_key(shop))

    with pytest.raises(SettingError, match="consent-server ledger recover"):
        start_again(shop)


@pytest.mark.parametrize("name", ["keys", "keys/shop.ledger.pub"])
def test_says_what_cannot_be_made(tmp_path: Path, name: str) -> None:
    in_the_way = tmp_path / "data" / name
    in_the_way.parent.mkdir(mode=0o700, parents=True)
    if name == "keys":
        in_the_way.touch()
    else:
        in_the_way.mkdir()

    with pytest.raises(SettingError, match="cannot be made"):
        make_shop(tmp_path)


OPENED: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def opened() -> Iterator[None]:
    """Every connection that a test opens, those that leave their pool too."""

    def keep(connection: sqlite3.Connection, _: object) -> None:
        OPENED.append(connection)

    event.listen(Pool, "connect", keep)
    yield
    event.remove(Pool, "connect", keep)
    OPENED.clear()


@contextmanager
def saying(statement: str) -> Iterator[None]:
    """Say it on every connection, and again whenever one is taken."""

    def say(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(statement)

    for connection in OPENED:
        with suppress(sqlite3.ProgrammingError):  # closed since
            say(connection)
    event.listen(Pool, "checkout", say)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", say)


@contextmanager
def full(_: Path) -> Iterator[None]:
    """No page can be added to the file, as on a full disk (SQLITE_FULL)."""
    with saying("PRAGMA max_page_count=1"):
        yield


@contextmanager
def read_only(_: Path) -> Iterator[None]:
    with saying("PRAGMA query_only=ON"):
        yield


@contextmanager
def locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def gone(database: Path) -> Iterator[None]:
    elsewhere = database.with_name("elsewhere")
    database.rename(elsewhere)
    yield
    elsewhere.rename(database)


def choose_until_refused(shop: Shop) -> TestResponse:
    """Click as a new visitor; what is left of the last page takes a few records."""
    for _ in range(40):
        browser = Client(shop.middleware)
        answer = shop.choose("grant_all", client=browser)
        if answer.status_code != 201:
            break
    return answer


@pytest.mark.parametrize("fault", [full, read_only, locked, gone])
def test_serves_and_grants_nothing_while_the_database_is_away(
    shop: Shop, fault: Callable[[Path], AbstractContextManager[None]]
) -> None:
    database = shop.data_dir / DATABASE
    with fault(database):
        answer = choose_until_refused(shop)
        page = shop.get(Cookie="a=1")
        granted_before = shop.get()

    assert answer.status_code == 503
    assert answer.headers.getlist("Set-Cookie") == []
    assert page.status_code == 200
    assert page.data.count(b"data-held=") == 2
    # The token of a recorded choice needs no database.
    assert b"data-held" not in granted_before.data


@pytest.mark.parametrize("fault", [full, read_only, locked, gone])
def test_counts_what_was_held_while_the_database_was_away(
    shop: Shop, fault: Callable[[Path], AbstractContextManager[None]]
) -> None:
    database = shop.data_dir / DATABASE
    evidence = shop.middleware.site.evidence
    with fault(database):
        for counted in range(1, 100):  # until no page of the file has room left
            evidence.count([f"s{counted}" * 40], MARKUP, "refused")
            finish_all()
            if evidence.read():
                break
    with saying("PRAGMA query_only=OFF"), saying("PRAGMA max_page_count=10000"):
        finish_all()
    with closing(sqlite3.connect(database)) as opened:
        [(kept,)] = opened.execute("SELECT sum(times) FROM held_count").fetchall()

    assert evidence.read() == {}
    assert kept == counted


@pytest.mark.parametrize("fault", [read_only, locked])
def test_says_that_the_database_does_not_answer_at_the_start(
    shop: Shop, fault: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with (
        fault(shop.data_dir / DATABASE),
        pytest.raises(StoreUnavailableError, match=r"readonly|locked"),
    ):
        start_again(shop)


def test_does_not_begin_anew_where_a_database_was(shop: Shop) -> None:
    """A new ledger beside an old key: nobody could tell what was recorded."""
    (shop.data_dir / DATABASE).write_bytes(b"no database at all, but a text. " * 64)

    with pytest.raises(StoreUnavailableError, match="not a database"):
        start_again(shop)


@pytest.mark.parametrize(
    "catalog",
    [
        pytest.param("\0", id="no-text"),
        pytest.param("site: [", id="no-yaml"),
        pytest.param("", id="empty"),
        pytest.param(CATALOG.replace("google.analytics", "gogle"), id="a-mistake"),
    ],
)
def test_refuses_to_start_with_a_policy_that_it_cannot_read(
    shop: Shop, catalog: str
) -> None:
    with pytest.raises(CatalogError):
        start_again(shop, catalog)


def test_needs_no_policy_file_while_it_runs(shop: Shop) -> None:
    (shop.data_dir.parent / "catalog.yaml").unlink()

    assert b"data-held" not in shop.get().data
    assert shop.choose("refuse_all").status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff{", id="no-json"),
        pytest.param(b"{}", id="another"),
    ],
)
def test_grants_nothing_under_a_stored_policy_that_was_changed(
    shop: Shop, content: bytes
) -> None:
    """What a choice meant under another policy rests on that policy's own bytes."""
    change(shop.data_dir, "UPDATE policy SET content = ?", content)
    middleware = start_again(shop, LESS)
    response = visit_again(shop, middleware)

    assert response.status_code == 200
    assert response.data.count(b"data-held=") == 1
    assert why_held(middleware) == {"policy_changed"}
    assert b"data-held" not in visit_again(shop, start_again(shop)).data
