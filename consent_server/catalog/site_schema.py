"""The schema of a site's file: short, because the library knows the services."""

from typing import Any

from marshmallow import post_load

from consent_server.catalog import forms
from consent_server.catalog.fields import (
    Keyed,
    ListOf,
    Part,
    Reader,
    Written,
    one_of,
    text,
)
from consent_server.catalog.looks_schema import LooksSchema
from consent_server.catalog.model import Controller, Site, Unknown
from consent_server.catalog.schema import (
    LANGUAGE,
    PartsSchema,
    ServiceSchema,
    country,
    service_id,
    simple_id,
    web_address,
)

_DAYS = 'a duration in whole days such as "6 months"'


class SiteSchema(Keyed):
    """Which pages the file speaks for."""

    id = text(
        "an id such as my-company (a-z, 0-9, -)", r"[a-z0-9][a-z0-9-]*", required=True
    )
    domains = ListOf(
        Written(
            "a host name such as www.example.com (lower case, no scheme, port or *)",
            forms.parse_domain,
        ),
        required=True,
        filled=True,
    )
    languages = ListOf(
        text("a language such as en, nb or pt-BR", LANGUAGE),
        required=True,
        filled=True,
    )
    jurisdiction = text("EEA or a country code such as DK", "EEA|[A-Z]{2}")
    choice_lifetime = Written(_DAYS, forms.parse_days)
    retention = Written(_DAYS, forms.parse_days)
    context_retention = Written(_DAYS, forms.parse_days)
    unknown = one_of(Unknown)  # type: ignore[assignment]  # a field, not the setting

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Site:
        """Make the value."""
        for key in ("choice_lifetime", "retention", "context_retention"):
            if key in data:
                data[f"{key}_days"] = data.pop(key)
        return Site(**data)


class ControllerSchema(Keyed):
    """Who decides why data are processed."""

    name = text(required=True)
    country = country(required=True)
    address = text()
    email = text("an e-mail address", r"[^@\s<>]+@[^@\s<>]+")
    organisation_number = text()
    data_protection_officer = text()
    privacy_policy_url = web_address()

    @post_load
    def make(self, data: dict[str, Any], **_: object) -> Controller:
        """Make the value."""
        return Controller(**data)


class UsedService(Reader):
    """A service of the library: its id, or its id with what differs here."""

    def __init__(self) -> None:
        super().__init__("a service id or a mapping with one")
        self._id = service_id()
        self._overrides = ServiceSchema(partial=("name", "provider", "purposes"))

    def read(self, value: object) -> dict[str, Any]:
        """Read as the arguments of ``Service`` that replace the library's."""
        if isinstance(value, str):
            return {"id": self._id.read(value)}
        if not isinstance(value, dict):
            raise self.refuse()
        loaded: dict[str, Any] = self._overrides.load(value)
        return loaded


class SiteFileSchema(Keyed):
    """A site's file."""

    extends = simple_id(required=True)
    site = Part(SiteSchema, required=True)
    controller = Part(ControllerSchema, required=True)
    services = ListOf(UsedService(), required=True, filled=True)
    own = Part(PartsSchema)
    looks = Part(LooksSchema)
