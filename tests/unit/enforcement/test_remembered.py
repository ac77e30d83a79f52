"""A memory with bounds."""

from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.remembered import Remembered


def test_forgets_what_was_used_least() -> None:
    memory = Remembered[str, int](max_entries=2, max_bytes=100)

    memory.keep("a", 1, 10)
    memory.keep("b", 2, 10)
    memory.find("a")
    memory.keep("c", 3, 10)

    assert [memory.find(key) for key in "abc"] == [1, None, 3]


def test_keeps_nothing_that_is_larger_than_all_of_it() -> None:
    memory = Remembered[str, int](max_entries=2, max_bytes=100)

    memory.keep("a", 1, 10)
    memory.keep("b", 2, 101)

    assert (list(memory), memory.size) == (["a"], 10)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=30))
def test_never_takes_more_than_it_may_and_counts_what_it_takes(
    kept: list[tuple[str, int]],
) -> None:
    memory = Remembered[str, int](max_entries=3, max_bytes=100)

    for key, size in kept:
        memory.keep(key, size, size)

        assert len(memory) <= 3
        assert memory.size == sum(memory.find(it) or 0 for it in list(memory)) <= 100
