"""The owner sees what was held (DESIGN 5, promise 9), and nobody's visit."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.cli.enforcement import WHERE
from consent_server.cli.main import commands
from consent_server.cli.printing import to_csv
from consent_server.enforcement.evidence import Surface
from consent_server.kernel.errors import SettingError
from consent_server.sdk.background import finish_all
from tests.site import CATALOG, App, Shop, make_shop

DAYS = ["2026-03-01", "2026-03-02"]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Two days: a visitor who has not chosen, then one who refused."""
    shop = make_shop(tmp_path)
    shop.get(Cookie="_ga=GA1.2.1.1")
    finish_all()
    shop.clock.moment = shop.clock.moment.replace(day=2)
    shop.choose("refuse_all")
    for _ in range(2):
        shop.get()
    finish_all()
    return shop


def held(folder: Path, *arguments: str) -> Result:
    command = ["enforcement", "held", "--data-dir", str(folder), *arguments]
    return CliRunner().invoke(commands, command)


def rows(folder: Path, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]]
    found = json.loads(held(folder, "--json", *arguments).output)["held"]
    return found


def test_shows_sums_by_service_place_and_reason(shop: Shop) -> None:
    assert held(shop.data_dir).output == (
        "shop, 2026-03-01 to 2026-03-02: 7 held\n"
        "\n"
        "Service           Where                         Why            Times\n"
        "google.analytics  cookies hidden from the site  no choice yet      1\n"
        "                  tags in pages                 no choice yet      1\n"
        "                  tags in pages                 refused            2\n"
        "meta.pixel        tags in pages                 no choice yet      1\n"
        "                  tags in pages                 refused            2\n"
    )


def test_says_the_day_and_the_policy_to_programs(shop: Shop) -> None:
    found = rows(shop.data_dir)

    assert found[0] == {
        "day": DAYS[0],
        "policy_version": shop.version,
        "service": "google.analytics",
        "surface": "markup",
        "reason": "no_choice_yet",
        "times": 1,
    }
    assert [it["day"] for it in found] == [DAYS[0]] * 3 + [DAYS[1]] * 2


def test_says_the_same_to_spreadsheets(shop: Shop) -> None:
    found = csv.DictReader(held(shop.data_dir, "--csv").output.splitlines())
    expected = [{**row, "times": str(row["times"])} for row in rows(shop.data_dir)]

    assert list(found) == expected


@pytest.mark.parametrize("noun", ["held", "unknown"])
def test_takes_one_form_at_a_time(shop: Shop, noun: str) -> None:
    command = ["enforcement", noun, "--csv", "--json", "--data-dir", str(shop.data_dir)]
    done = CliRunner().invoke(commands, command)

    assert done.exit_code == 2
    assert done.stdout == ""
    assert "--csv or --json, not both" in done.stderr


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_writes_no_formula_into_a_spreadsheet(start: str) -> None:
    written = to_csv(["name"], [{"name": f"{start}1+1"}, {"name": "a=b"}, {"name": -1}])

    assert list(csv.reader(written.splitlines(keepends=True))) == [
        ["name"],
        [f"'{start}1+1"],
        ["a=b"],
        ["-1"],
    ]


@pytest.mark.parametrize(
    ("arguments", "days"),
    [
        pytest.param(["--since", DAYS[1]], {DAYS[1]}, id="since"),
        pytest.param(["--until", DAYS[0]], {DAYS[0]}, id="until"),
        pytest.param(["--since", DAYS[0], "--until", DAYS[1]], {*DAYS}, id="both"),
    ],
)
def test_shows_some_days(shop: Shop, arguments: list[str], days: set[str]) -> None:
    assert {it["day"] for it in rows(shop.data_dir, *arguments)} == days


def test_says_that_nothing_was_held(shop: Shop) -> None:
    result = held(shop.data_dir, "--since", "2027-01-01")

    assert result.exit_code == 0
    assert result.output.startswith("Nothing was held on shop")


def without_database(folder: Path) -> list[str]:
    return ["--data-dir", str(folder / "nothing")]


def with_another_site(folder: Path) -> list[str]:
    make_shop(folder, catalog=CATALOG.replace("id: shop", "id: other"))
    return []


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        pytest.param(without_database, "has no consent.sqlite3", id="no-database"),
        pytest.param(lambda _: ["--site", "no"], "there is: shop", id="no-such-site"),
        pytest.param(with_another_site, "name the site with --site", id="two-sites"),
    ],
)
def test_asks_for_a_site_that_there_is(
    shop: Shop, tmp_path: Path, prepare: Callable[[Path], list[str]], said: str
) -> None:
    result = held(shop.data_dir, *prepare(tmp_path))

    assert isinstance(result.exception, SettingError)
    assert said in str(result.exception)


def test_refuses_a_period_that_ends_before_it_begins(shop: Shop) -> None:
    result = held(shop.data_dir, "--since", DAYS[1], "--until", DAYS[0])

    assert result.exit_code == 2
    assert "--until" in result.output


def test_says_how_a_day_is_written(shop: Shop) -> None:
    result = held(shop.data_dir, "--since", "22.11.2026")

    assert result.exit_code == 2
    assert "expected a day such as 2026-03-01, got '22.11.2026'" in result.output


def test_adds_up_over_a_restart(shop: Shop, tmp_path: Path) -> None:
    again = make_shop(tmp_path)
    again.get()
    finish_all()

    assert sum(int(str(it["times"])) for it in rows(shop.data_dir)) == 9


def test_has_words_for_every_place() -> None:
    assert {*WHERE} == {*Surface}


@pytest.fixture
def strange(tmp_path: Path) -> Shop:
    """A site with a host, a known cookie and one with a hostile name, undeclared."""
    app = App(
        body=[b'<p>Hello<img src="https://js.hs-scripts.com/1.js">'],
        headers=[
            ("Content-Type", "text/html"),
            ("Set-Cookie", "_hjSession_1=1"),
            ("Set-Cookie", "cmd\x9b2J=1"),
        ],
    )
    shop = make_shop(tmp_path, app)
    for _ in range(2):
        shop.get(Cookie="a=1")  # a browser that keeps no cookie
    finish_all()
    return shop


def unknown(folder: Path, *arguments: str) -> Result:
    command = ["enforcement", "unknown", "--data-dir", str(folder), *arguments]
    return CliRunner().invoke(commands, command)


def test_shows_what_nobody_declares_and_what_it_looks_like(strange: Shop) -> None:
    result = unknown(strange.data_dir)

    assert result.exit_code == 1
    assert "_hjSession_1       cookies that the site set" in result.output
    assert "_hjSession_1 is in the library; declare it as: hotjar" in result.output
    assert "js.hs-scripts.com  tags in pages" in result.output
    assert "js.hs-scripts.com is in the library; declare it as: hubspot" in (
        result.output
    )
    assert "\x9b" not in result.output


def test_tells_programs_what_nobody_declares(strange: Shop) -> None:
    found = json.loads(unknown(strange.data_dir, "--json").output)["unknown"]

    assert {
        "day": DAYS[0],
        "surface": "set_cookie",
        "name": "_hjSession_1",
        "directive": "",
        "times": 2,
    } in found


def test_says_that_everything_is_declared(shop: Shop) -> None:
    result = unknown(shop.data_dir)

    assert result.exit_code == 0
    assert result.output == (
        "Nothing undeclared was seen on shop. "
        "What was just seen appears half a minute later.\n"
    )
