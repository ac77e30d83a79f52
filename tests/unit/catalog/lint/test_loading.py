"""What services bring in, and what could hold them."""

import pytest

from tests.unit.catalog.lint.sites import codes, lint_service, lint_with


def test_names_all_children_that_are_missing() -> None:
    (finding,) = lint_with("services: [google.ads, google.tag_manager]")

    assert finding.code == "CAT021"
    assert "google.analytics, google.floodlight," in finding.message


def test_believes_a_site_that_its_service_brings_in_nothing() -> None:
    findings = lint_with("services: [{id: hubspot.ads, loads_others: []}]")

    assert codes(findings) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param("stops", [], id="stops"),
        pytest.param("cookieless", ["CAT023"], id="cookieless"),
        pytest.param("storage_only", ["CAT023"], id="storage-only"),
        pytest.param("no_call", ["CAT023"], id="no-call"),
    ],
)
def test_a_call_alone_is_enough_only_for_vendors_that_stop(
    after: str, expected: list[str]
) -> None:
    keys = f"{{consent_call: {{interface: meta, after_refusal: {after}}}}}"

    assert codes(lint_service(keys)) == expected


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("resources: [{url: a.example, kinds: [script]}]", id="address"),
        pytest.param("markers: [acmeStats]", id="marker"),
    ],
)
def test_what_can_be_held_needs_no_call(keys: str) -> None:
    call = "consent_call: {interface: meta, after_refusal: cookieless}"

    assert codes(lint_service(f"{{{keys}, {call}}}")) == []


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("storage: [{local: extra}]", id="storage"),
        pytest.param("url_parameters: [extra_id]", id="parameter"),
        pytest.param("markers: [extraTag]", id="marker"),
    ],
)
def test_one_thing_named_is_something(keys: str) -> None:
    assert codes(lint_service(f"{{cookies: [], {keys}}}")) == []
