"""Every input that fuzzing kept, read again: ``make unit`` needs no fuzzer for it."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("target", TARGETS)
def test_holds_for_every_input_that_was_kept(target: str) -> None:
    files = sorted((CORPUS / target).iterdir())
    for file in files:
        TARGETS[target](file.read_bytes())

    assert files


def test_keeps_a_small_corpus_of_known_targets() -> None:
    assert {file.parent.name for file in FILES} == set(TARGETS)
    assert len(FILES) < 300
    assert sum(file.stat().st_size for file in FILES) < 1 << 20
