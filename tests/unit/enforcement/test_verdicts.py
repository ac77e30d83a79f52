import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.model import UNKNOWN
from consent_server.enforcement.markup import MarkupRewriter
from consent_server.enforcement.verdicts import MAX_TAG_BYTES, Verdicts
from tests.unit.enforcement.rewriting import EVERYTHING, MATCHER, SEARCH
from tests.unit.enforcement.test_markup import DOCUMENTS

HOST = "www.site.test"
SPY = b"<img src=//spy.test/p.gif>"
SEEN_BEFORE = Verdicts()


def rewrite(
    page: bytes,
    verdicts: Verdicts | None,
    held: frozenset[str] = EVERYTHING,
    host: str = HOST,
) -> bytes:
    rewriter = MarkupRewriter(MATCHER, held, host, verdicts=verdicts)
    return rewriter.feed(page) + rewriter.close()


@given(
    DOCUMENTS,
    st.frozensets(st.sampled_from(sorted(EVERYTHING))),
    st.sampled_from([HOST, "spy.test", "other.test"]),
)
@SEARCH
def test_makes_of_a_page_what_is_made_without_remembering(
    page: bytes, held: frozenset[str], host: str
) -> None:
    expected = rewrite(page, None, held, host)

    assert rewrite(page, SEEN_BEFORE, held, host) == expected
    assert rewrite(page, SEEN_BEFORE, held, host) == expected


def test_judges_a_tag_anew_where_a_base_moves_its_address() -> None:
    page = b"<img src=p.gif>"
    verdicts = Verdicts()

    assert b"data-held" not in rewrite(page, verdicts)
    assert b"data-held" in rewrite(b"<base href=//spy.test/>" + page, verdicts)
    assert b"data-held" not in rewrite(page, verdicts)


IMPORTS = b'<script%s>import "//a.test/1"</script>'


@pytest.mark.parametrize("held", [frozenset({UNKNOWN}), EVERYTHING, frozenset()])
@pytest.mark.parametrize(
    "tags",
    [
        pytest.param([b'<img src="//a.test/1">'], id="read"),
        pytest.param([b'<img src="//a.test/%d">' % n for n in range(2)], id="named"),
        pytest.param([IMPORTS % b"", IMPORTS % b" "], id="same-text"),
    ],
)
def test_remembers_the_unknown_hosts_of_every_tag(
    tags: list[bytes], held: frozenset[str]
) -> None:
    verdicts = Verdicts()
    for page in (b"".join(tags), *tags):
        rewriter = MarkupRewriter(MATCHER, held, HOST, verdicts=verdicts)
        rewriter.feed(page)
        rewriter.close()

        assert rewriter.unknown_hosts == {"a.test"}


def test_begins_anew_when_it_would_take_too_much() -> None:
    verdicts = Verdicts(max_bytes=10_000)

    for number in range(100):
        assert b"data-held" in rewrite(
            SPY.replace(b"p.gif", b"%d.gif" % number), verdicts
        )

    assert 0 < len(verdicts) < 20


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        pytest.param(SPY, 1, id="tag"),
        pytest.param(SPY[:-1] + b" alt=" + b"x" * MAX_TAG_BYTES + b">", 0, id="large"),
        pytest.param(b"<script>" + b"x" * MAX_TAG_BYTES + b"</script>", 0, id="script"),
    ],
)
def test_does_not_keep_large_tags(page: bytes, kept: int) -> None:
    verdicts = Verdicts()

    rewrite(page, verdicts)

    assert len(verdicts) == kept
