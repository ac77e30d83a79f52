"""A small site that every test of the notice shares."""

import pytest

from consent_server.catalog.model import (
    Catalog,
    Controller,
    Provider,
    Purpose,
    Service,
    Site,
)
from consent_server.notice.policy import Policy, compile_policy


@pytest.fixture
def catalog() -> Catalog:
    providers = (
        Provider(id="google", name="Google", country="IE"),
        Provider(id="meta", name="Meta", country="IE"),
        Provider(id="example", name="Example AS", country="NO"),
    )
    return Catalog(
        site=Site(
            id="example",
            domains=("example.test",),
            languages=("en", "nb", "nn", "da", "sv"),
            jurisdiction="NO",
        ),
        controller=Controller(
            name="Example AS",
            country="NO",
            privacy_policy_url="https://example.test/privacy",
        ),
        providers={provider.id: provider for provider in providers},
        purposes=(
            Purpose(id="necessary", exempt=True),
            Purpose(id="analytics"),
            Purpose(id="marketing"),
            Purpose(id="scoring"),
        ),
        services=(
            Service(
                id="site.session",
                name="Login",
                provider="example",
                purposes=("necessary",),
                justification="keeps the visitor logged in",
            ),
            Service(
                id="meta.pixel",
                name="Meta Pixel",
                provider="meta",
                purposes=("marketing",),
            ),
            Service(
                id="google.analytics",
                name="Google Analytics",
                provider="google",
                purposes=("analytics",),
            ),
            Service(
                id="google.ads",
                name="Google Ads",
                provider="google",
                purposes=("marketing", "necessary"),
            ),
            Service(
                id="visitor.scoring",
                name="Lead score",
                provider="example",
                purposes=("scoring",),
            ),
        ),
    )


@pytest.fixture
def policy(catalog: Catalog) -> Policy:
    return compile_policy(catalog)
