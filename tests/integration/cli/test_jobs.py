"""``consent-server jobs run``: what it says, and its exit codes."""

from pathlib import Path

from click.testing import CliRunner, Result

from consent_server.cli.main import commands
from consent_server.kernel.errors import SettingError
from consent_server.storage.db import writing
from consent_server.storage.ledger_store import SqlLedgerStore
from consent_server.web.installation import open_installed
from tests.site import CATALOG, Shop, make_shop, settle


def run(shop: Shop, *arguments: str, trusting: bool = True) -> Result:
    """Run the jobs at the machine's own time, far from the shop's."""
    where = ["--data-dir", str(shop.data_dir)] + trusting * ["--clock-is-right"]
    return CliRunner().invoke(commands, ["jobs", "run", *where, *arguments])


def test_says_of_every_job_what_it_did(shop: Shop) -> None:
    done = run(shop, "--once")

    assert done.exit_code == 0
    assert [line.split(": ")[:2] for line in done.output.splitlines()] == [
        ["shop", "sequence"],
        ["shop", "erase"],
        ["shop", "purge"],
        ["shop", "heartbeat"],
        ["shop", "publish"],
    ]


def test_runs_every_site_of_the_folder_or_the_one_that_is_named(
    shop: Shop, tmp_path: Path
) -> None:
    make_shop(tmp_path, catalog=CATALOG.replace("id: shop", "id: store"))

    both, one = run(shop, "--once"), run(shop, "--once", "--site", "store")

    assert {line.partition(":")[0] for line in both.output.splitlines()} == {
        *("shop", "store")
    }
    assert {line.partition(":")[0] for line in one.output.splitlines()} == {"store"}


def test_runs_what_it_can_beside_a_database_that_is_away(
    shop: Shop, tmp_path: Path
) -> None:
    away = f"east=postgresql:///none?host={tmp_path}"
    done = run(shop, "--once", "--databases", away)

    assert done.exit_code == 1
    assert "database east: does not answer" in done.output
    assert "shop: sequence: nothing to do" in done.output


def test_a_job_that_fails_makes_the_exit_code(shop: Shop) -> None:
    with open_installed(shop.data_dir) as site, writing(site.engine) as connection:
        connection.exec_driver_sql("DELETE FROM policy")

    done = run(shop, "--once")

    assert done.exit_code == 1
    assert "shop: purge failed: site 'shop' has not published a policy" in done.output
    assert "shop: heartbeat" in done.output


def test_runs_once_or_again_and_again(shop: Shop) -> None:
    done = run(shop, "--once", "--every", "5")

    assert done.exit_code == 2
    assert "leave --every out" in done.output


def test_knows_which_sites_there_are(shop: Shop) -> None:
    done = run(shop, "--once", "--site", "other")

    assert isinstance(done.exception, SettingError)
    assert "there is no site 'other'; there is: shop" in str(done.exception)


def test_does_nothing_by_a_clock_that_is_far_ahead(shop: Shop) -> None:
    shop.choose("grant_all")
    settle()
    with open_installed(shop.data_dir) as site:
        before = SqlLedgerStore(site.engine, "shop").head()
        refused = run(shop, "--once", trusting=False)
        after = SqlLedgerStore(site.engine, "shop").head()

    assert isinstance(refused.exception, SettingError)
    assert "the last time known is 2026-03-01" in str(refused.exception)
    assert "--clock-is-right" in str(refused.exception)
    assert refused.output == ""
    assert after == before
    assert "purge: 1 record under 1 tombstone" in run(shop, "--once").output
    assert run(shop, "--once", trusting=False).exit_code == 0
