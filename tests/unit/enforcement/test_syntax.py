import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.oversize import Place, read_tag_rest
from consent_server.enforcement.syntax import (
    OF_INTEREST,
    SKIP,
    TAG,
    is_self_closing,
    parse_attributes,
)
from tests.unit.enforcement.rewriting import SEARCH

TAGS = st.text("<>\"'=/ \n\tabo\x00", max_size=24).map(
    lambda text: f"<p {text}".encode()
)


@pytest.mark.parametrize(
    ("raw", "attributes"),
    [
        (b"<p>", []),
        (b"<p a>", [(b"a", b"")]),
        (b"<p A=b>", [(b"a", b"b")]),
        (b"<p a=\"x y\"b='z'>", [(b"a", b"x y"), (b"b", b"z")]),
        (b"<p a = b/c d>", [(b"a", b"b/c"), (b"d", b"")]),
        (b"<p a=>", [(b"a", b"")]),
        (b"<p =a=b>", [(b"=a", b"b")]),
        (b"<p \"a'<=1>", [(b"\"a'<", b"1")]),
        (b"<p a=<b'>", [(b"a", b"<b'")]),
        (b"<p/a/b=c/>", [(b"a", b""), (b"b", b"c/")]),
        (b"<p a=1 a=2>", [(b"a", b"1"), (b"a", b"2")]),
        (b"<p s\0rc=1>", [(b"s\0rc", b"1")]),
        (b'<p a=">">', [(b"a", b">")]),
    ],
)
def test_reads_attributes(raw: bytes, attributes: list[tuple[bytes, bytes]]) -> None:
    whole = TAG.match(raw)

    assert whole is not None
    assert whole[0] == raw
    assert [(each.name, each.value) for each in parse_attributes(raw)] == attributes


@SEARCH
@given(raw=TAGS)
def test_agrees_with_the_state_machine_on_where_a_tag_ends(raw: bytes) -> None:
    found = TAG.match(raw)
    end, place = read_tag_rest(raw, 2, Place.BEFORE_NAME)

    assert (found.end() if found else None) == (end if place is None else None)


@SEARCH
@given(raw=TAGS, at=st.integers(2, 24))
def test_reads_the_rest_of_a_tag_in_pieces(raw: bytes, at: int) -> None:
    whole = read_tag_rest(raw, 2, Place.BEFORE_NAME)
    middle, place = read_tag_rest(raw[:at], min(2, at), Place.BEFORE_NAME)

    pieces = (middle, None) if place is None else read_tag_rest(raw, middle, place)

    assert pieces == whole


@pytest.mark.parametrize("name", sorted(OF_INTEREST))
@pytest.mark.parametrize("end", [b">", b"/>", b" a>", b"\n>"])
def test_stops_at_a_tag_of_interest(name: bytes, end: bytes) -> None:
    page = b"text<b><" + name.swapcase() + end
    found = SKIP.match(page)

    assert found is not None
    assert found.end() == len(b"text<b>")


@pytest.mark.parametrize(
    ("tag", "stops"),
    [
        (b"<p class=a>", False),
        (b"<p open=a>", False),
        (b"<p data-onclick=a>", False),
        (b"<p onclick=a>", True),
        (b"<p a='b'ONload=a>", True),
        (b"<td background=x>", True),
        (b"<td bgcolor=x>", False),
        (b"<a href=x Ping=y>", True),
        (b"<button formaction=x>", True),
        (b"<imgs src=x>", False),
        (b"</script x='>'>", False),
    ],
)
def test_stops_at_an_attribute_of_interest(tag: bytes, *, stops: bool) -> None:
    found = SKIP.match(tag)

    assert found is not None
    assert found.end() == (0 if stops else len(tag))


@pytest.mark.parametrize(
    ("raw", "closing"),
    [
        (b"<g/>", True),
        (b"<g />", True),
        (b"<g a='b'/>", True),
        (b"<g a/>", True),
        (b"<g a=b/>", False),
        (b"<g a= />", False),
        (b"<g / >", False),
        (b"<g>", False),
    ],
)
def test_knows_a_slash_of_its_own(raw: bytes, *, closing: bool) -> None:
    assert is_self_closing(raw) is closing
