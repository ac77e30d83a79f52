"""Plain builders of catalog, policy and choice values; what is not named is small."""

from consent_server.catalog.model import (
    Catalog,
    Controller,
    Cookie,
    Marker,
    NamePattern,
    Provider,
    Purpose,
    Resource,
    ResourceKind,
    Service,
    Site,
)
from consent_server.consent.choice import RawChoice
from consent_server.notice.policy import Policy, compile_policy

PURPOSES = (
    Purpose(id="necessary", exempt=True),
    Purpose(id="analytics"),
    Purpose(id="marketing"),
    Purpose(id="scoring"),
)

SERVICES = (
    Service(
        id="site.session",
        name="Login",
        provider="site",
        purposes=("necessary",),
        cookies=(Cookie(pattern=NamePattern(text="session"), http_only=True),),
        justification="Keeps the visitor logged in.",
    ),
    Service(
        id="stats",
        name="Stats",
        provider="acme",
        purposes=("analytics",),
        cookies=(Cookie(pattern=NamePattern(text="_stats")),),
        resources=(
            Resource(host="stats.acme.example", kinds=frozenset({ResourceKind.SCRIPT})),
        ),
        markers=(Marker(tokens=("acmeStats(",)),),
    ),
    Service(
        id="ads",
        name="Ads",
        provider="acme",
        purposes=("marketing",),
        resources=(
            Resource(host="ads.acme.example", kinds=frozenset({ResourceKind.IMG})),
        ),
    ),
    Service(
        id="audiences",
        name="Audiences",
        provider="acme",
        purposes=("analytics", "marketing"),
    ),
    Service(id="score", name="Score", provider="site", purposes=("scoring",)),
)


def make_catalog(
    *,
    site_id: str = "shop",
    services: tuple[Service, ...] = SERVICES,
    languages: tuple[str, ...] = ("en", "nb"),
    choice_lifetime_days: int = 182,
) -> Catalog:
    return Catalog(
        site=Site(
            id=site_id,
            domains=("shop.example",),
            languages=languages,
            jurisdiction="NO",
            choice_lifetime_days=choice_lifetime_days,
        ),
        controller=Controller(name="Shop AS", country="NO", email="post@shop.example"),
        providers={
            "acme": Provider(id="acme", name="Acme Inc.", country="US"),
            "site": Provider(id="site", name="Shop AS", country="NO"),
        },
        purposes=PURPOSES,
        services=services,
    )


def make_policy(
    *,
    site_id: str = "shop",
    services: tuple[Service, ...] = SERVICES,
    choice_lifetime_days: int = 182,
) -> Policy:
    return compile_policy(
        make_catalog(
            site_id=site_id,
            services=services,
            choice_lifetime_days=choice_lifetime_days,
        )
    )


def make_raw_choice(
    policy: Policy, action: str = "grant_all", **fields: object
) -> RawChoice:
    values: dict[str, object] = {
        "action": action,
        "surface": "banner",
        "policy_version": policy.version,
        "language": "en",
    }
    return RawChoice(**(values | fields))  # type: ignore[arg-type] # the test names them
