"""The trust file against C2SP tlog-policy."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.kernel.errors import BrokenEvidenceError, MalformedEvidenceError
from consent_server.ledger.cosigning import WitnessSigner
from consent_server.ledger.signing import NoteSigner
from consent_server.ledger.trust import Trust, parse_trust
from tests.unit.ledger.builders import ORIGIN, SECOND, a_signer

LOG = a_signer().vkey


def witness(number: int) -> WitnessSigner:
    return WitnessSigner(f"witness.example/w{number}", bytes([number]) * 32)


# The example of the specification: two of three, and one of three others.
TWO_LEVELS = f"""\
log {LOG}

witness X1 {witness(1).vkey}
witness X2 {witness(2).vkey}
witness X3 {witness(3).vkey}
group X-witnesses 2 X1 X2 X3

witness Y1 {witness(4).vkey}
witness Y2 {witness(5).vkey}
witness Y3 {witness(6).vkey}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""
NAMES = ("X1", "X2", "X3", "Y1", "Y2", "Y3")
W1 = f"witness a {witness(1).vkey}\n"
W2 = f"witness b {witness(2).vkey}\n"


def test_reads_logs_and_witnesses_with_their_addresses() -> None:
    trust = parse_trust(
        f"# agreed by telephone\n\tlog  {LOG} https://shop.example/log \n  \n"
        f"witness a {witness(1).vkey} https://witness.example/\nquorum a"
    )

    assert [key.name for key in trust.log_keys] == [ORIGIN]
    assert [(one.name, one.url) for one in trust.witnesses] == [
        ("a", "https://witness.example/")
    ]
    assert trust.witnesses[0].verifier.name == "witness.example/w1"


@pytest.mark.parametrize("count", range(len(NAMES) + 1))
def test_two_of_three_and_one_of_three_others_is_asked_of_every_set(count: int) -> None:
    trust = parse_trust(TWO_LEVELS)

    for names in combinations(NAMES, count):
        first = sum(name.startswith("X") for name in names)
        enough = first >= 2 and count > first
        assert trust.quorum_met(set(names)) is enough


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("quorum none\n", True),
        (f"{W1}quorum none\n", True),
        (f"{W1}quorum a\n", False),
        (f"{W1}{W2}group g any a b\nquorum g\n", False),
    ],
    ids=["nobody known", "somebody known", "one witness", "a group"],
)
def test_without_a_cosignature_only_no_quorum_is_met(text: str, *, met: bool) -> None:
    assert parse_trust(text).quorum_met(set()) is met


