from consent_server.enforcement.evidence import Evidence, Surface, Tally


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
