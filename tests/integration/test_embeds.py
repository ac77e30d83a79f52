"""Content that is held and asked for where it stands: the pages and the POST."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.recorded import change, decisions
from tests.site import BASE, CATALOG, PAGE, App, Shop, make_shop

VIDEO = b'<p>x <iframe src="https://www.youtube.com/embed/1" width="560"></iframe></p>'
EMBEDS_CATALOG = CATALOG + "  - youtube.embed\n  - google.maps\n"
EMBEDS_PAGE = PAGE.replace(b"</body>", VIDEO + b"</body>")
CLICK = "a" * 32
GATED = ("google.analytics", "google.maps", "meta.pixel", "youtube.embed")
PURPOSES = ("functional", "analytics", "marketing")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return make_shop(tmp_path, App(body=[EMBEDS_PAGE]), EMBEDS_CATALOG)


def show(
    shop: Shop,
    services: str = "youtube.embed",
    client: Client | None = None,
    headers: dict[str, str] | None = None,
    **fields: object,
) -> TestResponse:
    """Press a placeholder's button with scripting on."""
    granted = dict.fromkeys(services.split(), "granted")
    return shop.choose(
        "grant_services",
        client,
        headers,
        surface="placeholder",
        services=granted,
        **fields,
    )


def refuse_all_but(shop: Shop, purpose: str) -> None:
    decided = dict.fromkeys(PURPOSES, "refused") | {purpose: "granted"}
    assert shop.choose("custom", purposes=decided).status_code == 201


def words(shop: Shop) -> tuple[str, str]:
    """Shorten the latest record to the first letters of its statuses, in order."""
    latest = decisions(shop.data_dir)[-1]
    return (
        "".join(latest["purposes"][name][0] for name in PURPOSES),
        "".join(latest["services"][name][0] for name in GATED),
    )


def page_of(shop: Shop, **headers: str) -> str:
    return shop.get(**headers).get_data(as_text=True)


def is_asked(page: str) -> bool:
    return 'class="visitor-choices"' in page


def test_stands_in_front_of_the_video_within_its_paragraph(shop: Shop) -> None:
    page = page_of(shop)
    mark = re.findall(r'data-mark="([0-9a-f]{32})"', page)[0]
    before, _, placeholder = page.partition("<p>x <span")
    form = f'id="embeds-{mark}"'

    assert f'form="embeds-{mark}"' in placeholder
    assert placeholder.index("</span></span>") < placeholder.index("<iframe data-held=")
    assert before.count(form) == page.count(form) == 1


def test_grants_an_undecided_visitor_that_service_and_goes_on_asking(
    shop: Shop,
) -> None:
    """Rules G1, G6: one service is no answer about any purpose, yes or no."""
    response = show(shop)
    page = page_of(shop)

    assert response.status_code == 201
    assert words(shop) == ("uuu", "uuug")
    assert '<iframe src="https://www.youtube.com/embed/1"' in page
    assert "data-held-" in page, "all else is held"
    assert is_asked(page)


def test_leaves_the_refusals_of_who_refused_and_asks_nothing_again(shop: Shop) -> None:
    """Rule C12: no asking again after a refusal."""
    shop.choose("refuse_all")
    show(shop)
    page = page_of(shop)

    assert words(shop) == ("rrr", "rrrg")
    assert '<iframe src="https://www.youtube.com/embed/1"' in page
    assert not is_asked(page)


def test_adds_to_what_was_granted_before(shop: Shop) -> None:
    refuse_all_but(shop, "analytics")
    show(shop)
    show(shop, "google.maps")

    assert words(shop) == ("rgr", "ggrg")


def test_grants_what_the_browser_objects_to_and_nothing_beside_it(shop: Shop) -> None:
    """Rule GPC4: a later explicit choice wins, for what it is about."""
    show(shop, headers={"Sec-GPC": "1"})
    page = page_of(shop, Sec_GPC="1")

    assert words(shop) == ("uuu", "uuug")
    assert decisions(shop.data_dir)[-1]["signals"] == {"gpc": True}
    assert '<iframe src="https://www.youtube.com/embed/1"' in page
    assert 'data-held="meta.pixel"' in page


