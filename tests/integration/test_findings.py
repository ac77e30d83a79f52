"""The owner deals with what nobody declares."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent_server.cli.main import commands
from consent_server.enforcement.evidence import DROPPED, Sighting, Surface
from consent_server.kernel.errors import SettingError
from consent_server.sdk.background import finish_all
from tests.site import CATALOG, PAGE, App, Shop, make_shop

NEW = PAGE.replace(b"<p>", b'<script src="https://new.test/a.js"></script><p>')
HUBSPOT = PAGE.replace(
    b"<p>", b'<script src="https://js.hs-scripts.com/1.js"></script>'
)


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A site that loads and sets what it does not declare."""
    html = ("Content-Type", "text/html; charset=utf-8")
    app = App(body=[NEW], headers=[html, ("Set-Cookie", "basket\x1b[2J=1")])
    shop = make_shop(tmp_path_factory.mktemp("strange"), app)
    shop.get()
    shop.middleware.site.evidence.see(
        [Sighting(Surface.BROWSER, "new.test", "script-src")]
    )
    shop.middleware.site.evidence.drop(7)
    finish_all()
    return shop


def run(shop: Shop, *arguments: str) -> Result:
    command = [*arguments, "--data-dir", str(shop.data_dir)]
    return CliRunner().invoke(commands, command)


def states(shop: Shop) -> dict[str, str]:
    found = json.loads(run(shop, "findings", "list", "--json").output)["findings"]
    return {it["name"]: it["state"] for it in found}


def test_lists_what_is_open_and_how_to_declare_it(strange: Shop) -> None:
    result = run(strange, "findings", "list")

    assert result.exit_code == 1
    assert "host:new.test" in result.output
    assert "tags in pages" in result.output
    assert "told by browsers (script-src)" in result.output
    assert "host:new.test is known to nobody" in result.output
    assert DROPPED not in result.output


def test_gives_programs_everything(strange: Shop) -> None:
    found = json.loads(run(strange, "findings", "list", "--json").output)["findings"]

    assert [it for it in found if it["kind"] == "host"] == [
        {
            "id": "host:new.test",
            "code": "UND001",
            "kind": "host",
            "name": "new.test",
            "state": "open",
            "first_seen": "2026-03-01",
            "last_seen": "2026-03-01",
            "times": 2,
            "where": [
                {"surface": "browser", "directive": "script-src"},
                {"surface": "markup", "directive": ""},
            ],
            "services": [],
            "looks_like": [],
        }
    ]


def test_ignores_and_reopens(strange: Shop) -> None:
    for _ in range(2):  # again changes nothing
        done = run(strange, "findings", "ignore", "host:new.test")
        assert done.output == "host:new.test is ignored.\n"
    assert states(strange)["new.test"] == "ignored"
    run(strange, "findings", "reopen", "host:new.test")

    assert states(strange)["new.test"] == "open"


@pytest.mark.parametrize("verb", ["ignore", "reopen"])
def test_names_a_finding_that_is_none(strange: Shop, verb: str) -> None:
    result = run(strange, "findings", verb, "host:typo.test")

    assert isinstance(result.exception, SettingError)
    assert "host:typo.test" in str(result.exception)


def test_says_that_reports_were_not_read(strange: Shop) -> None:
    assert (
        "7 reports of browsers were not read"
        in run(strange, "enforcement", "unknown").output
    )


def test_ends_by_itself_when_it_is_declared(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, App(body=[HUBSPOT]))
    shop.get()
    finish_all()
    assert run(shop, "findings", "list").exit_code == 1
    make_shop(tmp_path, catalog=CATALOG + "  - hubspot.tracking\n")
    result = run(shop, "findings", "list")
    every = run(shop, "findings", "list", "--all")

    assert result.exit_code == 0
    assert result.output.startswith("No open findings on shop; 1 ignored or declared")
    assert states(shop) == {"js.hs-scripts.com": "declared"}
    assert "host:js.hs-scripts.com  declared" in every.output
