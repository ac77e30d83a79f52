from datetime import timedelta

import pytest
from werkzeug.test import Client

from consent_server.ledger.receipt import ReceiptState, verify_receipt
from consent_server.ledger.trust import Trust
from consent_server.notice.texts import find_texts
from tests.site import BASE, Shop


def test_shows_that_nothing_is_recorded_yet(shop: Shop) -> None:
    page = shop.get("/-/choices/").get_data(as_text=True)

    assert "No choice is recorded in this browser." in page
    assert "checked" not in page


def test_shows_the_state_and_every_record_of_the_browser(shop: Shop) -> None:
    """Rule W4: the panel shows the current state."""
    record_id = shop.choose("grant_all").get_json()["record_id"]
    page = shop.get("/-/choices/").get_data(as_text=True)

    assert record_id in page
    assert "Allowed: Statistics, Marketing" in page  # in the order of the boxes above
    assert page.count(" checked") == len(shop.middleware.site.policy.gated_purposes)


def test_gives_a_receipt_that_anybody_can_check(shop: Shop) -> None:
    """Rules P8, ISO3."""
    record_id = shop.choose("refuse_all").get_json()["record_id"]
    receipt = shop.get(f"/-/choices/receipts/{record_id}.json").get_json()
    key = (shop.data_dir / "keys/shop.ledger.pub").read_text("ascii")

    verified = verify_receipt(receipt, Trust.of_key(key))

    assert verified.state is ReceiptState.SEQUENCED
    assert verified.record_id == record_id


def test_gives_nobody_else_that_receipt(shop: Shop) -> None:
    record_id = shop.choose("refuse_all").get_json()["record_id"]
    stranger = Client(shop.middleware)
    path = f"/-/choices/receipts/{record_id}.json"

    assert stranger.get(path, base_url=BASE).status_code == 404
    shop.choose("refuse_all", client=stranger)
    assert stranger.get(path, base_url=BASE).status_code == 404


def test_tells_a_person_in_their_words_that_there_is_no_such_page(shop: Shop) -> None:
    answer = shop.get("/-/choices/nowhere", Accept="text/html", Accept_Language="nb")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 404
    assert "<h1>Denne siden finnes ikke</h1>" in page
    assert "Adressen kan være gammel" in page


def test_speaks_the_browser_s_language(shop: Shop) -> None:
    page = shop.get("/-/choices/", Accept_Language="no").get_data(as_text=True)

    assert '<html lang="nb"' in page


def test_stays_in_the_language_of_the_page_it_was_opened_from(shop: Shop) -> None:
    """Rule D5."""
    page = shop.get("/-/choices/?language=nb", Accept_Language="en")

    assert '<html lang="nb"' in page.get_data(as_text=True)


def test_changes_nothing_on_get(shop: Shop) -> None:
    for path in ("/-/choices/?act=grant_all", "/-/choices?act=grant_all"):
        assert "Set-Cookie" not in shop.get(path).headers


def test_serves_its_files_for_ever_and_no_others(shop: Shop) -> None:
    page = shop.get().get_data(as_text=True)
    name = page.partition("/-/choices/assets/")[2].partition('"')[0]

    assert "immutable" in shop.get(f"/-/choices/assets/{name}").headers["Cache-Control"]
    assert shop.get("/-/choices/assets/../keys").status_code == 404
    assert shop.get("/-/choices/assets/choices-0.js").status_code == 404
    assert shop.get("/-/choices/assets/choices.js").status_code == 404


def test_guards_a_cached_page_of_an_earlier_policy_with_the_script_of_this_one(
    shop: Shop,
) -> None:
    earlier = shop.get("/-/choices/assets/choices-0123456789ab.js")

    assert earlier.data == shop.middleware.site.policy.script.body
    assert earlier.headers["Cache-Control"] == "no-store"


def test_lets_a_page_of_an_earlier_version_act_in_its_own_language(shop: Shop) -> None:
    acts = shop.get("/-/choices/assets/acts-nb-0123456789ab.js")

    assert find_texts("nb").not_saved in acts.get_data(as_text=True)  # type: ignore[union-attr]  # it is shipped
    assert acts.headers["Cache-Control"] == "no-store"
    assert shop.get("/-/choices/assets/acts-tlh-0123456789ab.js").status_code == 404


def test_says_until_when_a_choice_counts_and_what_is_held(shop: Shop) -> None:
    before = shop.get("/-/choices/").get_data(as_text=True)
    shop.choose("custom", purposes={"analytics": "granted", "marketing": "refused"})
    page = shop.get("/-/choices/?language=nb").get_data(as_text=True)
    _, _, held = page.partition("Det som holdes tilbake nå")

    assert "Valid until" not in before
    assert "Gjelder til 30. august 2026" in page
    assert "<bdi>Meta Pixel</bdi>" in held.partition("<h2>")[0]
    assert "Google Analytics" not in held.partition("<h2>")[0]


def test_says_when_and_what_a_visitor_chose(shop: Shop) -> None:
    """The purposes, and what was allowed without them, by its name."""
    shop.choose(
        "custom",
        purposes={"analytics": "granted", "marketing": "refused"},
        services={"meta.pixel": "granted"},
    )
    shop.clock.moment += timedelta(days=1)
    shop.choose("refuse_all")
    page = shop.get("/-/choices/?language=nb").get_data(as_text=True)
    _, refused, chosen = page.partition("Registrerte valg")[2].split("<time")

    assert "1. mars 2026, " in chosen
    assert " UTC</time>" in chosen
    assert "Tillatt: Statistikk, Meta Pixel</p>" in chosen
    assert "Tillatt:" not in refused


@pytest.mark.parametrize("path", ["/-/choices/nowhere", "/-/choices/erase"])
def test_tells_of_a_problem_in_the_language_of_the_page(shop: Shop, path: str) -> None:
    """Rule D5: whatever the browser speaks."""
    answer = shop.get(f"{path}?language=nb", Accept="text/html", Accept_Language="en")

    assert '<html lang="nb"' in answer.get_data(as_text=True)


def test_says_so_where_a_problem_is_told_in_english(shop: Shop) -> None:
    """Rule AC8."""
    answer = shop.client.post(
        "/-/choices/?language=nb",
        base_url="https://shop.example/",
        headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
        data={"act": "dance"},
    )
    page = answer.get_data(as_text=True)

    assert '<html lang="nb"' in page
    assert '<p role="alert" lang="en" dir="ltr">' in page


def test_lets_a_visitor_object_without_touching_the_rest(shop: Shop) -> None:
    """Rule G16: one button, at once; the choice ends when it would have."""
    shop.choose("grant_all")
    shop.clock.moment += timedelta(days=1)
    answer = shop.client.post(
        "/-/choices/",
        base_url="https://shop.example/",
        headers={"Sec-Fetch-Site": "same-origin"},
        data={
            "act": "object",
            "policy": shop.version,
            "language": "en",
            "surface": "my_choices",
        },
    )
    page = shop.get("/-/choices/").get_data(as_text=True)

    assert answer.status_code == 303
    assert page.count(" checked") == 1
    assert 'value="analytics" autocomplete="off" aria-describedby' in page
    assert "Objected" in page
    assert "Valid until 30 August 2026" in page
