"""What the words of marked-up tags stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.model import Catalog
from consent_server.catalog.tag_words import fold_word, tag_words
from tests.unit.catalog.files import LIBRARY, SITE


@pytest.fixture
def catalog() -> Catalog:
    return load_site(SITE, "site.yaml", load_library(LIBRARY, "small.yaml"))


@given(st.text())
def test_folds_a_folded_word_to_itself(text: str) -> None:
    assert fold_word(fold_word(text)) == fold_word(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Google Analytics", "googleanalytics"),
        ("google-analytics", "googleanalytics"),
        ("@analytics", "analytics"),
        ("!analytics", "!analytics"),
    ],
)
def test_compares_words_without_case_and_signs(written: str, folded: str) -> None:
    assert fold_word(written) == folded


def test_maps_the_categories_of_other_tools_to_purposes(catalog: Catalog) -> None:
    words = tag_words(catalog)

    assert "statistics" in words["@analytics"]
    assert "c0004" in words["@marketing"]


def test_leaves_out_what_the_site_has_no_purpose_for(catalog: Catalog) -> None:
    """Rule E11: a word that stands for nothing here can never release a tag."""
    words = tag_words(catalog)

    assert "@functional" not in words
    assert not any("preferences" in of_tags for of_tags in words.values())


def test_needs_nothing_for_what_is_necessary_and_no_exempt_service(
    catalog: Catalog,
) -> None:
    words = tag_words(catalog)

    assert words["@"][:2] == ["necessary", "c0001"]
    assert "@necessary" not in words
    assert "site.login" not in words
    assert "acme.stats" in words
