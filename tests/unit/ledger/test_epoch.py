"""KEY and EPOCH entries, and the names of logs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.checkpoint import Checkpoint
from consent_server.ledger.epoch import (
    Epoch,
    epoch_origin,
    epoch_parts,
    parse_epoch,
    split_origin,
)
from consent_server.ledger.succession import (
    Succession,
    parse_succession,
    succession_parts,
)
from tests.unit.ledger.builders import MOMENT, ORIGIN

HEADS = st.builds(
    Checkpoint,
    origin=st.just(ORIGIN),
    size=st.integers(0, 2**53 - 1),
    root=st.binary(min_size=32, max_size=32),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


@given(number=st.integers(1, 999_999_999))
def test_finds_the_epoch_in_the_name_of_a_log(number: int) -> None:
    assert split_origin(epoch_origin(ORIGIN, number)) == (ORIGIN, number)


@pytest.mark.parametrize(
    ("origin", "epoch"),
    [
        pytest.param("shop.example/2", 1, id="a-site-that-is-a-number"),
        pytest.param("shop.example/2/2", 2, id="and-its-second-epoch"),
        pytest.param("shop.example/shop/02", 1, id="leading-zero"),
        pytest.param("shop.example/shop/0", 1, id="nothing"),
        pytest.param("shop.example/shop/two", 1, id="a-word"),
        pytest.param("shop.example", 1, id="no-site"),
    ],
)
def test_takes_no_other_name_for_an_epoch(origin: str, epoch: int) -> None:
    assert split_origin(origin)[1] == epoch


@given(
    epoch=st.builds(
        Epoch, number=st.integers(2, 2**53 - 1), stored=HEADS, known=HEADS, reason=WORDS
    )
)
def test_reads_an_epoch_as_it_was_written(epoch: Epoch) -> None:
    assert parse_epoch(epoch_parts(epoch, MOMENT).decision) == epoch


@given(said=st.builds(Succession, previous=WORDS, next=WORDS, reason=WORDS))
def test_reads_a_succession_as_it_was_written(said: Succession) -> None:
    assert parse_succession(succession_parts(said, MOMENT).decision) == said


@given(data=st.binary(max_size=200))
def test_refuses_what_is_neither(data: bytes) -> None:
    for parse in (parse_epoch, parse_succession):
        with pytest.raises(MalformedEvidenceError):
            parse(data)
