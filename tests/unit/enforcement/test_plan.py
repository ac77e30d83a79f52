from consent_server.enforcement.plan import plan


def test_holds_what_this_visitor_was_denied_in_a_private_response() -> None:
    result = plan(denied=frozenset({"a"}), gated=frozenset({"a", "b"}))

    assert result.held_in(shared=False) == {"a"}


def test_holds_every_gated_service_in_a_shared_response() -> None:
    granted = plan(denied=frozenset(), gated=frozenset({"a", "b"}))
    refused = plan(denied=frozenset({"a", "b"}), gated=frozenset({"a", "b"}))

    assert granted.held_in(shared=True) == refused.held_in(shared=True) == {"a", "b"}
