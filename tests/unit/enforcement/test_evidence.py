from consent_server.enforcement.evidence import Evidence, Surface, Tally


def test_adds_up_by_service_surface_and_reason() -> None:
    one, other = Evidence(), Evidence()
    one.count(["b", "a"], Surface.MARKUP, "refused", times=2)
    other.count(["a"], Surface.MARKUP, "refused")
    other.count(["a"], Surface.SET_COOKIE, "no_choice_yet")

    one.merge(other)

    assert one.read() == {
        Tally("a", Surface.MARKUP, "refused"): 3,
        Tally("a", Surface.SET_COOKIE, "no_choice_yet"): 1,
        Tally("b", Surface.MARKUP, "refused"): 2,
    }


def test_does_not_change_what_it_merges() -> None:
    one, other = Evidence(), Evidence()
    other.count(["a"], Surface.LINK_HEADER, "refused")

    one.merge(other)
    one.count(["a"], Surface.LINK_HEADER, "refused")

    assert list(other.read().values()) == [1]
