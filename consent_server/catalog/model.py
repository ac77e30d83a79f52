"""The values of a catalog: frozen, checked once by the schema, never again."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from consent_server.catalog.looks import Looks

PurposeId = str
ServiceId = str
ProviderId = str

OWNER: ProviderId = "site"
"""The provider of what a site does itself; a loaded catalog names the controller."""


UNKNOWN: ServiceId = "unknown"
"""Whatever no service declares. No catalog has it, so nobody can grant it."""

CHOICE_SERVICE: ServiceId = "site.choice"
"""The library's service for the cookie that keeps the choice."""


class Unknown(enum.StrEnum):
    """What is done about third parties and cookies that no service declares."""

    OBSERVE = "observe"  # counted
    REPORT = "report"  # counted by the browser too
    STRICT = "strict"  # held like a refused service


class MatchKind(enum.StrEnum):
    """How a declared name matches a real one."""

    EXACT = "exact"
    PREFIX = "prefix"
    GLOB = "glob"


class Party(enum.StrEnum):
    """On whose host a cookie lives; only first-party ones can be expired by us."""

    FIRST = "first"
    THIRD = "third"


class StorageArea(enum.StrEnum):
    """Which browser storage a key lives in."""

    LOCAL = "local"
    SESSION = "session"
    INDEXEDDB = "indexeddb"


class ResourceKind(enum.StrEnum):
    """What kind of request loads a resource."""

    SCRIPT = "script"
    IMG = "img"
    IFRAME = "iframe"
    LINK = "link"
    CONNECT = "connect"
    FORM = "form"
    MEDIA = "media"
    OBJECT = "object"


class Role(enum.StrEnum):
    """The provider's role under the GDPR (Articles 4(7), 4(8), 26)."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    JOINT = "joint"


class Transfer(enum.StrEnum):
    """The ground on which data leave the EEA (GDPR Articles 44-49)."""

    NONE = "none"
    ADEQUACY = "adequacy"
    SCC = "scc"
    UNKNOWN = "unknown"


class LegalBasis(enum.StrEnum):
    """The ground on which data are processed (GDPR Article 6(1)(a), (b), (c), (f)).

    It says what happens to data afterwards. Whether a device may be used is another
    question, to which only consent and strict necessity are answers (Directive 2002/58
    Article 5(3)): no basis opens a gate.
    """

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Interface(enum.StrEnum):
    """By what a vendor's own code can be told: ``widget/src/vendors.js`` speaks each.

    One of a service that is exempt is told of the whole site.
    """

    GOOGLE_CONSENT_MODE = "google_consent_mode"
    MICROSOFT_UET = "microsoft_uet"
    MICROSOFT_CLARITY = "microsoft_clarity"
    META = "meta"
    TIKTOK = "tiktok"
    PINTEREST = "pinterest"
    MATOMO = "matomo"
    MATOMO_COOKIES = "matomo_cookies"
    HUBSPOT = "hubspot"
    MIXPANEL = "mixpanel"
    AMPLITUDE = "amplitude"
    MOUSEFLOW = "mouseflow"
    APP_INSIGHTS = "app_insights"
    PARDOT = "pardot"
    ZENDESK = "zendesk"
    INTERCOM = "intercom"
    CRISP = "crisp"
    WP_CONSENT_API = "wp_consent_api"


class AfterRefusal(enum.StrEnum):
    """What a vendor's own code still does after its consent call said no."""

    STOPS = "stops"
    COOKIELESS = "cookieless"
    STORAGE_ONLY = "storage_only"
    NO_CALL = "no_call"


class Status(enum.StrEnum):
    """Whether the vendor still runs the service."""

    ACTIVE = "active"
    DEAD = "dead"


class EmbedKind(enum.StrEnum):
    """How content that a person looks at is put into a page."""

    FRAME = "frame"  # iframe, object, embed, video or audio
    SCRIPT = "script"  # shows something where it stands in the body


