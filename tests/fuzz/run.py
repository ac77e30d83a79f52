"""Search for inputs that break a promise: ``make fuzz``, with atheris.

``python -m tests.fuzz.run TARGET [options of libFuzzer]``. What is found is written
into the kept corpus, where the unit tests replay it from then on.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["consent_server"]):
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path(__file__).parents[2] / ".fuzz"
WORDS = Path(__file__).with_name("words.dict")


def main(target: str, *options: str) -> None:
    """Search until an option says to stop, or something is found."""
    found = FOUND / target
    found.mkdir(parents=True, exist_ok=True)
    kept = CORPUS / target
    arguments = [
        sys.argv[0],
        f"-dict={WORDS}",
        f"-artifact_prefix={kept}/",
        "-report_slow_units=600",
        *options,
        str(found),
        str(kept),
    ]
    atheris.Setup(arguments, TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
