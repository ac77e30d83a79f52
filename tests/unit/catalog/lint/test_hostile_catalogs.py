"""Whoever may hand in a catalog cannot keep a server busy with it (threat 25).

Counted in calls, not in seconds: twice the file takes about twice the work.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.web.judging import judge_site
from tests.unit.catalog.lint.sites import FINE

OWN = f"{FINE}own:\n services:\n"
PURPOSES = ("analytics", "necessary")
KILOBYTES = 8
LANGUAGES = ", ".join(f"{one}{two}" for one in "abcdefgh" for two in "qrstuvxwzabcde")


def count_calls(text: str) -> int:
    calls = 0

    def count(_: FrameType, __: str, ___: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        judge_site(text, "shop.yaml")
    except CatalogMistakesError:
        pass
    finally:
        sys.setprofile(before)
    return calls


def service(index: int, parts: str) -> str:
    purpose = PURPOSES[index % 2]
    named = f"id: service{index}, name: s, provider: site"
    return f"  - {{{named}, purposes: [{purpose}], {parts}\n"


def filled(head: str, part: Callable[[int], str], tail: str, kilobytes: int) -> str:
    text, index = head, 0
    while len(text) < kilobytes * 1024:
        text += part(index)
        index += 1
    return text + tail


SHAPES = {
    "one-name-in-many-services": (
        OWN,
        lambda i: service(i, "cookies: [{name: aaa, life: session}]}"),
        "",
    ),
    "services-that-nobody-knows": (
        OWN,
        lambda i: service(i, f"loads_others: [servic{i}]}}"),
        "",
    ),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_takes_twice_the_work_for_twice_the_file(
    shape: tuple[str, Callable[[int], str], str],
) -> None:
    count_calls(FINE)  # what is read once, and kept

    once, twice, thrice = (
        count_calls(filled(*shape, kilobytes=KILOBYTES * times)) for times in (1, 2, 3)
    )

    assert thrice - twice <= 1.3 * (twice - once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            filled(
                OWN + service(0, "cookies: ["),
                lambda i: f"{{name: aaa{i:x}*, life: session}},",
                "]}\n",
                kilobytes=16,
            ),
            "at most 200 names with * in a file",
            id="names-with-a-star",
        ),
        pytest.param(
            filled(
                OWN + service(0, "resources: ["),
                lambda i: f"{{url: a.b/{i:x}, kinds: [img]}},",
                "]}\n",
                kilobytes=16,
            ),
            "at most 100 addresses for a service",
            id="addresses",
        ),
        pytest.param(
            OWN + service(0, "cookies: [{name: aaa*b*b*b*b*b, life: session}]}"),
            "and 4 *",
            id="stars",
        ),
        pytest.param(
            OWN + service(0, f"cookies: [{{name: {'a' * 257}, life: session}}]}}"),
            "at most 256 characters",
            id="long-name",
        ),
        pytest.param(
            OWN + service(0, f"resources: [{{url: a.b/{'a' * 1100}, kinds: [img]}}]}}"),
            "at most 1024 characters",
            id="long-address",
        ),
        pytest.param(
            FINE.replace("languages: [nb]", f"languages: [{LANGUAGES}]"),
            "at most 100 languages",
            id="languages",
        ),
    ],
)
def test_says_how_many_there_may_be(text: str, expected: str) -> None:
    with pytest.raises(CatalogMistakesError) as caught:
        judge_site(text, "shop.yaml")

    assert expected in str(caught.value)


def test_guesses_for_the_first_mistakes_only() -> None:
    text = filled(FINE, lambda i: f"  - goggle.analytics{i}\n", "", kilobytes=2)

    with pytest.raises(CatalogMistakesError) as caught:
        judge_site(text, "shop.yaml")

    hints = [it.hint for it in caught.value.mistakes]
    assert hints[:20] == ["did you mean google.analytics?"] * 20
    assert set(hints[20:]) == {None}
