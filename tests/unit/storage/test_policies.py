"""Policies and notices: published once, kept byte for byte."""

import pytest

from consent_server.kernel.canonical import sha256_hex
from consent_server.kernel.errors import MalformedEvidenceError, StoreUnavailableError
from consent_server.ledger.entry import EntryKind, parse_entry
from consent_server.ledger.log import sequence
from consent_server.ledger.publication import parse_publication
from consent_server.storage.policies import PolicyStore
from tests.unit.ledger.builders import (
    MOMENT,
    NOTICE,
    NOTICE_DIGEST,
    POLICY,
    POLICY_VERSION,
    PUBLICATION,
    SECOND,
    a_signer,
)
from tests.unit.storage.builders import Opened, rows_of

ODD = b'\x00\xff not even text "\r\n'


def test_keeps_policy_and_notices_byte_for_byte(site: Opened) -> None:
    notices = {"en": (NOTICE_DIGEST, NOTICE), "nb": (sha256_hex(ODD), ODD)}
    site.policies.publish(POLICY_VERSION, POLICY, notices, MOMENT)

    assert site.policies.find_policy(POLICY_VERSION) == POLICY
    assert site.policies.find_notice(NOTICE_DIGEST) == NOTICE
    assert site.policies.find_notice(sha256_hex(ODD)) == ODD
    assert site.policies.find_policy(NOTICE_DIGEST) is None
    assert site.policies.find_notice(POLICY_VERSION) is None


def test_announces_a_version_in_the_ledger_once(site: Opened) -> None:
    assert site.publish() is True
    assert site.publish() is False
    sequence(site.ledger, a_signer(), MOMENT)
    assert site.publish() is False

    [row] = rows_of(site.ledger, 1)
    assert parse_entry(row.entry).kind is EntryKind.CONFIG
    assert row.decision is not None
    assert parse_publication(row.decision.part) == PUBLICATION
    assert list(site.ledger.waiting(10, SECOND)) == []


def test_announces_a_new_look_of_the_same_policy(site: Opened) -> None:
    site.publish()
    look = b"<style>"
    notices = {"en": (sha256_hex(look), look)}

    assert site.policies.publish(POLICY_VERSION, POLICY, notices, MOMENT) is True

    assert len(site.ledger.waiting(10, SECOND)) == 2
    assert site.policies.find_notice(NOTICE_DIGEST) == NOTICE
    assert site.policies.find_notice(sha256_hex(look)) == look


@pytest.mark.parametrize(
    ("version", "digest"),
    [
        pytest.param("v1", NOTICE_DIGEST, id="policy"),
        pytest.param(POLICY_VERSION, "d1", id="notice"),
    ],
)
def test_refuses_a_digest_that_is_not_that_of_the_bytes(
    site: Opened, version: str, digest: str
) -> None:
    with pytest.raises(MalformedEvidenceError, match="digest"):
        site.policies.publish(version, POLICY, {"en": (digest, NOTICE)}, MOMENT)

    assert list(site.ledger.waiting(10, SECOND)) == []
    assert site.policies.find_policy(version) is None


def test_needs_a_ledger_and_keeps_sites_apart(site: Opened) -> None:
    site.publish()
    other = PolicyStore(site.engine, "other")

    assert other.find_policy(POLICY_VERSION) is None
    assert other.find_notice(NOTICE_DIGEST) is None
    with pytest.raises(StoreUnavailableError, match="no ledger"):
        other.publish(POLICY_VERSION, POLICY, {"en": (NOTICE_DIGEST, NOTICE)}, MOMENT)
    assert other.find_policy(POLICY_VERSION) is None
