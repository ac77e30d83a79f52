"""Proof texts against C2SP tlog-proof, and every way to write them wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.ledger.tlog_proof import Inclusion, format_proof, parse_proof
from tests.unit.ledger.builders import ORIGIN, a_signer

NOTE = a_signer().sign(f"{ORIGIN}\n12\n{'A' * 43}=\n")
HASHES = (b"a" * 32, b"b" * 32)
TEXT = f"""\
c2sp.org/tlog-proof@v1
index 5
YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=
YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=

{NOTE}"""

# The example of the specification, its signatures made up in full length.
SPECIFIED = """\
c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJ1roloI=
— witness1.example mJirIkljqY9v2B/5bg==
"""


def test_reads_the_example_of_the_specification() -> None:
    read = parse_proof(SPECIFIED)

    assert (read.index, len(read.proof)) == (73894, 5)
    assert read.extra == b"age-v1.2.1-darwin-arm64.tar.gz"
    assert read.note.startswith("example.com/fancylog\n109482\n")
    assert format_proof(read) == SPECIFIED


def test_writes_one_line_per_hash_and_the_checkpoint_as_it_is() -> None:
    inclusion = Inclusion(index=5, proof=HASHES, note=NOTE)

    assert format_proof(inclusion) == TEXT
    assert parse_proof(TEXT) == inclusion


@given(
    st.integers(min_value=0, max_value=2**53 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    st.none() | st.binary(max_size=100),
)
def test_reads_back_what_was_written(
    index: int, proof: tuple[bytes, ...], extra: bytes | None
) -> None:
    inclusion = Inclusion(index=index, proof=proof, note=NOTE, extra=extra)

    assert parse_proof(format_proof(inclusion)) == inclusion


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "begins with the line"),
        (TEXT.replace("@v1", "@v2"), "begins with the line"),
        (" " + TEXT, "begins with the line"),
        (TEXT.replace("\n", "\r\n"), "begins with the line"),
        (TEXT.replace("index 5\n", ""), "expected 'index'"),
        (TEXT.replace("index 5", "index 05"), "expected 'index'"),
        (TEXT.replace("index 5", "index -5"), "expected 'index'"),
        (TEXT.replace("index 5", "index  5"), "expected 'index'"),
        (TEXT.replace("index 5", f"index {2**53}"), "expected 'index'"),
        (TEXT.replace("index 5", "index 5\nextra QQ=="), "a hash of the proof"),
        (TEXT.replace("index 5", "extra QQ\nindex 5"), "the extra data"),
        (TEXT.replace("WE=\n", "WF=\n"), "canonical"),
        (TEXT.replace("index 5", "index 5\nQQ=="), "32 bytes"),
        (TEXT.replace("index 5", "index 5" + f"\n{'A' * 43}=" * 62), "at most 63"),
        (TEXT.partition("\n\n")[0], "newline"),
        (TEXT.replace("\n\n", "\n", 1), "an empty line and signatures"),
    ],
    ids=[
        *("empty", "another version", "a space first", "carriage returns"),
        *("no index", "leading zero", "a sign", "two spaces", "too large"),
        *("extra too late", "extra not base64", "two spellings", "a short hash"),
        *("too many hashes", "no checkpoint", "no empty line"),
    ],
)
def test_refuses_what_is_written_otherwise(text: str, message: str) -> None:
    with pytest.raises(MalformedEvidenceError, match=message):
        parse_proof(text)


@given(st.text() | st.text().map(lambda text: f"c2sp.org/tlog-proof@v1\n{text}"))
def test_any_text_is_a_proof_or_refused(text: str) -> None:
    with suppress(MalformedEvidenceError):
        assert format_proof(parse_proof(text)) == text
