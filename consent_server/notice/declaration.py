"""The cookie declaration: everything a catalog declares, in one language.

It tells life and recipients of each cookie (C-673/17, rule E10), from the same catalog
that decides what may run.
"""

from dataclasses import dataclass

from consent_server.catalog.model import OWNER, PurposeId, ServiceId
from consent_server.notice.cldr import country_name
from consent_server.notice.model import KeptItem, NoticePurpose, NoticeService, Texts
from consent_server.notice.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredService:
    """A service, who is behind it, and what it keeps on the device.

    ``name_language`` and ``description_language`` are as in the notice.
    """

    id: ServiceId
    name: str
    name_language: str | None
    description: str | None
    description_language: str | None
    provider: str
    country: str
    privacy_url: str | None
    role: str | None  # of another company than the controller
    countries: tuple[str, ...]
    transfer: str
    items: tuple[KeptItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPurpose:
    """A purpose and the services that serve it."""

    id: PurposeId
    title: str
    description: str
    exempt: bool
    services: tuple[DeclaredService, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The declaration of a site in one language; ``texts`` has its headings."""

    language: str  # BCP 47
    direction: str
    intro: str
    policy_version: str
    texts: Texts
    purposes: tuple[DeclaredPurpose, ...]


def compose_declaration(policy: Policy, language: str) -> Declaration:
    """Write the declaration in one of the site's languages.

    A service stands under every purpose that it serves, as in the notice.
    """
    notice = policy.notices[language]
    words = notice.texts.declaration
    return Declaration(
        language=language,
        direction=notice.direction,
        intro=words.intro.format(controller=policy.catalog.controller.name),
        policy_version=policy.version,
        texts=notice.texts,
        purposes=tuple(
            _declare_purpose(purpose, policy, notice.texts)
            for purpose in notice.purposes
        ),
    )


def _declare_purpose(
    purpose: NoticePurpose, policy: Policy, texts: Texts
) -> DeclaredPurpose:
    return DeclaredPurpose(
        id=purpose.id,
        title=purpose.title,
        description=purpose.description,
        exempt=purpose.exempt,
        services=tuple(
            _declare_service(shown, policy, texts) for shown in purpose.services
        ),
    )


def _declare_service(
    shown: NoticeService, policy: Policy, texts: Texts
) -> DeclaredService:
    service = policy.service_by_id[shown.id]
    provider = policy.catalog.providers[service.provider]
    words = texts.declaration
    return DeclaredService(
        id=service.id,
        name=shown.name,
        name_language=shown.name_language,
        description=shown.description,
        description_language=shown.description_language,
        provider=provider.name,
        country=shown.country,
        privacy_url=provider.privacy_url,
        role=None if service.provider == OWNER else words.roles[service.role],
        countries=tuple(
            country_name(code, texts.language) for code in service.countries
        ),
        transfer=words.transfers[service.transfer],
        items=shown.items,
    )