def test_the_name_of_a_group_or_a_stranger_does_not_count_as_a_witness() -> None:
    trust = parse_trust(f"{W1}{W2}group g all a b\nquorum g\n")

    assert not trust.quorum_met({"g", "a", "stranger"})


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", "", "no line 'quorum NAME'"),
        (f"{W1}", "", "no line 'quorum NAME'"),
        ("quorum none\nquorum none\n", "line 2", "a quorum above already"),
        ("quorum a\n", "line 1", "no witness or group 'a' stands above"),
        (f"quorum a\n{W1}", "line 1", "no witness or group 'a' stands above"),
        (f"{W1}group g any a none\n", "line 2", "no witness or group 'none'"),
        (f"{W1}group g any g\n", "line 2", "no witness or group 'g'"),
        (f"{W1}group g any\n", "line 2", "expected 'log KEY"),
        (f"{W1}group g 0 a\n", "line 2", "not '0'"),
        (f"{W1}group g 2 a\n", "line 2", "not '2'"),
        (f"{W1}group g 01 a\n", "line 2", "not '01'"),
        (f"{W1}group g some a\n", "line 2", "not 'some'"),
        (f"{W1}group g any a a\n", "line 2", "in a group already"),
        (f"{W1}{W2}group g any a\ngroup h any b a\n", "line 4", "in a group already"),
        (f"{W1}group a any a\n", "line 2", "the name 'a' is taken"),
        (f"witness none {witness(1).vkey}\n", "line 1", "the name 'none' is taken"),
        (f"{W1}{W1}", "line 2", "the name 'a' is taken"),
        (f"{W1}witness c {witness(1).vkey}\n", "line 2", "witness key stands above"),
        (f"log {LOG}\nlog {LOG}\n", "line 2", "log key stands above"),
        (f"\nwitness a {LOG}\n", "line 2", "not the key of a witness"),
        (f"log {witness(1).vkey}\n", "line 1", "not an Ed25519 key"),
        ("log\n", "line 1", "expected 'log KEY"),
        (f"log {LOG} one two\n", "line 1", "expected 'log KEY"),
        ("LOG x\n", "line 1", "expected 'log KEY"),
        ("quorum none\r\n", "line 1", "carriage return"),
        ("quorum\u00a0none\n", "line 1", "expected 'log KEY"),
    ],
    ids=[
        *("empty", "no quorum", "two quorums", "quorum of a stranger"),
        *("quorum before its witness", "none in a group", "a group in itself"),
        *("a group of nobody", "zero of them", "more than there are", "leading zero"),
        *("a word for a count", "a member twice", "a member of two groups"),
        *("a group named as a witness", "a witness named none", "a name twice"),
        *("a witness key twice", "a log key twice", "a log key as a witness"),
        *("a witness key as a log", "no key", "too many words", "capitals"),
        *("carriage return", "another space"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: str, message: str) -> None:
    with pytest.raises(MalformedEvidenceError) as raised:
        parse_trust(text)

    assert line in str(raised.value)
    assert message in str(raised.value)


def test_a_key_of_one_log_asks_no_witness() -> None:
    trust = Trust.of_key(LOG)

    assert [key.name for key in trust.log_keys] == [ORIGIN]
    assert trust.quorum_met(set())


def test_keys_of_one_log_may_follow_each_other() -> None:
    later = NoteSigner(ORIGIN, b"\x08" * 32).vkey

    assert len(parse_trust(f"log {LOG}\nlog {later}\nquorum none\n").log_keys) == 2


def test_says_who_cosigned_and_when() -> None:
    note = a_signer().sign(f"{ORIGIN}\n1\n{'A' * 43}=\n")
    cosigned = note + witness(2).cosign(note, SECOND) + witness(7).cosign(note, SECOND)
    trust = parse_trust(TWO_LEVELS)

    assert trust.cosigned(note) == {}
    assert trust.cosigned(cosigned) == {"X2": SECOND}
    with pytest.raises(BrokenEvidenceError, match=r"witness\.example/w2"):
        trust.cosigned(cosigned.replace("\n1\n", "\n2\n"))


LATER = NoteSigner(ORIGIN, b"\x08" * 32)


@pytest.mark.parametrize(
    ("keys", "signer"),
    [([LOG], a_signer()), ([LATER.vkey, LOG], a_signer()), ([LOG, LATER.vkey], LATER)],
    ids=["its key", "its second key", "its later key"],
)
def test_opens_what_any_key_of_the_log_signed(
    keys: list[str], signer: NoteSigner
) -> None:
    trust = parse_trust("".join(f"log {key}\n" for key in keys) + "quorum none\n")

    assert trust.open(signer.sign(f"{ORIGIN}\n7\n{'A' * 43}=\n")).size == 7


@pytest.mark.parametrize(
    ("signer", "origin", "says"),
    [
        (LATER, ORIGIN, "not signed by"),
        (NoteSigner("other", b"o" * 32), "other", "the logs to trust are: shop"),
        (a_signer(), "other", "of 'other'"),
    ],
    ids=["another key", "another log", "another origin"],
)
def test_opens_nothing_else(signer: NoteSigner, origin: str, says: str) -> None:
    with pytest.raises(BrokenEvidenceError, match=says):
        Trust.of_key(LOG).open(signer.sign(f"{origin}\n7\n{'A' * 43}=\n"))


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                [
                    *("log", "witness", "group", "quorum", "none", "a", "b", "any"),
                    *("all", "1", "2", "#", LOG, witness(1).vkey, witness(2).vkey),
                ]
            ),
            max_size=6,
        ).map(" ".join),
    ),
    max_size=8,
).map("\n".join)


@given(LINES)
def test_any_text_is_a_trust_file_or_refused(text: str) -> None:
    try:
        trust = parse_trust(text)
    except MalformedEvidenceError:
        return
    assert trust.quorum_met({one.name for one in trust.witnesses})
