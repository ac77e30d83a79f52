"""Sightings become findings, which end when they are declared."""

from datetime import date

import pytest

from consent_server.enforcement.evidence import DROPPED, OTHERS, Sighting, Surface
from consent_server.enforcement.findings import (
    Advice,
    Declared,
    Finding,
    Kind,
    SightingCount,
    State,
    advise,
    find,
)
from consent_server.storage.catalog_files import library_matcher
from tests.builders import make_policy

FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (1, 2, 3))
NEW = Sighting(Surface.MARKUP, "new.test")
COOKIE = Sighting(Surface.SET_COOKIE, "basket")


def count(day: date, sighting: Sighting, times: int = 1) -> SightingCount:
    return SightingCount(day=day, sighting=sighting, times=times)


def found(
    *counts: SightingCount,
    declared: Declared | None = None,
    ignored: frozenset[str] = frozenset(),
) -> list[Finding]:
    return find(counts, declared, library_matcher(), ignored)


def test_one_finding_for_all_that_is_seen_of_a_name() -> None:
    reported = Sighting(Surface.BROWSER, "new.test", "img-src")
    [finding] = found(
        count(SECOND, NEW, 3), count(FIRST, NEW, 4), count(THIRD, reported, 5)
    )

    assert (finding.id, finding.code) == ("host:new.test", "UND001")
    assert (finding.first_seen, finding.last_seen, finding.times) == (FIRST, THIRD, 12)
    assert finding.where == ((Surface.BROWSER, "img-src"), (Surface.MARKUP, ""))
    assert finding.state is State.OPEN


def test_a_cookie_and_a_host_of_the_same_name_are_two() -> None:
    host = Sighting(Surface.LINK_HEADER, "basket")

    assert [
        (it.id, it.code) for it in found(count(FIRST, host), count(FIRST, COOKIE))
    ] == [
        ("cookie:basket", "UND002"),
        ("host:basket", "UND001"),
    ]


@pytest.mark.parametrize("name", [OTHERS, DROPPED])
def test_lines_without_a_name_are_no_findings(name: str) -> None:
    assert found(count(FIRST, Sighting(Surface.BROWSER, name))) == []


@pytest.mark.parametrize(
    ("sighting", "state"),
    [
        pytest.param(
            Sighting(Surface.MARKUP, "stats.acme.example"), State.DECLARED, id="host"
        ),
        pytest.param(
            Sighting(Surface.BROWSER, "shop.example"), State.DECLARED, id="own-host"
        ),
        pytest.param(
            Sighting(Surface.SET_COOKIE, "_stats"), State.DECLARED, id="cookie"
        ),
        pytest.param(NEW, State.OPEN, id="another-host"),
        pytest.param(COOKIE, State.OPEN, id="another-cookie"),
    ],
)
def test_ends_when_the_policy_declares_it(sighting: Sighting, state: State) -> None:
    policy = make_policy()
    declared = Declared(
        matcher=policy.matcher, domain=policy.site.domains[0], since=SECOND
    )
    [before] = found(count(FIRST, sighting), declared=declared)
    [after] = found(count(FIRST, sighting), count(THIRD, sighting), declared=declared)

    assert before.state is state
    assert after.state is State.OPEN


def test_what_is_ignored_is_declared_when_it_is() -> None:
    policy = make_policy()
    declared = Declared(
        matcher=policy.matcher, domain=policy.site.domains[0], since=SECOND
    )
    seen = count(FIRST, Sighting(Surface.SET_COOKIE, "_stats"))
    ignored = frozenset({"cookie:_stats"})

    assert [it.state for it in found(seen, ignored=ignored)] == [State.IGNORED]
    assert [it.state for it in found(seen, ignored=ignored, declared=declared)] == [
        State.DECLARED
    ]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Kind.COOKIE, "_ga", "declare it as: google.analytics"),
        (Kind.HOST, "www.googletagmanager.com", "is in the library; declare it as: "),
        (Kind.HOST, "new.test", "is known to nobody"),
        (Kind.COOKIE, "zzz_unheard_of", "is known to nobody"),
    ],
)
def test_says_how_to_declare_it(kind: Kind, name: str, words: str) -> None:
    assert words in advise(kind, name, library_matcher()).words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.COOKIE, 'looks like Acme; declare it as "catalog lookup" prints'),
        (Kind.HOST, "looks like Acme; declare what it loads under own"),
    ],
)
def test_a_guess_leads_to_what_to_write(kind: Kind, words: str) -> None:
    assert Advice(kind=kind, services=(), looks_like=("Acme",)).words == words