def test_records_the_act_and_its_place(shop: Shop) -> None:
    """Rule P1."""
    show(shop, page="/film?x=1")
    [record] = decisions(shop.data_dir)

    assert (record["action"], record["surface"]) == ("grant_services", "placeholder")


def test_says_in_the_receipt_that_something_was_given(shop: Shop) -> None:
    record_id = show(shop).get_json()["record_id"]
    receipt = shop.get(f"/-/choices/receipts/{record_id}.json").get_json()

    assert receipt["event_state"] == "given"
    assert receipt["purposes"]["marketing"] == "undecided"


def test_makes_one_record_of_a_click_and_its_retry(shop: Shop) -> None:
    first = show(shop, click=CLICK, client=Client(shop.middleware))
    lost = show(shop, click=CLICK, client=Client(shop.middleware))
    show(shop, click="b" * 32)
    again = show(shop, click="b" * 32)

    assert lost.get_json()["record_id"] == first.get_json()["record_id"]
    assert again.status_code == 201
    assert len(decisions(shop.data_dir)) == 2


def test_lets_no_late_click_undo_a_withdrawal(shop: Shop) -> None:
    show(shop, click=CLICK)
    shop.choose("withdraw")
    late = show(shop, click=CLICK)

    assert late.status_code == 409
    assert "<iframe data-held=" in page_of(shop)


def test_ends_with_the_choice_that_it_adds_to(shop: Shop) -> None:
    """Rule C11: nobody was asked again about the rest, so its life is not renewed."""
    shop.choose("refuse_all")
    shop.clock.moment += timedelta(days=100)
    cookies = show(shop).headers.getlist("Set-Cookie")
    first, second = decisions(shop.data_dir)

    assert second["expires_at"] == first["expires_at"]
    assert all(f"Max-Age={82 * 86_400};" in cookie for cookie in cookies)
    shop.clock.moment += timedelta(days=82)
    assert is_asked(page_of(shop))


def test_clears_nothing_of_what_was_not_answered(shop: Shop) -> None:
    cleared = show(shop).get_json()["clear"]

    assert cleared == {"local": [], "session": []}


def post_form(shop: Shop, fields: dict[str, str | list[str]]) -> TestResponse:
    common = {"policy": shop.version, "language": "en"}
    return shop.client.post(
        "/-/choices/",
        base_url=BASE,
        data=common | fields,
        headers={"Sec-Fetch-Site": "same-origin", "Referer": BASE + "film"},
    )


def test_works_without_scripting(shop: Shop) -> None:
    """Rule AC11: the form of the page, sent as a browser would send it."""
    page = page_of(shop)
    form = page.partition('id="embeds-')[2].partition("</form>")[0]
    fields: dict[str, str | list[str]] = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', form)
    )
    button = re.findall(r'<button form="embeds-[^>]*>', page)[0]
    fields |= re.findall(r'name="(\w+)" value="([^"]*)"', button)
    response = post_form(shop, fields)

    assert response.status_code == 303
    assert response.headers["Location"] == "/film"
    assert words(shop) == ("uuu", "uuug")


def test_grants_several_services_by_one_button(shop: Shop) -> None:
    post_form(
        shop,
        {
            "act": "grant_services",
            "surface": "placeholder",
            "service": "google.maps youtube.embed",
        },
    )

    assert words(shop) == ("uuu", "ugug")


def test_grants_nothing_when_the_record_cannot_be_kept(shop: Shop) -> None:
    """Rule G2: no record, no permission."""
    change(shop.data_dir, "drop table todo")
    response = show(shop)

    assert response.status_code == 503
    assert "Set-Cookie" not in response.headers


def test_keeps_the_mirror_of_who_is_still_to_be_asked(shop: Shop) -> None:
    """The page's script needs it in pages that a shared cache may keep."""
    cookies = show(shop).headers.getlist("Set-Cookie")
    later = shop.get().headers.getlist("Set-Cookie")

    assert any(cookie.partition(";")[0].endswith(".open") for cookie in cookies)
    assert not any(cookie.startswith("choice-state=") for cookie in later)


