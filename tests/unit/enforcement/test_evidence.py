from consent_server.enforcement.evidence import (
    MAX_LINES,
    OTHERS,
    Evidence,
    Sighting,
    Surface,
    Tally,
)


def test_adds_up_by_service_surface_and_reason() -> None:
    evidence = Evidence()
    evidence.count(["b", "a"], Surface.MARKUP, "refused", times=2)
    evidence.count(["a"], Surface.MARKUP, "refused")
    evidence.count(["a"], Surface.SET_COOKIE, "no_choice_yet")

    assert evidence.read() == {
        Tally("a", Surface.MARKUP, "refused"): 3,
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
