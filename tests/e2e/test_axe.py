"""What axe-core says of every state of the notice, however it is shown.

All rules of WCAG 2.2 A and AA and axe-core's best practices; none is switched off.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from consent_server.notice.model import Texts
from tests.e2e.strict_site import (
    act,
    open_second_layer,
    serve_strict,
)
from tests.e2e.tag_site import serve_tagged
from tests.e2e.visited import VisitedSite, texts_in

pytestmark = pytest.mark.browser

OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2, off by default
}
RUN = f"""async () => {{
  // Not what the row of buttons happens to cover: its own end is where it stands.
  document.querySelector(".visitor-choices form")?.scrollIntoView({{ block: "end" }});
  const {{ passes, violations }} = await axe.run({json.dumps(OPTIONS)});
  return {{
    ran: passes.map((rule) => rule.id),
    found: violations.flatMap(({{ id, nodes }}) => nodes.map((node) => [
      id, node.html, ...[node.any, node.all, node.none].flat().map((it) => it.message),
    ])),
  }};
}}"""


# As docs/howto/show-the-declaration.md has it.
EMBED_DECLARATION = """async () => {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/-/choices/static/declaration.css";
  const loaded = new Promise((done) => { style.onload = done; });
  document.head.append(style);
  const answer = await fetch("/-/choices/declaration/fragment?language=en");
  const place = document.createElement("div");
  place.innerHTML = await answer.text();
  document.querySelector("main").append(place);
  await loaded;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How a page is looked at."""

    width: int = 1280
    height: int = 800
    colours: str = "light"
    forced: bool = False

    def apply(self, page: Page) -> None:
        """Look at a page this way, without loading it again."""
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(
            color_scheme="dark" if self.colours == "dark" else "light",
            forced_colors="active" if self.forced else "none",
            reduced_motion="reduce",
        )


WINDOWS = {
    "light": Window(),
    "dark": Window(colours="dark"),
    "forced colours": Window(forced=True),
    "320 pixels": Window(width=320, height=640),
    "zoomed to 200 %": Window(width=640, height=400),
}


def banner(page: Page, texts: Texts) -> None:
    page.goto(f"/{texts.language.removeprefix('en')}")
    expect(act(page, texts.accept_all)).to_be_visible()


def second_layer(page: Page, texts: Texts) -> None:
    banner(page, texts)
    open_second_layer(page, texts)


def failure(page: Page, texts: Texts) -> None:
    banner(page, texts)
    page.route("**/-/choices/", lambda route: route.abort())
    act(page, texts.accept_all).click()
    expect(page.get_by_role("alert").filter(has_text=texts.not_saved)).to_be_visible()


def placeholder(page: Page, texts: Texts) -> None:
    banner(page, texts)
    act(page, texts.reject_all).click()
    expect(act(page, texts.reject_all)).to_be_hidden()
    expect(page.get_by_role("group", name="YouTube")).to_be_visible()


def granted(page: Page, texts: Texts) -> None:
    banner(page, texts)
    act(page, texts.accept_all).click()
    expect(act(page, texts.accept_all)).to_be_hidden()


def my_choices(page: Page, texts: Texts) -> None:
    page.goto(f"/-/choices/?language={texts.language}")


def my_choices_after_a_grant(page: Page, texts: Texts) -> None:
    granted(page, texts)
    my_choices(page, texts)


def erasure(page: Page, texts: Texts) -> None:
    granted(page, texts)
    page.goto(f"/-/choices/erase?language={texts.language}")


def erased(page: Page, texts: Texts) -> None:
    erasure(page, texts)
    act(page, texts.rights.erase_now).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(texts.rights.erased_title)


def receipt_check(page: Page, texts: Texts) -> None:
    page.goto(f"/-/choices/receipts/check?language={texts.language}")
    page.get_by_label(texts.rights.check_text).fill("{}")
    act(page, texts.rights.check_button).click()
    expect(page.get_by_role("status")).to_be_visible()


def declaration(page: Page, texts: Texts) -> None:
    page.goto(f"/-/choices/declaration?language={texts.language}")


def problem(page: Page, texts: Texts) -> None:
    page.goto(f"/-/choices/elsewhere?language={texts.language}")


STATES = (
    banner,
    second_layer,
    failure,
    placeholder,
    my_choices,
    my_choices_after_a_grant,
    erasure,
    erased,
    receipt_check,
    declaration,
    problem,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitedSite]:
    with serve_strict(tmp_path_factory.mktemp("strict")) as served:
        yield served


def findings(page: Page, windows: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Ask axe-core about a page in each window; targets were judged, too."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for name in windows:
        WINDOWS[name].apply(page)
        result = page.evaluate(RUN)
        assert "target-size" in result["ran"]
        found += [(name, finding) for finding in result["found"]]
    return found


@pytest.mark.parametrize("reach", STATES, ids=lambda it: it.__name__.replace("_", " "))
def test_finds_nothing(
    browser: Browser, site: VisitedSite, reach: Callable[[Page, Texts], None]
) -> None:
    """Rules AC3, AC5, AC6, AC7, AC8."""
    with site.visit(browser, base_url=site.origin) as visit:
        page = visit.context.new_page()
        reach(page, texts_in("en"))

        assert findings(page, WINDOWS) == []


@pytest.mark.parametrize("reach", STATES, ids=lambda it: it.__name__.replace("_", " "))
def test_finds_nothing_where_one_reads_from_right_to_left(
    browser: Browser, site: VisitedSite, reach: Callable[[Page, Texts], None]
) -> None:
    """Rules AC3, AC6, AC8."""
    with site.visit(browser, base_url=site.origin, locale="ar") as visit:
        page = visit.context.new_page()
        reach(page, texts_in("ar"))

        expect(page.locator("[dir=rtl]").first).to_be_attached()
        assert findings(page, ["light"]) == []


LAYOUTS = ("corner", "dialog")


@pytest.fixture(scope="module", params=LAYOUTS)
def laid_out(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VisitedSite]:
    folder = tmp_path_factory.mktemp(request.param)
    with serve_strict(folder, looks=f"{{layout: {request.param}}}") as served:
        yield served


@pytest.mark.parametrize("reach", [banner, second_layer], ids=lambda it: it.__name__)
def test_finds_nothing_in_other_layouts(
    browser: Browser, laid_out: VisitedSite, reach: Callable[[Page, Texts], None]
) -> None:
    """Rules AC3, AC5, AC6, AC7, AC8."""
    with laid_out.visit(browser, base_url=laid_out.origin) as visit:
        page = visit.context.new_page()
        reach(page, texts_in("en"))

        assert findings(page, WINDOWS) == []


def test_finds_nothing_in_a_declaration_inside_of_a_page(
    browser: Browser, site: VisitedSite
) -> None:
    """Rules AC3, AC8."""
    with site.visit(browser, base_url=site.origin) as visit:
        page = visit.context.new_page()
        granted(page, texts_in("en"))
        page.evaluate(EMBED_DECLARATION)
        expect(page.get_by_role("table").first).to_be_visible()

        assert findings(page, WINDOWS) == []


def test_finds_nothing_where_a_script_tag_brings_the_banner(
    browser: Browser, tmp_path: Path
) -> None:
    """Rules AC3, AC5, AC6, AC7, AC8."""
    film = '<template data-service="youtube.embed"><iframe title="Film"></iframe>'
    tags = {"": f"{film}</template>"}
    with serve_tagged(tmp_path, tags) as tagged, tagged.visit(browser) as visit:
        page = visit.context.new_page()
        page.goto(tagged.origin)
        expect(act(page, texts_in("en").accept_all)).to_be_visible()
        expect(page.get_by_role("group", name="YouTube videos")).to_be_visible()
        assert findings(page, WINDOWS) == []

        open_second_layer(page, texts_in("en"))
        assert findings(page, WINDOWS) == []
