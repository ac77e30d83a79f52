"""What a visitor loads before deciding anything, in brotli."""

import brotli
import pytest

from consent_server.catalog.load import load_site
from consent_server.notice.policy import Policy, compile_policy
from consent_server.notice.render import render_banner, render_head, render_link
from consent_server.notice.tag import make_tag
from consent_server.storage.catalog_files import read_library
from tests.site import CATALOG

MAX_TAG_BYTES = 7_990
MAX_LAYER_BYTES = 1_550  # what the page itself has more
MAX_PAGE_BYTES = 7_705  # that and the script, which is all that is asked for
MAX_UNGUARDED_PAGE_BYTES = 4_810
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
    '<meta name="viewport" content="width=device-width"></head><body><main><h1>Page'
    "</h1><p>An article that somebody came to read.</p></main></body></html>"
)
MARK = "0123456789abcdef" * 2


def _policy(catalog: str = CATALOG) -> Policy:
    return compile_policy(load_site(catalog, "shop.yaml", read_library()))


def _packed(body: bytes) -> int:
    return len(brotli.compress(body))


def _layer(policy: Policy) -> int:
    head = render_head(policy, "en", mark=MARK, nonce="")
    banner = render_banner(
        policy,
        "en",
        mark=MARK,
        signalled=False,
        click_key=MARK[::-1],
    )
    page = PAGE.encode() + head + banner + render_link(policy, "en")
    return _packed(page) - _packed(PAGE.encode())


@pytest.mark.parametrize("language", ["en", "nb"])
def test_keeps_the_script_tag_within_its_budget(language: str) -> None:
    tag = make_tag(_policy(), language, token_name="__Host-choice")

    assert _packed(tag.body) <= MAX_TAG_BYTES


def test_keeps_what_a_page_gets_within_its_budget() -> None:
    policy = _policy()
    layer = _layer(policy)

    assert layer <= MAX_LAYER_BYTES
    assert layer + _packed(policy.script.body) <= MAX_PAGE_BYTES


def test_brings_less_where_there_is_nothing_to_guard() -> None:
    policy = _policy(CATALOG.partition("services:")[0] + "services: [site.choice]\n")

    assert _layer(policy) + _packed(policy.script.body) <= MAX_UNGUARDED_PAGE_BYTES