class Sureness(enum.StrEnum):
    """How well a fact is known."""

    VENDOR = "vendor"  # read at the vendor's own page or source code
    SECONDARY = "secondary"  # read at a secondary source
    GENERAL = "general"  # general knowledge, verify before relying on it


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePattern:
    """A cookie name or storage key, or a family of them."""

    text: str
    kind: MatchKind = MatchKind.EXACT

    @property
    def written(self) -> str:
        """The pattern as a file writes it."""
        return self.text + "*" * (self.kind is MatchKind.PREFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """A cookie that a service sets or reads.

    ``life_seconds`` is ``None`` for a session cookie. ``domain`` names the host of a
    third-party cookie; its subdomains count too.
    """

    pattern: NamePattern
    party: Party = Party.FIRST
    domain: str | None = None
    life_seconds: int | None = None
    http_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageKey:
    """A key in browser storage that a service writes or reads."""

    area: StorageArea
    pattern: NamePattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A host and path that a service loads or sends to.

    ``host`` is ``www.example.com`` (that host only), ``*.example.com`` (its subdomains,
    not itself), ``www.example.*`` (any public suffix) or ``*`` (any host, for services
    that sites run under names of their own; then ``path`` must say what it is).
    ``path`` is a prefix in which ``*`` stands for any text; case does not count.
    ``query`` maps parameter names to prefixes of their values, all of which must occur.
    """

    host: str
    path: str = "/"
    query: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[ResourceKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Recognises an inline snippet: it matches when every token is in the text.

    White space and backslashes do not count, and quotation marks are all one kind.
    """

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCall:
    """The vendor's own consent interface, and its limits."""

    interface: Interface
    after_refusal: AfterRefusal = AfterRefusal.NO_CALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How a service scores a visitor (GDPR Articles 13(2)(f), 22).

    ``logic`` says what gives points, ``threshold`` what happens when; with
    ``human_review`` a person decides, never the score alone.
    """

    logic: str
    threshold: str
    human_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the facts of an entry come from."""

    source: str
    checked_on: str  # ISO 8601 date
    sureness: Sureness
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The company behind services."""

    id: ProviderId
    name: str
    country: str  # ISO 3166-1 alpha-2
    privacy_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One gated unit of one provider.

    ``descriptions`` has a sentence for visitors by language (BCP 47), in one at least.
    ``names`` has what it is called in each language, nothing for a brand; ``name`` is
    the brand, else the English of these, or the first.
    ``justification`` says why an exempt service is strictly necessary; exempt means
    that all of its purposes are. ``loads_others`` names services that this one brings
    in by itself. ``embeds`` says what of it a person looks at: a placeholder stands
    there while it is held.
    """

    id: ServiceId
    name: str
    provider: ProviderId
    purposes: tuple[PurposeId, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    role: Role = Role.PROCESSOR
    transfer: Transfer = Transfer.UNKNOWN
    cookies: tuple[Cookie, ...] = ()
    storage: tuple[StorageKey, ...] = ()
    resources: tuple[Resource, ...] = ()
    markers: tuple[Marker, ...] = ()
    noscript_leak: bool = False
    loads_others: tuple[ServiceId, ...] = ()
    url_parameters: tuple[str, ...] = ()
    csp: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consent_call: ConsentCall | None = None
    embeds: tuple[EmbedKind, ...] = ()
    routes_allowed: tuple[str, ...] = ()
    status: Status = Status.ACTIVE
    justification: str | None = None
    legal_basis: LegalBasis | None = None
    scoring: Scoring | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeText:
    """What a visitor reads about a purpose, in one language."""

    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why; the unit that a visitor grants or refuses.

    ``texts`` holds the texts of a site's own purpose by language; the shipped purposes
    have theirs in ``notice/texts``.
    """

    id: PurposeId
    exempt: bool = False
    texts: Mapping[str, PurposeText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The services that sites choose from, with their purposes and providers."""

    name: str
    providers: Mapping[ProviderId, Provider]
    purposes: tuple[Purpose, ...]
    services: Mapping[ServiceId, Service]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """Who decides why data are processed (GDPR Article 13(1)(a), (b))."""

    name: str
    country: str
    address: str | None = None
    email: str | None = None
    organisation_number: str | None = None
    data_protection_officer: str | None = None
    privacy_policy_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One set of domains under one policy."""

    id: str
    domains: tuple[str, ...]
    languages: tuple[str, ...]  # BCP 47; the first is the fallback
    jurisdiction: str = "EEA"
    choice_lifetime_days: int = 182
    retention_days: int = 730
    context_retention_days: int = 90
    unknown: Unknown = Unknown.OBSERVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything that a site may store or load: purposes and services in order.

    ``looks`` are no part of what a visitor decides about.
    """

    site: Site
    controller: Controller
    providers: Mapping[ProviderId, Provider]
    purposes: tuple[Purpose, ...]
    services: tuple[Service, ...]
    looks: Looks = field(default_factory=Looks)
