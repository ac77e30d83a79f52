from consent_server.enforcement.evidence import (
    MAX_LINES,
    OTHERS,
    Evidence,
    Sighting,
    Surface,
    Taken,
    Tally,
)

MARKUP = Tally("a", Surface.MARKUP, "refused")
HOST = Sighting(Surface.MARKUP, "a.test")


def test_adds_up_by_service_surface_and_reason() -> None:
    evidence = Evidence()
    evidence.count(["b", "a"], Surface.MARKUP, "refused", times=2)
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.count(["a"], Surface.SET_COOKIE, "no_choice_yet")

    assert evidence.read() == {
        MARKUP: 3,
        Tally("a", Surface.SET_COOKIE, "no_choice_yet"): 1,
        Tally("b", Surface.MARKUP, "refused"): 2,
    }


def test_counts_what_responses_showed() -> None:
    evidence = Evidence()
    evidence.see(
        [Sighting(Surface.MARKUP, "b.test"), Sighting(Surface.MARKUP, "a.test")]
    )
    evidence.see([Sighting(Surface.BROWSER, "b.test", "img-src")])
    evidence.see([Sighting(Surface.MARKUP, "b.test")])

    assert list(evidence.read_sightings().items()) == [
        (Sighting(Surface.BROWSER, "b.test", "img-src"), 1),
        (Sighting(Surface.MARKUP, "a.test"), 1),
        (Sighting(Surface.MARKUP, "b.test"), 2),
    ]


def test_a_flood_of_names_is_one_line_and_leaves_other_surfaces_alone() -> None:
    evidence = Evidence()
    evidence.see([Sighting(Surface.MARKUP, "known.test")])
    for number in range(3 * MAX_LINES):
        evidence.see([Sighting(Surface.BROWSER, f"h{number}.test", "img-src")])
    evidence.see([Sighting(Surface.MARKUP, "late.test")])
    evidence.see([Sighting(Surface.BROWSER, "h0.test", "img-src")])
    found = evidence.read_sightings()

    assert found[Sighting(Surface.BROWSER, OTHERS)] == 2 * MAX_LINES
    assert found[Sighting(Surface.BROWSER, "h0.test", "img-src")] == 2
    assert found[Sighting(Surface.MARKUP, "late.test")] == 1
    assert len(found) == MAX_LINES + 3


def test_a_name_too_long_to_be_one_is_counted_without_it() -> None:
    evidence = Evidence()
    evidence.see([Sighting(Surface.SET_COOKIE, "x" * 1_000)])

    assert evidence.read_sightings() == {Sighting(Surface.SET_COOKIE, OTHERS): 1}


def test_gives_each_count_away_once() -> None:
    evidence = Evidence()
    evidence.count(["a"], Surface.MARKUP, "refused")

    evidence.see([HOST])

    assert evidence.take() == Taken(held={MARKUP: 1}, seen={HOST: 1})
    assert not evidence.take()


def test_adds_what_was_put_back_to_what_came_since() -> None:
    evidence = Evidence()
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.see([HOST])
    taken = evidence.take()
    evidence.count(["a"], Surface.MARKUP, "refused", times=2)
    evidence.see([HOST])
    evidence.put_back(taken)

    assert evidence.take() == Taken(held={MARKUP: 3}, seen={HOST: 2})


def test_tells_of_the_first_count_after_nothing() -> None:
    told = list[dict[Tally, int]]()
    evidence = Evidence()
    evidence.notify = lambda: told.append(evidence.read())
    evidence.count([], Surface.MARKUP, "refused")
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.see([HOST])
    evidence.take()
    evidence.see([])
    evidence.see([HOST])
    evidence.count(["a"], Surface.MARKUP, "refused")

    assert told == [{MARKUP: 1}, {}]


def test_begins_at_nothing_in_a_forked_process() -> None:
    evidence = Evidence()
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.see([HOST])
    evidence.forget()

    assert not evidence.take()


def test_counts_requests_whose_signal_was_honoured() -> None:
    evidence = Evidence()
    evidence.honour("gpc")
    taken = evidence.take()
    evidence.honour("gpc")
    evidence.put_back(taken)

    assert taken == Taken(held={}, seen={}, signals={"gpc": 1})
    assert evidence.take().signals == {"gpc": 2}
    assert not evidence.take()


def test_counts_pages_that_asked_by_language() -> None:
    evidence = Evidence()
    asked: list[str] = []
    evidence.notify = lambda: asked.append("told")
    for language in ("nb", "en", "nb"):
        evidence.ask(language)
    taken = evidence.take()
    evidence.put_back(taken)

    assert asked == ["told", "told"]
    assert evidence.take() == Taken(held={}, seen={}, asked={"en": 1, "nb": 2})
