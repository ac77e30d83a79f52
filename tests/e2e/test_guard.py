"""What a page's own code creates later is held like what the server sent."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.guarded_shop import (
    MAKES_ELEMENTS,
    UNRELATED,
    VENDOR,
    WAYS,
    GuardedShop,
    ShopApp,
    address,
    contacted,
    own_script,
    serve_shop,
)
from tests.e2e.visit import Visit

pytestmark = pytest.mark.browser

SHARED = (("Cache-Control", "public, max-age=3600"),)
STRICT = (
    "default-src 'self'; script-src 'self' 'nonce-n1' https://www.facebook.com; "
    "img-src *; connect-src *; require-trusted-types-for 'script'"
)
AGAIN = VENDOR + "/again"  # what was loaded once would come out of the memory
MARK = "data-mark"
WRITES_HELD = """(mark) => {
  const theirs = document.body.appendChild(document.createElement('div'));
  theirs.id = 'theirs';
  const held = `data-held="meta.pixel" data-held-${mark}-`;
  theirs.innerHTML =
    `<p ${held}onclick="ran.push('a handler')"></p>` +
    `<a ${held}href="javascript:ran.push('an address')"></a>` +
    `<iframe ${held}srcdoc="<script>parent.ran.push('a document')</script>"></iframe>`;
}"""
NOT_SEEN_AS_REQUESTS = {"web-socket"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[GuardedShop]:
    with serve_shop(tmp_path, ShopApp()) as served:
        yield served


def _sockets(page: Page) -> list[str]:
    urls: list[str] = []
    page.on("websocket", lambda socket: urls.append(socket.url))
    return urls


def _open(visit: Visit, page: Page | None = None) -> Page:
    page = visit.open("/", page)
    assert page.evaluate("thrown") == []
    return page


def test_a_bare_page_contacts_the_vendor_in_every_way(
    browser: Browser, tmp_path: Path
) -> None:
    """The control group: so the other tests prove something."""
    bare = serve_shop(tmp_path, ShopApp(), bare=True)
    with bare as shop, shop.visit(browser) as visit:
        page = visit.context.new_page()
        sockets = _sockets(page)
        _open(visit, page)

        assert set(contacted(visit)) == {*WAYS} - NOT_SEEN_AS_REQUESTS
        assert sockets == [address("web-socket").replace("https", "wss")]


def test_an_undecided_visitor_is_kept_from_the_vendor_in_every_way(
    browser: Browser, shop: GuardedShop
) -> None:
    with shop.visit(browser) as visit:
        page = visit.context.new_page()
        sockets = _sockets(page)
        _open(visit, page)

        assert contacted(visit) == []
        assert [url for url in sockets if "facebook" in url] == []
        assert [request.url for request in visit.log.leaving] == []


def test_what_was_not_sent_looks_like_a_failure_of_the_network(
    browser: Browser, shop: GuardedShop
) -> None:
    with shop.visit(browser) as visit:
        page = _open(visit)

        assert sorted(page.evaluate("caught")) == [
            "TypeError",
            "event-source",
            "socket close 1006",
            "socket error",
            "xhr",
        ]
        assert page.evaluate("beacons") == [True]


def test_a_refusal_keeps_the_next_page_from_the_vendor(
    browser: Browser, shop: GuardedShop
) -> None:
    with shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).reject()
        _open(visit, page)

        assert contacted(visit) == []


def test_a_grant_revives_what_was_held_without_a_reload(
    browser: Browser, shop: GuardedShop
) -> None:
    with shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).accept()

        assert sorted(contacted(visit)) == sorted(MAKES_ELEMENTS)
        assert set(page.evaluate("loaded")) == {"script-src", "module"}
        assert page.locator("[data-held]").count() == 0


def test_code_that_runs_after_a_grant_contacts_the_vendor_in_every_way(
    browser: Browser, shop: GuardedShop
) -> None:
    again = {name: way for name, way in WAYS.items() if "document-write" not in name}
    with shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).accept()
        visit.log.clear()
        page.evaluate(f"() => {{{own_script(again, AGAIN)}}}")
        visit.log.settle(page)

        assert set(contacted(visit, AGAIN)) == {*again} - NOT_SEEN_AS_REQUESTS


@pytest.mark.parametrize(
    "headers", [pytest.param((), id="private"), pytest.param(SHARED, id="shared")]
)
def test_a_visitor_who_granted_is_kept_from_nothing(
    browser: Browser, tmp_path: Path, headers: tuple[tuple[str, str], ...]
) -> None:
    app = ShopApp(headers=headers)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).accept()
        visit.log.clear()
        _open(visit, page)

        assert set(contacted(visit)) == {*WAYS} - NOT_SEEN_AS_REQUESTS


def test_a_withdrawal_holds_again(browser: Browser, shop: GuardedShop) -> None:
    with shop.visit(browser) as visit:
        page = _open(visit)
        banner = shop.banner(page, visit)
        banner.accept()
        banner.withdraw()
        visit.log.clear()
        _open(visit, page)

        assert contacted(visit) == []


def test_scripts_that_code_puts_in_order_run_in_that_order(
    browser: Browser, tmp_path: Path
) -> None:
    ordered = """
      for (const via of ['one', 'two', 'three']) {
        const script = document.createElement('script');
        script.async = false;
        script.src = `https://www.facebook.com/tr?via=${via}`;
        document.head.append(script);
      }"""
    app = ShopApp(script=own_script({}, VENDOR) + ordered)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).accept()

        assert page.evaluate("ran") == ["one", "two", "three"]


def test_what_nobody_declares_goes_through(browser: Browser, tmp_path: Path) -> None:
    app = ShopApp(script=own_script(WAYS, UNRELATED))
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = _open(visit)

        assert set(contacted(visit, UNRELATED)) == {*WAYS} - NOT_SEEN_AS_REQUESTS
        assert page.locator("[data-held]").count() == 0


def test_requests_of_the_site_itself_go_through(
    browser: Browser, tmp_path: Path
) -> None:
    app = ShopApp(script=own_script(WAYS, "/tr"))
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = visit.open("/")

        assert set(contacted(visit, f"{shop.origin}/tr")) >= {*MAKES_ELEMENTS, "xhr"}
        assert page.locator("[data-held]").count() == 0


def test_a_template_that_is_used_after_a_grant_comes_to_life(
    browser: Browser, tmp_path: Path
) -> None:
    script = f"""
      window.template = document.createElement('template');
      template.innerHTML = `<img src='{address("template")}'>`;"""
    app = ShopApp(script=own_script({}, VENDOR) + script)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = _open(visit)
        shop.banner(page, visit).accept()
        page.evaluate("document.body.append(template.content.cloneNode(true))")
        visit.log.settle(page)

        assert contacted(visit) == ["template"]


def test_what_took_a_way_around_the_guard_is_held_late(
    browser: Browser, shop: GuardedShop
) -> None:
    around = f"""() => {{
      const source = document.createAttribute('src');
      source.value = '{address("around")}';
      window.image = document.createElement('img');
      image.setAttributeNode(source);
      document.body.append(image);
    }}"""
    with shop.visit(browser) as visit:
        page = _open(visit)
        page.evaluate(around)
        visit.log.settle(page)

        assert page.evaluate("image.hasAttribute('src')") is False
        assert page.evaluate("image.dataset.held") == "meta.pixel"


def test_an_address_that_replaces_a_held_one_loads(
    browser: Browser, shop: GuardedShop
) -> None:
    replace = f"kept.src = '{address('other', UNRELATED)}'"
    with shop.visit(browser) as visit:
        page = _open(visit)
        read = page.evaluate("kept.src")
        page.evaluate(replace)
        visit.log.settle(page)
        shop.banner(page, visit).accept()

        assert read == address("new-image")
        assert contacted(visit, UNRELATED) == ["other"]
        assert "new-image" not in contacted(visit)


def test_works_under_a_strict_policy_and_leaves_trusted_types_alone(
    browser: Browser, tmp_path: Path
) -> None:
    script = f"""
      const trust = trustedTypes.createPolicy('shop', {{
        createHTML: (text) => text,
        createScriptURL: (text) => text,
      }});
      const image = `<img src='{address("trusted")}'>`;
      add('div').innerHTML = trust.createHTML('<b id=bold>bold</b>');
      const script = document.createElement('script');
      script.src = trust.createScriptURL('{address("script")}');
      document.head.append(script);
      new Image().src = '{address("image")}';"""
    headers = (("Content-Security-Policy", STRICT),)
    app = ShopApp(script=own_script({}, VENDOR) + script, headers=headers)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        errors: list[str] = []
        page = visit.context.new_page()
        page.on("console", lambda said: errors.append(said.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        _open(visit, page)
        before = contacted(visit)
        bold = page.locator("#bold").inner_text()
        shop.banner(page, visit).accept()

        assert before == []
        assert bold == "bold"
        assert sorted(contacted(visit)) == ["image", "script"]
        assert errors == []


def test_a_page_that_names_its_elements_like_functions_is_guarded(
    browser: Browser, tmp_path: Path
) -> None:
    names = ("baseURI", "cookie", "write", "currentScript", "location", "fetch", "URL")
    head = "</head><body>" + "".join(f"<img name={name} alt>" for name in names)
    script = """
      const form = add('form');
      form.innerHTML = '<input name=localName><input name=setAttribute>';
      form.action = 'https://www.facebook.com/tr';
      window.form = form;"""
    app = ShopApp(head=head, script=own_script(WAYS, VENDOR) + script)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = visit.open("/")

        assert contacted(visit) == []
        assert page.evaluate("form.hasAttribute('action')") is False
        assert page.evaluate("form.dataset.held") == "meta.pixel"


def test_a_page_that_names_its_elements_like_functions_asks_and_releases(
    browser: Browser, tmp_path: Path
) -> None:
    names = ("querySelectorAll", "createElementNS", "createComment", "createRange")
    head = "</head><body>" + "".join(f"<img name={name} alt>" for name in names)
    head += "<img name=write alt><form data-held=@><input name=removeAttribute></form>"
    tag = "<script>/* fbq('init') */ document.title = 'ran'</script>"
    tag += f"<script src={VENDOR}?via=named></script>"
    app = ShopApp(head=head + tag, script="")
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = visit.context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        visit.open(page=page)
        shop.banner(page, visit).accept()

        assert contacted(visit) == ["named"]
        assert page.title() == "ran"
        assert errors == []


def test_what_is_held_in_a_written_value_does_not_end_it(
    browser: Browser, tmp_path: Path
) -> None:
    text = f"<img src={VENDOR}?via=value onmouseover=thrown.push(1) "
    pieces = ('<a id=link title="', text, '">text</a>')
    script = own_script({}, VENDOR) + "".join(
        f"document.write({json.dumps(piece)});" for piece in pieces
    )
    app = ShopApp(script=script)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        link = _open(visit).locator("#link")

        assert link.evaluate("it => it.getAttributeNames()") == ["id", "title"]


def test_a_text_that_knows_the_mark_of_a_cached_page_brings_no_code_to_life(
    browser: Browser, tmp_path: Path
) -> None:
    """Cleaning a visitor's text leaves ``data-`` attributes where they are."""
    handler = "onclick=\"ran.push('ours', 'www.facebook.com/tr')\""
    head = f"</head><body><p id=ours {handler}>Ours</p>"
    app = ShopApp(script=own_script({}, VENDOR), head=head, headers=SHARED)
    with serve_shop(tmp_path, app) as shop, shop.visit(browser) as visit:
        page = _open(visit)
        page.evaluate(
            WRITES_HELD, page.locator("[data-mark]").first.get_attribute(MARK)
        )
        shop.banner(page, visit).accept()
        for place in page.locator("p, #theirs a").all():
            place.evaluate("it => it.click()")

        assert set(page.evaluate("ran")) == {"ours", "www.facebook.com/tr"}
