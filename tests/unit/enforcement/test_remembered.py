"""A memory with bounds."""

from hypothesis import given
from hypothesis import strategies as st

from consent_server.enforcement.remembered import MAX_ONCE, Remembered


def keep(memory: Remembered[str, int], key: str, value: int, size: int) -> None:
    for _ in range(2):
        memory.keep(key, value, size)


def test_keeps_what_comes_a_second_time() -> None:
    memory = Remembered[str, int](max_entries=2, max_bytes=100)

    memory.keep("a", 1, 10)
    assert memory.find("a") is None

    memory.keep("a", 1, 10)
    assert memory.find("a") == 1


def test_forgets_what_was_used_least() -> None:
    memory = Remembered[str, int](max_entries=2, max_bytes=100)

    keep(memory, "a", 1, 10)
    keep(memory, "b", 2, 10)
    memory.find("a")
    keep(memory, "c", 3, 10)

    assert [memory.find(key) for key in "abc"] == [1, None, 3]


def test_keeps_nothing_that_is_larger_than_all_of_it() -> None:
    memory = Remembered[str, int](max_entries=2, max_bytes=100)

    keep(memory, "a", 1, 10)
    keep(memory, "b", 2, 101)

    assert (list(memory), memory.size) == (["a"], 10)


def test_notes_only_so_many_that_came_once() -> None:
    memory = Remembered[int, int](max_entries=2, max_bytes=100)

    for number in range(MAX_ONCE + 10):
        memory.keep(number, 1, 1)

    assert len(memory._once) == 10


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=30))
def test_never_takes_more_than_it_may_and_counts_what_it_takes(
    kept: list[tuple[str, int]],
) -> None:
    memory = Remembered[str, int](max_entries=3, max_bytes=100)

    for key, size in kept:
        keep(memory, key, size, size)

        assert len(memory) <= 3
        assert memory.size == sum(memory.find(it) or 0 for it in list(memory)) <= 100
