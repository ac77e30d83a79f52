"""A policy on its way to a middleware says what it claims to say, or is refused."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.catalog.looks import Colours, Layout, Looks
from consent_server.kernel.canonical import canonical_json, sha256_hex
from consent_server.kernel.errors import MalformedEvidenceError
from consent_server.notice.compose import to_json
from consent_server.notice.policy import Policy, compile_policy
from consent_server.sdk.connected.document import accept, describe, write_document
from consent_server.token.codec import TokenCodec
from consent_server.token.earlier import earlier_policies
from consent_server.token.keys import TokenSigner
from tests.builders import SERVICES, make_catalog, make_policy

SIGNER = TokenSigner.from_seed(7, bytes(range(32)))
LOOKS = Looks(layout=Layout.CORNER, colours=Colours(accent="#114477"))
POLICY = compile_policy(replace(make_catalog(), looks=LOOKS))
EARLIER = earlier_policies([make_policy(services=SERVICES[:2]).content], POLICY)
CODEC = TokenCodec(policy=POLICY, keys=SIGNER.public(), earlier=EARLIER)
DOCUMENT = write_document(describe(CODEC, date(2026, 3, 1), secure=True))


def changed(**members: object) -> bytes:
    return json.dumps(json.loads(DOCUMENT) | members).encode()


def test_gives_back_policy_looks_keys_and_what_older_tokens_mean() -> None:
    got = accept(DOCUMENT, "shop", secure=True)

    assert got.policy.version == POLICY.version
    assert got.policy.content == POLICY.content
    assert got.policy.styles.full.digest == POLICY.styles.full.digest
    assert got.codec.earlier == EARLIER
    assert got.since == date(2026, 3, 1)
    body = b"claims"
    got.codec.keys.require_genuine(7, body, SIGNER.sign(body))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"format": "consent-policy/v2"}, "bring this software"),
        ({"site": "blog"}, "expected the policy of 'shop'"),
        ({"secure": False}, "visited over https"),
        ({"version": "0" * 64}, "not its digest"),
        ({"content": "{}"}, "not its digest"),
        ({"keys": {"1": "AAAA"}}, "something else"),
        ({"keys": {"one": ""}}, "something else"),
        ({"looks": {"layout": "round"}}, "something else"),
        ({"earlier": {"xyz": {}}}, "something else"),
        ({"since": "yesterday"}, "something else"),
        ({"content": None}, "something else"),
    ],
    ids=str,
)
def test_refuses_another_document(members: dict[str, Any], said: str) -> None:
    with pytest.raises(MalformedEvidenceError, match=said):
        accept(changed(**members), "shop", secure=True)


def test_refuses_a_service_whose_id_would_be_markup() -> None:
    """Threat row 3: ids stand in attributes of every page as they are."""
    hostile = replace(SERVICES[0], id='a"><script>alert(1)</script>')
    codec = TokenCodec(policy=make_policy(services=(hostile,)), keys=SIGNER.public())
    document = write_document(describe(codec, date(2026, 3, 1), secure=True))

    with pytest.raises(MalformedEvidenceError, match="no id"):
        accept(document, "shop", secure=True)


@pytest.mark.parametrize(
    "looks",
    [
        Looks(logo="https://evil.example/pixel.gif"),
        Looks(logo="//evil.example/pixel.gif"),
        Looks(logo="/\\evil.example/pixel.gif"),
        Looks(logo="data:image/svg+xml,<svg/>"),
        Looks(logo=""),
        Looks(logo='/x" onerror="alert(1)'),
        Looks(colours=Colours(accent="#114477}")),
        Looks(dark_colours=Colours(text="#11 44 77")),
    ],
    ids=str,
)
def test_refuses_looks_that_would_ask_somebody_else(looks: Looks) -> None:
    """They stand in every page, before anybody has chosen."""
    document = changed(looks=json.loads(canonical_json(to_json(looks))))

    with pytest.raises(MalformedEvidenceError, match=r"no (path of this site|colour)"):
        accept(document, "shop", secure=True)


def test_takes_a_logo_of_the_sites_own() -> None:
    looks = json.loads(DOCUMENT)["looks"] | {"logo": "/static/logo.svg?v=2"}
    got = accept(changed(looks=looks), "shop", secure=True)

    assert got.policy.catalog.looks.logo == "/static/logo.svg?v=2"


def test_refuses_what_this_software_makes_another_policy_of() -> None:
    """As when the server has another version, with other words."""
    content = json.loads(POLICY.content)
    content["notices"]["en"]["what"] = "Other words"
    other = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    codec = replace(CODEC, policy=make_policy_of(other))
    document = write_document(describe(codec, date(2026, 3, 1), secure=True))

    with pytest.raises(MalformedEvidenceError, match="install the same version"):
        accept(document, "shop", secure=True)


def make_policy_of(content: bytes) -> Policy:
    return replace(POLICY, content=content, version=sha256_hex(content))


@given(data=st.binary(max_size=300))
def test_refuses_any_bytes(data: bytes) -> None:
    with pytest.raises(MalformedEvidenceError):
        accept(data, "shop", secure=True)


@pytest.mark.parametrize("part", json.loads(DOCUMENT))
def test_refuses_a_document_without_one_of_its_parts(part: str) -> None:
    members = json.loads(DOCUMENT)
    del members[part]

    with pytest.raises(MalformedEvidenceError):
        accept(json.dumps(members).encode(), "shop", secure=True)
