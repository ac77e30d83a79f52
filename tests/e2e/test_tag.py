"""The script-tag mode in a real browser: pages here, the consent server there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.tag_site import (
    CATALOG,
    GTAG,
    PIXEL,
    TRUSTED,
    VIDEO,
    TagSite,
    serve_tagged,
)
from tests.e2e.traces import NO_TRACES

TAGS = {
    "": f"""<script nonce="n1">
const image = new Image();
image.src = "{PIXEL}";
document.body.append(image);
</script>
<template data-service="youtube.embed"><iframe src="{VIDEO}" title="Film"></iframe>
</template>""",
    "unmarked": f"""<script nonce="n1" src="{GTAG}&unmarked"></script>
<script nonce="n1">
document.currentScript.previousElementSibling.onload = () => document.title = "ran";
</script>""",
    "comment": """<p><a class="visitor-choices-link" href="/trap">Click</a>
<img name="body" alt=""><img name="createElementNS" alt="">
<img name="adoptedStyleSheets" alt=""><img name="importNode" alt=""></p>
<form data-held="@"><input name="removeAttribute" hidden></form>
<template data-service="google.analytics"><b>Bold</b></template>""",
    "film": f"""<template data-service="youtube.embed">
<iframe src="{VIDEO}" title="Film" width="480" height="300"></iframe></template>
<div><iframe data-service="youtube.embed" data-src="{VIDEO}?2" title="Next"
width="480" height="300"></iframe></div>
<iframe data-service="youtube.embed" data-src="{VIDEO}?3" width="1" height="1"></iframe>
<template data-service="youtube.embed google.analytics"><b>Both</b></template>""",
    "old-code": """<script nonce="n1">
Object.prototype.extend = function (one, other) {};
</script>""",
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TagSite]:
    with serve_tagged(tmp_path, TAGS) as served:
        yield served


def watch_policy(page: Page) -> list[str]:
    """Collect what the page's policy has refused."""
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Trusted" in message.text:
            refused.append(message.text)

    page.on("console", note)
    return refused


def test_holds_asks_records_and_releases_under_a_strict_policy(
    site: TagSite, browser: Browser
) -> None:
    """Rule E1: nothing before the choice, and all that was chosen after it."""
    with site.visit(browser) as visit:
        page = visit.context.new_page()
        refused = watch_policy(page)
        visit.open(page=page)
        banner = site.banner(page, visit)

        expect(banner.accept_button).to_be_visible()
        assert visit.traces(page) == NO_TRACES
        assert visit.cookies() == {}
        assert refused == []
        scripts = [one.url for one in visit.log.all if one.kind == "script"]
        assert scripts
        assert all(url.startswith(site.server) for url in scripts)

        banner.accept()

        expect(banner.accept_button).to_be_hidden()
        assert {GTAG, PIXEL, VIDEO} <= set(visit.log.urls)
        assert set(visit.cookies()) >= {"choice", "choice-state"}

        visit.log.clear()
        visit.open(page=page)

        assert not banner.is_shown
        assert {GTAG, PIXEL, VIDEO} <= set(visit.log.urls)
    [decision] = site.decisions()
    assert decision["action"] == "grant_all"


def test_opens_the_choice_in_place_with_its_receipt_and_takes_it_back(
    site: TagSite, browser: Browser
) -> None:
    """Rule W1: what was given with one click is taken back as easily, on the page."""
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.choose(["analytics"])
        visit.set_cookie("_ga", "GA1.1.1.1")

        banner.open_my_choices()

        titles = banner.texts.purposes
        expect(page.get_by_label(titles["analytics"].title)).to_be_checked()
        expect(page.get_by_label(titles["marketing"].title)).not_to_be_checked()
        receipt = page.get_by_role("link", name=banner.texts.page.receipt)
        expect(receipt).to_be_visible()
        with page.expect_download() as download:
            receipt.click()
        content = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert page.get_by_text(content["record_id"]).is_visible()

        page.keyboard.press("Escape")
        expect(banner.accept_button).to_be_hidden()

        visit.log.clear()
        banner.open_my_choices()
        banner.reject()

        expect(banner.accept_button).to_be_hidden()
        assert GTAG not in visit.log.urls
        assert "_ga" not in visit.cookies()
    first, second = site.decisions()
    assert first["purposes"]["analytics"] == "granted"
    assert second["action"] == "refuse_all"


def test_can_be_left_with_the_mouse_as_it_was(site: TagSite, browser: Browser) -> None:
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.reject()
        banner.open_my_choices()
        back = page.get_by_role("button", name=banner.texts.page.back)
        expect(back).to_be_in_viewport(ratio=1)
        back.click()

        expect(banner.accept_button).to_be_hidden()
        expect(page.get_by_role("link", name=banner.texts.link)).to_be_focused()
    assert site.acts() == ["refuse_all"]


def test_refuses_at_once_and_grants_nothing_when_nothing_is_recorded(
    site: TagSite, browser: Browser
) -> None:
    """Rule G2: without a record no permission; a refusal needs none."""
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        banner.accept()
        before = visit.cookies()
        visit.context.route(
            f"{site.server}/**", lambda route: route.abort("connectionfailed")
        )

        banner.open_my_choices()
        banner.reject()

        expect(page.get_by_role("alert")).to_have_text(banner.texts.not_saved)
        assert "choice-state" in before
        assert "choice-state" not in visit.cookies()

        banner.accept()

        expect(page.get_by_role("alert")).to_have_text(banner.texts.not_saved)
        assert "choice-state" not in visit.cookies()
    assert site.acts() == ["grant_all"]


