"""What each company's site shows and which tools it uses: data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page; its text stands in ``templates/<site>/<name>.html``."""

    name: str
    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerCookie:
    """A cookie that the site's own server sets; no ``life_seconds``: a session."""

    name: str
    value: str
    life_seconds: int | None = None
    http_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One site: its pages, and its tools as files of ``templates/vendors``.

    ``head``, ``body_start`` and ``body_end`` say where the vendors' instructions put
    their snippets on every page. ``page_cookies`` come with every page,
    ``campaign_cookies`` with the redirect that a campaign link runs through.
    """

    id: str
    name: str
    language: str
    slogan: str
    pages: tuple[Page, ...]
    head: tuple[str, ...] = ()
    body_start: tuple[str, ...] = ()
    body_end: tuple[str, ...] = ()
    fragment: tuple[str, ...] = ()
    page_cookies: tuple[ServerCookie, ...] = ()
    campaign_cookies: tuple[ServerCookie, ...] = ()
    scores_visitors: bool = False
    remembers_forms: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)


AFFINITY = ServerCookie(name="ARRAffinity", value="instance-1", http_only=True)
HUBSPOT_VISITOR = ServerCookie(
    name="hubspotutk", value="c0ffee00000000000000000000000001", life_seconds=180 * DAY
)
STATISTICS = ServerCookie(
    name="visit_statistics", value="campaign", life_seconds=390 * DAY
)

ONWORK = Company(
    id="onwork",
    name="ONwork",
    language="en",
    slogan="Every crew knows where to be tomorrow",
    pages=(
        Page(name="home", path="/", title="Home"),
        Page(name="product", path="/product", title="Product"),
        Page(name="contact", path="/contact", title="Contact"),
        Page(name="newsletter", path="/newsletter", title="Newsletter"),
    ),
    head=("google_analytics",),
    body_end=("hubspot_tracking", "hubspot_chat"),
    fragment=("meta_page",),
    page_cookies=(ServerCookie(name="load_balancer", value="node-2", http_only=True),),
    campaign_cookies=(HUBSPOT_VISITOR,),
    ids={"analytics": "G-EXAMPLE1", "hubspot": "1000001"},
)

OMNIUM = Company(
    id="omnium",
    name="Omnium",
    language="en",
    slogan="One order, every channel",
    pages=(
        Page(name="home", path="/", title="Home"),
        Page(name="product", path="/product", title="Product"),
        Page(name="demo", path="/demo", title="Book a demo"),
        Page(name="newsletter", path="/newsletter", title="Newsletter"),
    ),
    head=(
        "cookiebot",
        "google_tag_manager",
        "google_ads",
        "meta_pixel",
    ),
    body_start=("google_tag_manager", "google_floodlight"),
    body_end=(
        "linkedin_insight",
        "google_audiences",
        "hubspot_tracking",
        "visitor_scoring",
    ),
    fragment=("linkedin_insight",),
    page_cookies=(AFFINITY,),
    campaign_cookies=(
        HUBSPOT_VISITOR,
        ServerCookie(name="_gcl_aw", value="GCL.1.example", life_seconds=90 * DAY),
    ),
    scores_visitors=True,
    ids={
        "ads": "AW-100000001",
        "container": "GTM-EXAMPLE1",
        "floodlight": "1000001",
        "hubspot": "1000001",
        "linkedin": "1000001",
        "meta": "100000000000001",
    },
)

CONTRACTING = Company(
    id="contracting",
    name="Contracting Works",
    language="nb",
    slogan="Papirarbeidet gjort før bilen er lastet",
    pages=(
        Page(name="home", path="/", title="Hjem"),
        Page(name="product", path="/produkt", title="Produkt"),
        Page(name="support", path="/support", title="Support"),
        Page(name="webinar", path="/webinar", title="Webinar"),
    ),
    head=("google_analytics", "application_insights", "meta_pixel"),
    body_end=("linkedin_insight", "mouseflow", "zendesk"),
    fragment=("meta_pixel",),
    page_cookies=(AFFINITY,),
    campaign_cookies=(
        ServerCookie(
            name="_fbc", value="fb.1.1700000000000.example", life_seconds=90 * DAY
        ),
    ),
    ids={
        "analytics": "G-EXAMPLE3",
        "insights": "00000000-0000-4000-8000-000000000003",
        "linkedin": "1000003",
        "meta": "100000000000003",
        "mouseflow": "00000000-0000-4000-8000-000000000013",
        "zendesk": "00000000-0000-4000-8000-000000000023",
    },
)

PROMARK = Company(
    id="promark",
    name="ProMark",
    language="nb",
    slogan="Timer som stemmer, fra stempling til lønn",
    pages=(
        Page(name="home", path="/", title="Hjem"),
        Page(name="product", path="/produkt", title="Produkt"),
        Page(name="login", path="/logg-inn", title="Kundeportal"),
    ),
    body_end=("site_statistics",),
    fragment=("site_statistics",),
    campaign_cookies=(STATISTICS,),
)

WEBSTEP = Company(
    id="webstep",
    name="Webstep",
    language="nb",
    slogan="Konsulenter som blir til det virker",
    pages=(
        Page(name="home", path="/", title="Hjem"),
        Page(name="services", path="/tjenester", title="Tjenester"),
        Page(name="contact", path="/kontakt", title="Kontakt"),
        Page(name="login", path="/logg-inn", title="Logg inn"),
    ),
    body_end=("site_statistics",),
    fragment=("site_statistics",),
    campaign_cookies=(STATISTICS,),
    remembers_forms=True,
)

COMPANIES: Mapping[str, Company] = {
    company.id: company for company in (ONWORK, OMNIUM, CONTRACTING, PROMARK, WEBSTEP)
}
