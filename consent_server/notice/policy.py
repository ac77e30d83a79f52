"""The policy: catalog, texts and regime, frozen under one version."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consent_server.catalog.exemption import gated_purposes, gated_services
from consent_server.catalog.match import Matcher, compile_matcher
from consent_server.catalog.model import (
    Catalog,
    Purpose,
    PurposeId,
    Service,
    ServiceId,
    Site,
)
from consent_server.kernel.canonical import canonical_json, sha256_hex
from consent_server.kernel.errors import UnknownServiceError
from consent_server.notice.assets import Asset
from consent_server.notice.compose import compose_notice, shown, to_json
from consent_server.notice.model import Notice
from consent_server.notice.regime import Regime, regime_of
from consent_server.notice.script import make_script
from consent_server.notice.style import Styles, make_styles


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that a choice answers, with the look-ups a request needs.

    ``version`` is the SHA-256 of ``content`` (canonical JSON) in hexadecimal. The order
    of ``purposes`` is the catalog's, that of ``services`` is by id: the bit orders of
    the consent token. A purpose or service is gated unless it is exempt from consent
    (Directive 2002/58 Article 5(3)). ``script`` is what its pages run, ``styles`` what
    they look like.
    """

    version: str
    content: bytes
    catalog: Catalog
    regime: Regime
    notices: Mapping[str, Notice]  # by language, in the site's order
    matcher: Matcher
    purposes: tuple[Purpose, ...]
    services: tuple[Service, ...]
    service_by_id: Mapping[ServiceId, Service]
    gated_purposes: tuple[PurposeId, ...]
    gated_services: frozenset[ServiceId]
    script: Asset
    styles: Styles

    @property
    def site(self) -> Site:
        """The site that the policy is for."""
        return self.catalog.site

    def purposes_of(self, service_id: ServiceId) -> tuple[PurposeId, ...]:
        """Return the purposes of a service.

        Raises:
            UnknownServiceError: The policy has no such service.
        """
        service = self.service_by_id.get(service_id)
        if service is None:
            raise UnknownServiceError(f"the policy has no service {service_id!r:.60}")
        return service.purposes


def compile_policy(catalog: Catalog) -> Policy:
    """Do all work of a policy once, when it is published.

    Of names and descriptions it keeps those that its notices show. The version covers
    what a visitor decides about: catalog, words and regime. The looks are pinned by
    each notice, so that a new style asks nobody again.

    Raises:
        CatalogError: The site names a language without texts, or a purpose has none.
    """
    services = tuple(sorted(catalog.services, key=lambda service: service.id))
    catalog = dataclasses.replace(catalog, services=services)
    regime = regime_of(catalog.site.jurisdiction)
    notices = {
        language: compose_notice(catalog, language, regime)
        for language in catalog.site.languages
    }
    services = _only_shown(services, notices.values())
    catalog = dataclasses.replace(catalog, services=services)
    decided = {
        field.name: to_json(getattr(catalog, field.name))
        for field in dataclasses.fields(catalog)
        if field.name != "looks"
    }
    content = canonical_json(
        {
            "catalog": decided,
            "notices": {name: shown(notice) for name, notice in notices.items()},
            "regime": to_json(regime),
        }
    )
    gated = gated_services(catalog)
    version = sha256_hex(content)
    return Policy(
        version=version,
        content=content,
        catalog=catalog,
        regime=regime,
        notices=notices,
        matcher=compile_matcher(services, catalog.site.domains),
        purposes=catalog.purposes,
        services=services,
        service_by_id={service.id: service for service in services},
        gated_purposes=gated_purposes(catalog),
        gated_services=gated,
        script=make_script(catalog, version),
        styles=make_styles(catalog),
    )


def _only_shown(
    services: Iterable[Service], notices: Iterable[Notice]
) -> tuple[Service, ...]:
    """Leave out words that no visitor reads, so that other languages change nothing."""
    shown = [notice.services for notice in notices]

    def kept(service: Service) -> Service:
        read = [it[service.id] for it in shown]
        named = {it.name_language for it in read}
        told = {it.description_language for it in read}
        return dataclasses.replace(
            service,
            names=_only(service.names, named),
            descriptions=_only(service.descriptions, told),
        )

    return tuple(map(kept, services))


def _only(words: Mapping[str, str], languages: set[str | None]) -> Mapping[str, str]:
    return {name: text for name, text in words.items() if name in languages}
