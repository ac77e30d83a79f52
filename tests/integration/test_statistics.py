"""From clicks to tables: each answer counts once, and nobody is in the numbers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from consent_server.cli.main import commands
from consent_server.consent.statistics import SMALL, By, Times
from consent_server.sdk.background import finish_all
from consent_server.storage.statistics import StatisticsStore
from consent_server.web.installation import open_installed
from tests.site import BASE, App, Shop, make_shop

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari"
GRANTS, REFUSALS = 12, 11


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A day of many answers, one of a single answer, and one in another month."""
    shop = make_shop(tmp_path_factory.mktemp("shop"))
    for number in range(GRANTS + REFUSALS):
        shop.get(Cookie="a=1")
        answer(shop, "grant_all" if number < GRANTS else "refuse_all")
    shop.clock.moment = shop.clock.moment.replace(day=2)
    answer(shop, "refuse_all", language="nb")
    finish_all()
    shop.clock.moment = shop.clock.moment.replace(month=4)
    answer(shop, "grant_all")
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
        (By.DAY, {"2026-03-01": None, "2026-03-02": None, "2026-04-02": None}),
    ],
    ids=lambda it: it.value if isinstance(it, By) else "",
)
def test_counts_each_answer_once(
    store: StatisticsStore, by: By, expected: dict[str, Times | None]
) -> None:
    assert shown(store, by) == expected


def test_counts_by_version(shop: Shop, store: StatisticsStore) -> None:
    assert shown(store, By.POLICY) == {shop.version: Times(10, 10)}


def test_counts_the_pages_that_asked(store: StatisticsStore) -> None:
    found = store.read(By.LANGUAGE)

    assert {row.value: row.asked for row in found.rows} == {"en": 23, "nb": 0}
    assert found.total.asked == GRANTS + REFUSALS


def test_reads_some_months(store: StatisticsStore) -> None:
    march = store.read(By.SURFACE, until="2026-03")
    april = store.read(By.SURFACE, since="2026-04")

    assert march.total.times == WHOLE
    assert [(row.value, row.times) for row in april.rows] == [("banner", None)]
    assert store.read(By.SURFACE, since="2026-05").rows == ()


def test_a_sum_of_months_shows_no_more_than_they_do(store: StatisticsStore) -> None:
    """The single answer of April does not follow from the whole and from March."""
    whole, march = store.read(By.SURFACE), store.read(By.SURFACE, until="2026-03")

    assert whole.total.times == march.total.times
    assert (whole.total.left_out, march.total.left_out) == (1, 0)


def test_the_newest_month_is_told_in_tens(tmp_path: Path) -> None:
    """Another answer is not seen by who asks before and after it."""
    shop = make_shop(tmp_path)
    for _ in range(SMALL + 2):
        answer(shop, "grant_all")
        answer(shop, "refuse_all")
    finish_all()
    with open_installed(shop.data_dir) as site:
        store = StatisticsStore(site.engine, site.site_id)
        before = store.read(By.SURFACE)
        answer(shop, "grant_all")
        finish_all()

        assert before.total.times == Times(SMALL, SMALL)
        assert store.read(By.SURFACE) == before


def run(shop: Shop, *arguments: str) -> str:
    command = ["statistics", "--data-dir", str(shop.data_dir), *arguments]
    result = CliRunner().invoke(commands, command)
    assert result.exit_code == 0
    return result.output


def test_says_where_pages_asked_and_nobody_answered(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    shop.get()
    finish_all()

    assert run(shop) == "shop: asked on 1 page, and nobody answered.\n"


def test_shows_a_table(shop: Shop) -> None:
    assert run(shop, "--until", "2026-03") == (
        "shop: asked on 23 pages, 24 answers, 50% granted something\n"
        "\n"
        "Purpose    Answers  Granted  Refused  Percent\n"
        "analytics       24       12       12      50%\n"
        "marketing       24       12       12      50%\n"
    )
    assert " <10 " in run(shop, "--by", "day")
    [first, *_] = run(shop, "--by", "device").splitlines()[2:]
    assert first.endswith("  Months left out")


def test_has_no_numbers_of_a_few_days(shop: Shop) -> None:
    """Two periods that differ by a day could be subtracted."""
    command = ["statistics", "--data-dir", str(shop.data_dir), "--until", "2026-03-07"]
    result = CliRunner().invoke(commands, command)

    assert result.exit_code == 2
    assert "expected a month such as 2026-03" in result.output


def test_tells_programs_what_is_not_shown_by_null(shop: Shop) -> None:
    document = json.loads(run(shop, "--by", "language", "--json"))

    assert document["total"] == {
        "value": "total",
        "asked": 23,
        "answers": 24,
        "granted": 12,
        "refused": 12,
        "percent": 50,
        "left_out": 1,
    }
    assert document["rows"][1] == {
        "value": "nb",
        "asked": 0,
        "answers": None,
        "granted": None,
        "refused": None,
        "percent": None,
        "left_out": 1,
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
