"""The script that a page loads in the script-tag mode."""

import dataclasses
import json
from typing import Any

import pytest

from consent_server.catalog.model import Catalog
from consent_server.kernel.canonical import Json, sha256_hex
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.tag import describe, make_tag

OWN = "/-/choices/sites/example/"


def data_of(policy: Policy, language: str) -> dict[str, Any]:
    body = make_tag(policy, language, token_name="__Host-choice").body.decode()
    start = body.rindex('{"policy":"')
    found: dict[str, Any] = json.JSONDecoder().raw_decode(body, start)[0]
    return found


@pytest.mark.parametrize(
    ("markup", "described"),
    [
        (
            "<p>one <b>two</b> three</p>",
            [["p", {}, "one ", ["b", {}, "two"], " three"]],
        ),
        ("<p hidden>\n<br>\n</p>", [["p", {"hidden": ""}, ["br", {}]]]),
        ("<a>1</a> <a>2</a>", [["a", {}, "1"], " ", ["a", {}, "2"]]),
        ("<p>&lt;b&gt; &#233;</p>", [["p", {}, "<b> é"]]),
        ("<noscript><link href='/x'></noscript><i></i>", [["i", {}]]),
        ('<form method="post" action="/-/choices/"></form>', [["form", {}]]),
        ('<input type="hidden" name="policy"><b></b>', [["b", {}]]),
    ],
)
def test_writes_markup_as_data(markup: str, described: list[Json]) -> None:
    assert describe(markup, OWN) == described


def test_leads_to_the_declaration_where_choices_cannot_be_seen() -> None:
    [link] = describe('<a href="/-/choices/?language=nb">x</a>', OWN)

    assert link == ["a", {"href": f"{OWN}declaration?language=nb"}, "x"]


def test_keeps_the_words_of_a_link_to_the_declaration() -> None:
    markup = '<a href="/-/choices/declaration?language=nb">Who</a>'
    [link] = describe(markup, OWN, "Cookies here")

    assert link == ["a", {"href": f"{OWN}declaration?language=nb"}, "Who"]


def test_says_where_a_link_leads_that_has_another_aim_here() -> None:
    markup = '<p><a href="/-/choices/?x">History</a> <a href="/privacy">More</a></p>'
    [paragraph] = describe(markup, OWN, "Cookies here")

    assert paragraph == [
        "p",
        {},
        ["a", {"href": f"{OWN}declaration?x"}, "Cookies here"],
        " ",
        ["a", {"href": "/privacy"}, "More"],
    ]


def test_carries_one_language_and_names_itself_by_its_content(policy: Policy) -> None:
    tag = make_tag(policy, "nb", token_name="choice")

    assert tag.digest == sha256_hex(tag.body)
    assert tag.digest != make_tag(policy, "en", token_name="choice").digest
    assert data_of(policy, "nb")["language"] == "nb"


def test_shows_what_the_notice_says(policy: Policy) -> None:
    """Rule G2: the words are those of the notice that the record names."""
    for language, notice in policy.notices.items():
        shown = json.dumps(data_of(policy, language)["banner"], ensure_ascii=False)

        assert notice.texts.accept_all in shown
        assert notice.texts.reject_all in shown
        gated = [it.title for it in notice.purposes if not it.exempt]
        assert all(title in shown for title in gated)


def test_asks_nobody_where_nothing_needs_permission(catalog: Catalog) -> None:
    """Rule E2: what is strictly necessary needs no consent, so no banner comes."""
    exempt = dataclasses.replace(catalog, services=catalog.services[:1])
    data = data_of(compile_policy(exempt), "en")
    attributes = {
        "class": "visitor-choices-link",
        "href": f"{OWN}declaration?language=en",
    }

    assert data["settled"] is True
    assert data["banner"] == []
    assert ["a", attributes, "Cookies on this site"] in data["link"][0]


def test_ticks_no_box_beforehand(policy: Policy) -> None:
    """Rule C1: every box is empty when the banner opens."""
    assert "checked" not in json.dumps(data_of(policy, "en")["banner"])
