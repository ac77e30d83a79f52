"""Addresses, read by the server as by the guard in the page."""

from urllib.parse import urlsplit

import pytest

from consent_server.catalog.match import compile_matcher
from consent_server.enforcement.claims import Claims
from consent_server.enforcement.urls import Location
from tests.address_vectors import ADDRESSES, PAGE, SERVICES

PARTS = urlsplit(PAGE)
HERE = Location(str(PARTS.hostname), PARTS.path, PARTS.query)


@pytest.mark.parametrize(("address", "services"), ADDRESSES.items())
def test_reads_every_address_as_the_guard_in_the_page_does(
    address: str, services: list[str]
) -> None:
    held = frozenset(service.id for service in SERVICES)
    claims = Claims(compile_matcher(SERVICES), held, HERE.host)

    assert claims.of_url(address, HERE) == set(services)
