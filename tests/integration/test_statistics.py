"""From clicks to tables: each answer counts once, and nobody is in the numbers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from consent_server.cli.main import commands
from consent_server.consent.statistics import By, Times
from consent_server.sdk.background import finish_all
from consent_server.storage.statistics import StatisticsStore
from consent_server.web.installation import open_installed
from tests.site import BASE, App, Shop, make_shop

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari"
GRANTS, REFUSALS = 12, 11


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A day of many answers, and a second one of a single answer."""
    shop = make_shop(tmp_path_factory.mktemp("shop"))
    for number in range(GRANTS + REFUSALS):
        shop.get(Cookie="a=1")
        answer(shop, "grant_all" if number < GRANTS else "refuse_all")
    shop.clock.moment = shop.clock.moment.replace(day=2)
    answer(shop, "refuse_all", language="nb")
    finish_all()
    return shop


def answer(shop: Shop, act: str, **fields: object) -> None:
    browser = Client(shop.middleware, use_cookies=False)
    done = shop.choose(act, browser, {"User-Agent": PHONE}, **fields)
    assert done.status_code == 201


@pytest.fixture(scope="module")
def store(shop: Shop) -> Iterator[StatisticsStore]:
    with open_installed(shop.data_dir) as site:
        yield StatisticsStore(site.engine, site.site_id)


def shown(store: StatisticsStore, by: By) -> dict[str, Times | None]:
    return {row.value: row.times for row in store.read(by).rows}


WHOLE = Times(GRANTS, REFUSALS + 1)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (By.PURPOSE, {"analytics": WHOLE, "marketing": WHOLE}),
        (By.SERVICE, {"google.analytics": WHOLE, "meta.pixel": WHOLE}),
        (By.LANGUAGE, {"en": None, "nb": None}),
        (By.SURFACE, {"banner": WHOLE}),
        (By.DEVICE, {"phone": WHOLE}),
        (By.DAY, {"2026-03-01": None, "2026-03-02": None}),
    ],
    ids=lambda it: it.value if isinstance(it, By) else "",
)
def test_counts_each_answer_once(
    store: StatisticsStore, by: By, expected: dict[str, Times | None]
) -> None:
    assert shown(store, by) == expected


def test_counts_by_version(shop: Shop, store: StatisticsStore) -> None:
    assert shown(store, By.POLICY) == {shop.version: WHOLE}


def test_counts_the_pages_that_asked(store: StatisticsStore) -> None:
    found = store.read(By.LANGUAGE)

    assert {row.value: row.asked for row in found.rows} == {"en": 23, "nb": 0}
    assert found.total.asked == GRANTS + REFUSALS


def test_reads_some_days(store: StatisticsStore, shop: Shop) -> None:
    first = shop.clock.moment.date().replace(day=1)

    assert store.read(By.SURFACE, until=first).total.times == Times(GRANTS, REFUSALS)
    assert store.read(By.SURFACE, since=first.replace(day=3)).rows == ()


def run(shop: Shop, *arguments: str) -> str:
    command = ["statistics", "--data-dir", str(shop.data_dir), *arguments]
    result = CliRunner().invoke(commands, command)
    assert result.exit_code == 0
    return result.output


def test_shows_a_table(shop: Shop) -> None:
    assert run(shop) == (
        "shop: asked on 23 pages, 24 answers, 50% granted something\n"
        "\n"
        "Purpose    Answers  Granted  Refused  Percent\n"
        "analytics       24       12       12      50%\n"
        "marketing       24       12       12      50%\n"
    )
    assert " <10 " in run(shop, "--by", "day")


def test_tells_programs_what_is_not_shown_by_null(shop: Shop) -> None:
    document = json.loads(run(shop, "--by", "language", "--json"))

    assert document["total"] == {
        "value": "total",
        "asked": 23,
        "answers": 24,
        "granted": 12,
        "refused": 12,
        "percent": 50,
    }
    assert document["rows"][1] == {
        "value": "nb",
        "asked": 0,
        "answers": None,
        "granted": None,
        "refused": None,
        "percent": None,
    }


def test_only_a_page_that_asks_somebody_counts_as_asking(tmp_path: Path) -> None:
    """Not one for whoever has chosen, without a body, or for a shared cache."""
    app = App()
    shop = make_shop(tmp_path, app)
    shop.get()
    shop.client.head("/", base_url=BASE)
    shop.choose("refuse_all")
    shop.get()
    app.headers.append(("Cache-Control", "public, max-age=60"))
    shop.get(Cookie="a=1")

    assert shop.middleware.site.evidence.take().asked == {"en": 1}