def test_shows_the_banner_where_the_page_wants_trusted_types(
    site: TagSite, browser: Browser
) -> None:
    """And tells of the signal that the browser sends (rule GPC4)."""
    with site.visit(browser) as visit:
        visit.context.add_init_script(
            "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"
        )
        page = visit.context.new_page()
        refused = watch_policy(page)
        visit.open(TRUSTED, page=page)
        banner = site.banner(page, visit)

        expect(banner.accept_button).to_be_visible()
        expect(page.get_by_text("Global Privacy Control")).to_be_visible()
        banner.reject()

        expect(banner.accept_button).to_be_hidden()
        assert refused == []


def test_asks_nobody_where_nothing_needs_permission(
    tmp_path: Path, browser: Browser
) -> None:
    """Rule E2: all that such a site has to show is what it keeps on the device."""
    exempt = CATALOG.partition("  - google.analytics")[0]
    with (
        serve_tagged(tmp_path, {}, catalog=exempt) as site,
        site.visit(browser) as visit,
    ):
        page = visit.open()
        link = page.get_by_role("link", name="Cookies on this site", exact=True)

        expect(link).to_be_visible()
        expect(page.locator(".visitor-choices")).to_have_count(0)
        assert page.evaluate("visitorChoices.state().decided")

        link.click()

        expect(page).to_have_url(
            f"{site.server}/-/choices/sites/tagged/declaration?language=en"
        )
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Cookies on this site"
        )


def test_stops_a_tag_of_the_page_that_nobody_marked_up(
    site: TagSite, browser: Browser
) -> None:
    """Rule E2: it may have been fetched ahead, but it does not run."""
    with site.visit(browser) as visit:
        page = visit.open("/unmarked")
        banner = site.banner(page, visit)

        assert visit.traces(page).cookies == frozenset()
        expect(page).to_have_title("Tagged")

        banner.accept()

        expect(banner.accept_button).to_be_hidden()
        expect(page).to_have_title("ran")


HOLD_ANSWERS_TO_GRANTS = """() => {
  const real = window.fetch;
  let hold;
  window.isHeld = new Promise((go) => { hold = go; });
  window.fetch = async (url, options) => {
    const answer = await real(url, options);
    if (options?.body?.includes("grant_services"))
      await new Promise((go) => { window.letItArrive = go; hold(); });
    return answer;
  };
  document.querySelector("h1").addEventListener("click", () => {
    window.granted = visitorChoices.grant({ purposes: ["analytics"] });
  });
}"""


def test_lets_no_late_answer_bring_back_what_was_refused_since(
    site: TagSite, browser: Browser
) -> None:
    """Rules W1, G2: the later choice counts, on the device and in the record."""
    with site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)
        page.evaluate(HOLD_ANSWERS_TO_GRANTS)
        page.locator("h1").click()
        page.evaluate("window.isHeld")

        page.get_by_role("button", name=banner.texts.reject_all, exact=True).click()
        page.evaluate("window.letItArrive()")

        expect(banner.accept_button).to_be_hidden()
        assert page.evaluate("window.granted") is False
        assert page.evaluate("visitorChoices.state().services") == []
        assert GTAG not in visit.log.urls
    actions = site.acts()
    assert actions == ["grant_services", "refuse_all"]


def test_opens_one_second_layer_however_often_and_beside_what_it_is_asked_for(
    site: TagSite, browser: Browser
) -> None:
    """Rule W1: what is ticked is what is seen."""
    with site.visit(browser) as visit:
        page = visit.open("/comment")
        banner = site.banner(page, visit)
        banner.accept()
        expect(banner.accept_button).to_be_hidden()

        page.get_by_role("link", name=banner.texts.link).dblclick()

        expect(page.locator("p > code")).to_have_count(1)
        expect(page.locator(".visitor-choices-layer")).to_have_count(1)


def test_follows_a_choice_where_old_code_adds_to_all_objects(
    site: TagSite, browser: Browser
) -> None:
    with site.visit(browser) as visit:
        page = visit.open("/old-code")
        banner = site.banner(page, visit)

        banner.accept()

        expect(banner.accept_button).to_be_hidden()
        assert GTAG in visit.log.urls


def test_shows_whose_content_waits_and_grants_that_alone(
    site: TagSite, browser: Browser
) -> None:
    """Rules G1, G6, C12: who refused is asked by nobody, and may still say yes."""
    with site.visit(browser) as visit:
        page = visit.open("/film")
        banner = site.banner(page, visit)
        banner.reject()
        films = page.get_by_role("group", name="YouTube videos")
        expect(films).to_have_count(2)
        box = films.first.bounding_box()
        assert box is not None
        assert (round(box["width"]), round(box["height"])) == (482, 302)
        expect(page.get_by_title("Next")).to_be_hidden()
        assert not any(VIDEO in url for url in visit.log.urls)

        visit.open("/film", page)
        films.first.get_by_role("button").press("Enter")

        expect(films).to_have_count(0)
        expect(page.get_by_title("Film")).to_be_focused()
        expect(page.get_by_title("Next")).to_be_visible()
        assert {VIDEO, f"{VIDEO}?2", f"{VIDEO}?3"} <= set(visit.log.urls)
        assert not banner.is_shown
    decision = site.decisions()[-1]
    assert decision["action"] == "grant_services"
    assert decision["surface"] == "placeholder"
    assert decision["services"]["youtube.embed"] == "granted"
    assert decision["services"]["google.analytics"] == "refused"


def test_a_script_that_presses_a_placeholder_grants_nothing(
    site: TagSite, browser: Browser
) -> None:
    with site.visit(browser) as visit:
        page = visit.open("/film")
        button = page.get_by_role("group", name="YouTube videos").first.get_by_role(
            "button"
        )
        button.evaluate("it => it.click()")
        visit.log.settle(page)

        expect(button).to_be_visible()
        assert not any(VIDEO in url for url in visit.log.urls)
