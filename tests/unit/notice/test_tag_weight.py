"""What the one response of the script-tag mode weighs."""

import brotli
import pytest

from consent_server.catalog.load import load_site
from consent_server.notice.policy import compile_policy
from consent_server.notice.tag import make_tag
from consent_server.storage.catalog_files import read_library
from tests.site import CATALOG

MAX_TAG_BROTLI_BYTES = 11_400


@pytest.mark.parametrize("language", ["en", "nb"])
def test_stays_within_its_budget(language: str) -> None:
    policy = compile_policy(load_site(CATALOG, "shop.yaml", read_library()))
    tag = make_tag(policy, language, token_name="__Host-choice")
    packed = len(brotli.compress(tag.body))
    print(f"script-tag mode, {language}: {packed} bytes of brotli")  # noqa: T201 - what it is

    assert packed <= MAX_TAG_BROTLI_BYTES
