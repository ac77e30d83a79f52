"""Every element that a tree builder finds, the scanner reports: there, and as it is."""

from random import Random

import pytest

from consent_server.enforcement.scan import Scanner
from tests.unit.enforcement.fragments import damage, fragment
from tests.unit.enforcement.real_pages import real_pages
from tests.unit.enforcement.tree import compare

FRAGMENTS = 600
DAMAGED = 60
BATCHES = range(4)

# What fuzzing found; the smallest form of each.
ONCE_MISSED = {
    "F6: a part of a table outside of tables": b"<tr><svg></tr><iframe><img src=u>",
    "F6: a part of a table that has ended": (
        b"<table><td></table><svg></td><iframe><img src=u>"
    ),
    "F6: an item of a list that has ended": (
        b"<ul><li></ul><svg></li><iframe><img src=u>"
    ),
    "F6: hidden by a table": b"<pre><table><svg></pre><iframe><img src=u>",
    "F6: hidden by a block": b"<span><div><svg></span><iframe><img src=u>",
    "F6: name in a bogus comment": b"</<title><svg></title><iframe><img src=u>",
    "F6: name in an attribute": b"<p a='<b>'><svg></b><iframe><img src=u>",
    "F6: any heading ends any": b"<h2><math></h1><title><img src=u></title>",
    "F6: formatting goes on": b"<h2><a></h2><math></a><title><img src=u></title>",
    "F6: a table from within a cell": b"<table><th><math></table><track src=u>",
    "F6: a row that has no tag": b"<table><td><svg></tr><title><img src=u></title>",
    "F6: a second select": b"<select><select><math></select><script><img src=u>",
    "F5: hidden by a table in an integration point": (
        b"<svg><desc><div><table></div></desc><xmp><img src=u></xmp>"
    ),
    "F5: a part of a table that ends the SVG in it": (
        b"<table><svg><desc><td></desc><title><img src=u></title>"
    ),
    "F6: a part of a table in an integration point": (
        b"<math><mi><caption></mi><title><img src=u>"
    ),
}


@pytest.mark.parametrize("page", ONCE_MISSED.values(), ids=ONCE_MISSED)
def test_finds_what_it_once_missed(page: bytes) -> None:
    assert compare(page) == []


@pytest.mark.parametrize("batch", BATCHES)
def test_agrees_with_a_tree_builder_on_fragments(batch: int) -> None:
    for number in range(batch, FRAGMENTS, len(BATCHES)):
        page = fragment(Random(number))
        for scripting in (True, False):
            assert compare(page, scripting=scripting) == [], (number, page)


@pytest.mark.parametrize("batch", BATCHES)
def test_agrees_with_a_tree_builder_on_damaged_pages(batch: int) -> None:
    for number in range(batch, DAMAGED, len(BATCHES)):
        chance = Random(number)
        page = damage(chance, chance.choice(real_pages()))
        assert compare(page) == [], number


def test_agrees_with_a_tree_builder_on_real_pages() -> None:
    for page in real_pages():
        assert compare(page) == []
        assert compare(page.replace(b"\n", b"\r\n")) == []


def test_would_see_a_miss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scanner, "feed", lambda *_: [])

    assert compare(b"<p><img src=u>") != []
