"""Keys of the server's interface: their secrets, and what each may do."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent_server.token.api_key import (
    ApiKey,
    Role,
    Secret,
    digest_secret,
    make_secret,
    read_secret,
)

TEXT = make_secret(Role.OWNER, Random(1).randbytes)


def a_key(role: Role, site_id: str | None) -> ApiKey:
    secret = digest_secret(TEXT)
    return ApiKey(
        key_id=secret.key_id,
        digest=secret.digest,
        role=role,
        site_id=site_id,
        name="",
        created_at=0,
    )


@pytest.mark.parametrize("role", Role)
def test_reads_what_it_makes(role: Role) -> None:
    text = make_secret(role, Random(2).randbytes)

    assert text.startswith(f"ck_{role}_")
    assert read_secret(text) == digest_secret(text)


@pytest.mark.parametrize(
    "change",
    [
        *(str.upper, lambda it: it[:-1], lambda it: it + "A", lambda it: f" {it}"),
        *(lambda it: f"{it}\n", lambda it: it.replace("ck_", "sk_")),
    ],
    ids=["upper", "short", "long", "space", "line", "kind"],
)
def test_reads_nothing_that_cannot_be_a_secret(change: Callable[[str], str]) -> None:
    assert read_secret(change(TEXT)) is None


@given(st.text(max_size=80))
def test_reads_any_text_without_an_error(text: str) -> None:
    assert read_secret(text) is None


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.ADMIN, set(Role)),
        (Role.OWNER, {Role.OWNER, Role.AUDITOR, Role.MIDDLEWARE}),
        (Role.AUDITOR, {Role.AUDITOR}),
        (Role.MIDDLEWARE, {Role.MIDDLEWARE}),
    ],
)
def test_allows_what_the_role_covers(role: Role, may: set[Role]) -> None:
    site = None if role is Role.ADMIN else "shop"
    key = a_key(role, site)

    assert {one for one in Role if key.allows(one, "shop")} == may
    others = {one for one in Role if key.allows(one, "blog")}
    everywhere = {one for one in Role if key.allows(one, None)}
    assert others == everywhere == (may if role is Role.ADMIN else set())


def test_is_for_its_own_secret_until_it_is_revoked() -> None:
    key, secret = a_key(Role.OWNER, "shop"), digest_secret(TEXT)
    other = Secret(key_id=secret.key_id, digest=bytes(32))

    assert key.is_for(secret)
    assert not key.is_for(other)
    assert not replace(key, revoked_at=1).is_for(secret)
