"""Where style and link go, the second layer's file, and what looks leave alone."""

import re
from pathlib import Path

import pytest

from consent_server.notice.render import make_layer
from tests.site import CATALOG, App, Shop, make_shop

HTML = ("Content-Type", "text/html; charset=utf-8")
POLICY = "Content-Security-Policy"
INLINE = re.compile(r'<style nonce="([^"]*)">\.visitor-choices,')
LINKED = re.compile(r'<link rel="stylesheet" href="(/-/choices/assets/choices-[^"]+)">')


@pytest.mark.parametrize(
    ("policies", "nonce"),
    [
        pytest.param([], "", id="no-policy"),
        pytest.param([(POLICY, "style-src 'nonce-abc'")], "abc", id="nonce"),
        pytest.param([(POLICY, "default-src 'self'")], None, id="files-only"),
        pytest.param(
            [(f"{POLICY}-Report-Only", "style-src 'self'")], None, id="would-report"
        ),
    ],
)
def test_puts_the_style_into_a_page_whose_policy_lets_it(
    shop: Shop, app: App, policies: list[tuple[str, str]], nonce: str | None
) -> None:
    app.headers = [HTML, *policies]
    page = shop.get().get_data(as_text=True)
    inline = INLINE.findall(page)
    waits = bool(LINKED.search(re.sub(r"<noscript>.*?</noscript>", "", page)))

    assert inline == ([] if nonce is None else [nonce])
    assert waits is (nonce is None)
    assert len(LINKED.findall(page)) == 1


def test_serves_the_whole_style_for_ever_and_to_pages_of_an_earlier_one(
    shop: Shop,
) -> None:
    [path] = LINKED.findall(shop.get().get_data(as_text=True))
    now = shop.get(path)
    earlier = shop.get("/-/choices/assets/choices-0123456789ab.css")

    assert "immutable" in now.headers["Cache-Control"]
    assert earlier.headers["Cache-Control"] == "no-store"
    assert earlier.data == now.data


def test_serves_the_second_layer_of_this_policy_and_of_no_other(shop: Shop) -> None:
    """Nobody decides about something else than what is on their page."""
    layer = make_layer(shop.middleware.site.policy, "nb")
    answer = shop.get(f"/-/choices/assets/{layer.name}")

    assert answer.data == layer.body
    assert answer.mimetype == "text/html"
    assert "immutable" in answer.headers["Cache-Control"]
    assert shop.get("/-/choices/assets/layer-0123456789ab.html").status_code == 404


def test_asks_nobody_again_because_of_looks(tmp_path: Path, shop: Shop) -> None:
    """Rule C12; the record still says what was seen (P8)."""
    (tmp_path / "other").mkdir()
    dressed = make_shop(
        tmp_path / "other", catalog=f"{CATALOG}looks: {{layout: dialog}}\n"
    )
    plain, other = shop.middleware.site.policy, dressed.middleware.site.policy

    assert plain.version == other.version
    assert plain.notices["en"].digest != other.notices["en"].digest


def test_puts_the_link_at_the_end_where_it_is_not_to_float(tmp_path: Path) -> None:
    """Rule W1: a link stands on every page, before a choice and after it."""
    shop = make_shop(tmp_path, catalog=f"{CATALOG}looks: {{floating: false}}\n")
    for _ in range(2):
        page = shop.get().get_data(as_text=True)
        _, _, end = page.partition("</html>")

        assert page.count('class="visitor-choices-link"') == 1
        assert 'class="visitor-choices-link"' in end
        shop.choose("refuse_all")


def test_shows_the_logo_from_the_site_itself(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, catalog=f"{CATALOG}looks: {{logo: /logo.svg}}\n")

    assert '<img src="/logo.svg" alt="">' in shop.get().get_data(as_text=True)
