"""The schema of a library file, part by part."""

import re
from datetime import date
from typing import Any

from marshmallow import post_load

from consent_server.catalog.device_schema import (
    CookieSchema,
    MarkerField,
    ResourceSchema,
    StorageSchema,
)
from consent_server.catalog.fields import (
    Flag,
    Keyed,
    ListOf,
    Part,
    Reader,
    Table,
    Written,
    one_of,
    text,
)
from consent_server.catalog.grammar import SERVICE_ID, SIMPLE_ID
from consent_server.catalog.model import (
    UNKNOWN,
    AfterRefusal,
    ConsentCall,
    EmbedKind,
    Evidence,
    Interface,
    LegalBasis,
    Provider,
    Purpose,
    PurposeText,
    Role,
    Scoring,
    Service,
    Status,
    Sureness,
    Transfer,
)

LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"  # BCP 47, as we use it


def simple_id(*, required: bool = False) -> Written:
    """Make a field for the id of a purpose, provider or library."""
    expected = "an id such as analytics_eu (a-z, 0-9, _)"
    return text(expected, SIMPLE_ID, required=required)


def service_id(*, required: bool = False) -> Written:
    """Make a field for the id of a service."""
    expected = (
        "an id such as google.analytics (a-z, 0-9, _ with dots between), "
        f"other than {UNKNOWN}"
    )
    return text(expected, SERVICE_ID, required=required)


def country(*, required: bool = False) -> Written:
    """Make a field for an ISO 3166-1 alpha-2 code."""
    expected = "a country code of two capitals such as DK"
    return text(expected, r"[A-Z]{2}", required=required)


def web_address() -> Written:
    """Make a field for a page that anyone can open."""
    return text("an address that starts with https://", r"https://[^\s\"'<>]+")


def by_language(inner: Reader) -> Table:
    """Make a field for what is written once for each language."""
    return Table("a language such as nb or pt-BR", re.compile(LANGUAGE), inner)


UNSAID = ""
"""Stands for the language of a text that does not say it."""

_CSP_DIRECTIVE = re.compile(
    r"(script|style|img|connect|frame|font|media|object|worker|child)-src|form-action"
)
# What may stand in a header: never white space, quotes, comma or semicolon.
_CSP_SOURCE = (
    r"((https|wss)://)?(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+(/[A-Za-z0-9._~/-]*)?"
)


class Spoken(Reader):
    """Words for visitors: a text, or one for each language.

    A plain text is read under ``UNSAID``.
    """

    def __init__(self, attribute: str, *, required: bool = False) -> None:
        super().__init__("text, or a mapping by language", required=required)
        self.attribute = attribute
        self._one = text(self.expected)
        self._many = by_language(text())

    def read(self, value: object) -> object:
        """Read text, or a mapping that is not empty."""
        if isinstance(value, dict) and value:
            return self._many.read(value)
        return {UNSAID: self._one.read(value)}


class PurposeTextSchema(Keyed):
    """What a visitor reads about a purpose."""

    title = text(required=True)
    description = text(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> PurposeText:
        """Make the value."""
        return PurposeText(**data)


class PurposeSchema(Keyed):
    """A purpose."""

    id = simple_id(required=True)
    exempt = Flag()
    texts = by_language(Part(PurposeTextSchema))

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Purpose:
        """Make the value."""
        return Purpose(**data)


class ProviderSchema(Keyed):
    """A company."""

    id = simple_id(required=True)
    name = text(required=True)
    country = country(required=True)
    privacy_url = web_address()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Provider:
        """Make the value."""
        return Provider(**data)


class ConsentCallSchema(Keyed):
    """The vendor's own consent interface."""

    interface = one_of(Interface, required=True)
    after_refusal = one_of(AfterRefusal)

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> ConsentCall:
        """Make the value."""
        return ConsentCall(**data)


class EvidenceSchema(Keyed):
    """Where facts come from."""

    source = text(required=True)
    checked_on = Written(
        "a date such as 2026-11-21",
        lambda value: date.fromisoformat(value).isoformat(),
        required=True,
    )
    sureness = one_of(Sureness, required=True)
    note = text()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Evidence:
        """Make the value."""
        return Evidence(**data)


class ScoringSchema(Keyed):
    """How a service scores a visitor."""

    logic = text(required=True)
    threshold = text(required=True)
    human_review = Flag()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Scoring:
        """Make the value; without a word about a person, no person looks."""
        return Scoring(**({"human_review": False} | data))


class ServiceSchema(Keyed):
    """A service; loads to the arguments of ``Service``, so that a site may override."""

    id = service_id(required=True)
    name = Spoken("names", required=True)
    provider = simple_id(required=True)
    purposes = ListOf(simple_id(), required=True, filled=True)
    description = Spoken("descriptions")
    countries = ListOf(country())
    role = one_of(Role)
    transfer = one_of(Transfer)
    cookies = ListOf(Part(CookieSchema))
    storage = ListOf(Part(StorageSchema))
    resources = ListOf(Part(ResourceSchema))
    markers = ListOf(MarkerField())
    noscript_leak = Flag()
    loads_others = ListOf(service_id())
    url_parameters = ListOf(text("a parameter name", r"[A-Za-z0-9_.~-]+"))
    csp = Table(
        "a directive such as script-src",
        _CSP_DIRECTIVE,
        ListOf(
            text("a source such as https://*.example.com", _CSP_SOURCE), filled=True
        ),
    )
    consent_call = Part(ConsentCallSchema)
    embeds = ListOf(one_of(EmbedKind))
    routes_allowed = ListOf(text("a path that starts with /", r"/\S*"))
    status = one_of(Status)
    justification = text()
    legal_basis = one_of(LegalBasis)
    scoring = Part(ScoringSchema)
    evidence = ListOf(Part(EvidenceSchema))

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Any:  # noqa: ANN401 - or its value
        """Say what the service is called where nobody asks for a language."""
        names = data.get("names")
        if not names:
            return data
        name = next(names[it] for it in (UNSAID, "en", *names) if it in names)
        return data | {"name": name, "names": {} if UNSAID in names else names}


class WholeServiceSchema(ServiceSchema):
    """A service as the value itself."""

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Service:
        """Make the value."""
        return Service(**super().make(data))


class PartsSchema(Keyed):
    """Providers, purposes and services: a library, or what a site has of its own."""

    providers = ListOf(Part(ProviderSchema))
    purposes = ListOf(Part(PurposeSchema))
    services = ListOf(Part(WholeServiceSchema))


class LibrarySchema(PartsSchema):
    """A library file."""

    library = simple_id(required=True)
    purposes = ListOf(Part(PurposeSchema), required=True, filled=True)
    services = ListOf(Part(WholeServiceSchema), required=True, filled=True)
