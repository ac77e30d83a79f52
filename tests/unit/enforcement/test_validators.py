import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.validators import (
    EntityTag,
    Offered,
    Variants,
    confirmed,
    is_unchanged,
    parse_tags,
    variant_of,
)

BASIS = ("1.0", "policy", "markup")
SHARED = variant_of(BASIS, {"a", "b"}, "shared")
PRIVATE = variant_of(BASIS, {"a"}, "private en")
OLD = variant_of(BASIS, set(), "private en")
NOW = Variants(shared=SHARED, private=PRIVATE)


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ('"a"', [EntityTag("a")]),
        (
            'W/"a", "b,c" , ""',
            [EntityTag("a", weak=True), EntityTag("b,c"), EntityTag("")],
        ),
        ("*", []),
        ("", []),
        ("a, b", []),
        ('"a", b, "c"', [EntityTag("a")]),
        ('"open', []),
        ('w/"a"', []),
    ],
)
def test_reads_a_list_of_tags(value: str, tags: list[EntityTag]) -> None:
    """RFC 9110 section 8.8.3."""
    assert parse_tags(value) == tags


@given(st.text())
def test_reads_anything(value: str) -> None:
    for tag in parse_tags(value):
        assert parse_tags(str(tag)) == [tag]


@given(
    st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E)),
    st.booleans(),
    st.booleans(),
)
def test_unwraps_what_it_wrapped(opaque: str, weak: bool, shared: bool) -> None:  # noqa: FBT001 - drawn
    original = EntityTag(opaque, weak=weak)
    wrapped = NOW.tag(str(original), shared=shared)
    assert wrapped is not None

    assert wrapped.startswith('W/"')
    assert NOW.offered(wrapped) == [Offered(shared, original)]


@pytest.mark.parametrize(
    "if_none_match",
    [
        pytest.param('"1"', id="the-application-s-own"),
        pytest.param("*", id="any"),
        pytest.param(f'W/"{OLD}.s1"', id="of-another-decision"),
        pytest.param(f'W/"{PRIVATE}"', id="nothing-wrapped"),
        pytest.param(f'W/"{PRIVATE}.x1"', id="unknown-strength"),
        pytest.param(f'W/"x{PRIVATE}.s1"', id="something-before"),
        pytest.param(f'W/"{PRIVATE.upper()}.s1"', id="upper-case"),
        pytest.param("", id="empty"),
        pytest.param("garbage", id="garbage"),
    ],
)
def test_shows_the_application_nothing_else(if_none_match: str) -> None:
    assert NOW.offered(if_none_match) == []


def test_finds_today_s_variants_among_others() -> None:
    header = f'"1", W/"{OLD}.s2", W/"{SHARED}.w3", "{PRIVATE}.s4"'

    assert NOW.offered(header) == [
        Offered(shared=True, original=EntityTag("3", weak=True)),
        Offered(shared=False, original=EntityTag("4")),
    ]


def test_gives_a_page_that_asks_no_tag_and_takes_none() -> None:
    asking = Variants(shared=SHARED, private=None)

    assert asking.tag('"1"', shared=False) is None
    assert asking.offered(f'W/"{PRIVATE}.s1"') == []
    assert asking.tag('"1"', shared=True) == f'W/"{SHARED}.s1"'


@pytest.mark.parametrize("original", [None, "", "1", '"1", "2"', "*"])
def test_makes_no_tag_of_what_is_none(original: str | None) -> None:
    assert NOW.tag(original, shared=False) is None


@pytest.mark.parametrize(
    ("basis", "held", "kind"),
    [
        pytest.param(("1.1", "policy", "markup"), {"a"}, "private en", id="software"),
        pytest.param(("1.0", "policy", "other"), {"a"}, "private en", id="markup"),
        pytest.param(("1.0", "new", "markup"), {"a"}, "private en", id="policy"),
        pytest.param(BASIS, {"a", "b"}, "private en", id="held"),
        pytest.param(BASIS, {"a"}, "private nb", id="language"),
        pytest.param(BASIS, {"a"}, "shared", id="rule"),
    ],
)
def test_tells_pages_apart(basis: tuple[str, ...], held: set[str], kind: str) -> None:
    assert variant_of(basis, held, kind) != PRIVATE


def test_does_not_depend_on_the_order_of_services() -> None:
    names = [f"service.{number}" for number in range(20)]
    backwards = names[::-1]

    assert variant_of(BASIS, names, "x") == variant_of(BASIS, backwards, "x")


BY_SHARED, BY_PRIVATE = (
    Offered(shared=True, original=EntityTag("1")),
    Offered(shared=False, original=EntityTag("1")),
)
OTHER = Offered(shared=False, original=EntityTag("2"))


@pytest.mark.parametrize(
    ("offered", "tag", "shared", "found"),
    [
        pytest.param([BY_PRIVATE], '"1"', False, BY_PRIVATE, id="same-rule"),
        pytest.param([BY_PRIVATE], '"1"', True, BY_PRIVATE, id="only-one"),
        pytest.param([BY_SHARED, BY_PRIVATE], '"1"', False, BY_PRIVATE, id="private"),
        pytest.param([BY_PRIVATE, BY_SHARED], '"1"', True, BY_SHARED, id="shared"),
        pytest.param([BY_PRIVATE, OTHER], '"2"', False, OTHER, id="by-its-tag"),
        pytest.param([BY_PRIVATE], 'W/"1"', False, BY_PRIVATE, id="weakly"),
        pytest.param([BY_PRIVATE], None, False, BY_PRIVATE, id="no-tag"),
        pytest.param([BY_PRIVATE, OTHER], None, False, None, id="no-tag-and-two"),
        pytest.param([BY_PRIVATE], '"3"', False, None, id="another-tag"),
        pytest.param([], '"1"', False, None, id="nothing-held"),
    ],
)
def test_finds_the_page_that_is_confirmed(
    offered: list[Offered], tag: str | None, *, shared: bool, found: Offered | None
) -> None:
    headers = [("ETag", tag)] if tag else []

    assert confirmed(offered, headers, shared=shared) == found


DATE = "Sun, 01 Mar 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "unchanged"),
    [
        pytest.param('"1"', None, True, id="same-tag"),
        pytest.param('W/"1", "2"', None, True, id="weakly-and-among-others"),
        pytest.param('"2"', DATE, False, id="tag-wins-over-date"),
        pytest.param("*", None, False, id="any"),
        pytest.param(None, DATE, True, id="same-date"),
        pytest.param(None, "Mon, 02 Mar 2026 00:00:00 GMT", False, id="later-date"),
        pytest.param(None, None, False, id="no-condition"),
    ],
)
def test_tells_what_a_browser_has_already(
    if_none_match: str | None, if_modified_since: str | None, *, unchanged: bool
) -> None:
    headers = [("ETag", '"1"'), ("Last-Modified", DATE)]

    assert is_unchanged(headers, if_none_match, if_modified_since) is unchanged


def test_confirms_nothing_that_has_no_validator() -> None:
    assert not is_unchanged([], '"1"', None)
    assert not is_unchanged([], None, None)
