"""``consent-server catalog lookup``."""

import json

import pytest
import yaml
from click.testing import CliRunner

from consent_server.cli.main import commands


def lookup(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["catalog", "lookup", *arguments])
    return result.exit_code, result.output


def snippet(output: str) -> dict[str, object]:
    """Read what stands below the first line, as one would paste it."""
    found: dict[str, object] = yaml.safe_load(output.partition("\n")[2])
    return found


def test_names_the_library_s_own_service_first() -> None:
    code, output = lookup("_ga_AB12CD")

    assert code == 0
    assert snippet(output) == {"services": ["google.analytics"]}


def test_names_the_library_s_service_of_a_third_party_without_its_domain() -> None:
    code, output = lookup("VISITOR_INFO1_LIVE")

    assert code == 0
    assert snippet(output) == {"services": ["youtube.embed"]}


def test_guesses_from_the_database() -> None:
    code, output = lookup("optout", "--domain", "cdn.3lift.com")

    assert code == 0
    assert output.startswith("optout looks like optout of TripleLift (TripleLift)")
    assert "own" in snippet(output)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("optout", "--domain", "shop.example"), "known on 3lift.com, not on"),
        (("optout",), "the same name is used by Yahoo"),
        (("XSRF-TOKEN",), "XSRF-TOKEN looks like XSRF-TOKEN, for session."),
        (("a_name_nobody_uses",), "Nothing is known of a_name_nobody_uses."),
    ],
)
def test_says_how_far_the_guess_goes(arguments: tuple[str, ...], said: str) -> None:
    assert said in lookup(*arguments)[1]


def test_exits_with_1_when_nothing_is_known() -> None:
    assert lookup("a_name_nobody_uses")[0] == 1


def test_speaks_json() -> None:
    answer = json.loads(lookup("optout", "--domain", "3lift.com", "--json")[1])

    assert answer["guess"]["known"]["platform"] == "TripleLift"
    assert answer["guess"]["domain"] == "3lift.com"
    assert yaml.safe_load(answer["yaml"])["own"]["services"][0]["transfer"] == "unknown"
