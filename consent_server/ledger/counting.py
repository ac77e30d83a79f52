"""Counts by names that a stranger may have chosen: memory has a bound."""

from collections import Counter

NAMES_COUNTED = 200
OTHERS = "(others)"
"""Stands for all names after the first ``NAMES_COUNTED``."""


def count_name(counter: Counter[str], name: str, times: int) -> None:
    """Count a name, or one of the others."""
    if name not in counter and len(counter) >= NAMES_COUNTED:
        name = OTHERS
    counter[name] += times


def count_answer(
    purposes: dict[str, Counter[str]], purpose: str, answer: str, times: int
) -> None:
    """Count what was answered for a purpose, or for one of the others."""
    if purpose not in purposes and len(purposes) >= NAMES_COUNTED:
        purpose = OTHERS
    count_name(purposes.setdefault(purpose, Counter()), answer, times)