def test_holds_the_same_for_everybody_where_a_shared_cache_may_keep_it(
    tmp_path: Path,
) -> None:
    app = App(
        body=[EMBEDS_PAGE],
        headers=[("Content-Type", "text/html"), ("Cache-Control", "public")],
    )
    shop = make_shop(tmp_path, app, EMBEDS_CATALOG)
    before = page_of(shop)
    show(shop)
    after = page_of(shop)

    def unmarked(page: str) -> str:
        return page.replace(page.partition('data-mark="')[2][:32], "")

    assert "Show content from YouTube videos" in before
    assert unmarked(after) == unmarked(before)


def my_choices(shop: Shop) -> str:
    return shop.get("/-/choices/").get_data(as_text=True)


def selected(page: str) -> dict[str, list[str]]:
    """What the page's fields about single services say, as a browser sends it."""
    fields: dict[str, list[str]] = {}
    for name, options in re.findall(
        r'<select name="(service:[^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        [value] = re.findall(r'value="(\w*)" selected', options) or [""]
        fields.setdefault(name, []).append(value)
    return fields


def test_shows_what_was_granted_by_itself_and_saves_it_unchanged(shop: Shop) -> None:
    """Rules W4, D4."""
    shop.choose("refuse_all")
    show(shop)
    page = my_choices(shop)
    fields: dict[str, str | list[str]] = {
        "act": "custom",
        "surface": "my_choices",
        **selected(page),
    }
    post_form(shop, fields)

    assert selected(page)["service:youtube.embed"] == ["granted"]
    assert words(shop) == ("rrr", "rrrg")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param([""], "r", id="as-its-purpose"),
        pytest.param(["granted", ""], "g", id="granted-under-one-of-two"),
        pytest.param(["granted", "refused"], "r", id="a-refusal-counts-first"),
    ],
)
def test_decides_a_service_that_stands_under_two_purposes(
    shop: Shop, said: list[str], status: str
) -> None:
    """Rule G1: without scripting the two fields may differ; none grants by accident."""
    post_form(
        shop,
        {"act": "custom", "surface": "my_choices", "service:youtube.embed": said},
    )

    assert words(shop) == ("rrr", f"rrr{status}")


@pytest.mark.parametrize("word", ["maybe", "true"])
def test_refuses_a_word_that_decides_nothing(shop: Shop, word: str) -> None:
    answer = post_form(
        shop,
        {"act": "custom", "surface": "my_choices", "service:youtube.embed": word},
    )

    assert answer.status_code == 422
    assert decisions(shop.data_dir) == []


def test_withdraws_one_service_as_easily(shop: Shop) -> None:
    """Rules G4, W6: not allowed, also where its purpose is granted."""
    show(shop)
    post_form(
        shop,
        {
            "act": "custom",
            "surface": "my_choices",
            "purpose": ["marketing"],
            "service:youtube.embed": ["", "refused"],
        },
    )

    assert words(shop) == ("rrg", "rrgr")
    assert "refused" in selected(my_choices(shop))["service:youtube.embed"]


@pytest.mark.parametrize(
    ("act", "fields", "header"),
    [
        pytest.param("withdraw", {"clear": True}, '"cache", "storage"', id="asked"),
        pytest.param("withdraw", {"clear": False}, None, id="asked-not-to"),
        pytest.param("withdraw", {}, None, id="not-asked"),
        pytest.param("refuse_all", {"clear": True}, None, id="no-withdrawal"),
    ],
)
def test_clears_what_the_site_has_stored_where_a_visitor_asks_for_it(
    shop: Shop, act: str, fields: dict[str, Any], header: str | None
) -> None:
    """Never the cookies: the refusal is one."""
    response = shop.choose(act, **fields)

    assert response.status_code == 201
    assert response.headers.get("Clear-Site-Data") == header


def test_clears_what_the_site_has_stored_without_scripting(shop: Shop) -> None:
    fields: dict[str, str | list[str]] = {"act": "withdraw", "surface": "my_choices"}
    box = re.findall(r'<input type="checkbox" name="clear"[^>]*>', my_choices(shop))[0]
    response = post_form(shop, fields | {"clear": "true"})

    assert 'value="true"' in box
    assert "checked" not in box
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
