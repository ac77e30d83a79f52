"""From a catalog and the words of a language to a notice."""

import dataclasses
from collections.abc import Mapping

from consent_server.catalog.exemption import is_exempt
from consent_server.catalog.model import (
    Catalog,
    LegalBasis,
    Purpose,
    PurposeText,
    Service,
)
from consent_server.catalog.objection import objectable_purposes
from consent_server.kernel.canonical import Json, canonical_json, sha256_hex
from consent_server.kernel.errors import CatalogError
from consent_server.notice.assets import load_assets
from consent_server.notice.cldr import comma_of, count_in_words, country_name
from consent_server.notice.kept import kept_items
from consent_server.notice.model import Notice, NoticePurpose, NoticeService, Texts
from consent_server.notice.regime import AUTHORITIES, Regime
from consent_server.notice.style import make_styles
from consent_server.notice.texts import find_texts

SOURCES = frozenset(
    {
        "language",
        "what",
        "who_none",
        "who_some",
        "complaint",
        "complaint_elsewhere",
        "purposes",
        "units",
        "page",
        "rights",
        "declaration",
    }
)
"""Fields of the texts from which a notice is made, and which are not shown as such."""


def compose_notice(catalog: Catalog, language: str, regime: Regime) -> Notice:
    """Write the notice of a site in one of its languages.

    Raises:
        CatalogError: We have no words in that language, or a purpose has none.
    """
    texts = find_texts(language)
    if texts is None:
        raise CatalogError(f"site.languages: there are no texts in {language!r}")
    count = _count_others(catalog)
    if not count:
        texts = dataclasses.replace(texts, who_link=texts.declaration.title)
    texts = _with_objection(texts, catalog, language)
    unpinned = Notice(
        language=language,
        direction=texts.direction,
        what=texts.what.format(controller=catalog.controller.name),
        who=_who(count, texts),
        complaint=_complaint(regime, texts),
        privacy_policy_url=catalog.controller.privacy_policy_url,
        texts=texts,
        purposes=tuple(
            _purpose(purpose, catalog, language, texts) for purpose in catalog.purposes
        ),
        content=b"",
        digest="",
    )
    content = canonical_json(
        {
            "shown": shown(unpinned),
            "page": to_json(texts.page),
            "rights": to_json(texts.rights),
            "declaration": to_json(texts.declaration),
            "looks": {
                **load_assets().digests(),
                "style": make_styles(catalog).full.digest,
                "logo": catalog.looks.logo,
            },
        }
    )
    return dataclasses.replace(unpinned, content=content, digest=sha256_hex(content))


def shown(notice: Notice) -> Json:
    """Return the words on which a choice rests: banner, second layer, messages."""
    texts = notice.texts
    return {
        "language": notice.language,
        "what": notice.what,
        "who": notice.who,
        "complaint": notice.complaint,
        "privacy_policy_url": notice.privacy_policy_url,
        "purposes": to_json(notice.purposes),
        "texts": {
            field.name: to_json(getattr(texts, field.name))
            for field in dataclasses.fields(texts)
            if field.name not in SOURCES
        },
    }


def to_json(value: object) -> Json:
    """Turn a value of ours into JSON; sets become sorted lists."""
    match value:
        case None | int():
            return value
        case str():
            return str(value)  # an enumeration becomes its plain word
        case frozenset():
            return list[Json](sorted(map(str, value)))
        case tuple():
            return [to_json(item) for item in value]
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case _:
            return {
                field.name: to_json(getattr(value, field.name))
                for field in dataclasses.fields(value)  # type: ignore[arg-type]
            }


def _count_others(catalog: Catalog) -> int:
    """Count the companies behind what is asked for, beside the site's own."""
    names = {
        catalog.providers[service.provider].name
        for service in catalog.services
        if not is_exempt(service, catalog)
    }
    return len(names - {catalog.controller.name})


def _who(count: int, texts: Texts) -> str:
    if not count:
        return texts.who_none
    return count_in_words(count, texts.who_some, texts.language)


def _complaint(regime: Regime, texts: Texts) -> str:
    authorities = AUTHORITIES.get(regime.jurisdiction)
    if authorities is None:
        return texts.complaint_elsewhere
    first, second = authorities
    return texts.complaint.format(first=first, second=second)


def _with_objection(texts: Texts, catalog: Catalog, language: str) -> Texts:
    """Name what can be objected to, and say nothing of it where there is nothing."""
    titles = [
        _words(purpose, language, texts).title
        for purpose in catalog.purposes
        if purpose.id in objectable_purposes(catalog)
    ]
    names = comma_of(texts.language).join(titles)

    def fill(text: str) -> str:
        return text.format(purposes=names) if titles else ""

    page = dataclasses.replace(
        texts.page,
        object=fill(texts.page.object),
        object_effect=fill(texts.page.object_effect),
    )
    gpc, objection = fill(texts.gpc), fill(texts.objection)
    return dataclasses.replace(texts, page=page, gpc=gpc, objection=objection)


def _purpose(
    purpose: Purpose, catalog: Catalog, language: str, texts: Texts
) -> NoticePurpose:
    words = _words(purpose, language, texts)
    return NoticePurpose(
        id=purpose.id,
        title=words.title,
        description=words.description,
        exempt=purpose.exempt,
        services=tuple(
            _service(service, catalog, language, texts)
            for service in catalog.services
            if purpose.id in service.purposes
            # A gated service is not shown as always on, whatever else it serves.
            and is_exempt(service, catalog) is purpose.exempt
        ),
    )


def _words(purpose: Purpose, language: str, texts: Texts) -> PurposeText:
    words = purpose.texts.get(language) or texts.purposes.get(purpose.id)
    if words is None:
        raise CatalogError(
            f"purposes: {purpose.id!r} has no title and description in {language!r}"
        )
    return words


def _service(
    service: Service, catalog: Catalog, language: str, texts: Texts
) -> NoticeService:
    provider = catalog.providers[service.provider]
    called = _choose_language(service.names, language, texts)
    told = _choose_language(service.descriptions, language, texts)
    return NoticeService(
        id=service.id,
        name=service.names[called] if called else service.name,
        name_language=called,
        description=service.descriptions[told] if told else None,
        description_language=told,
        provider=provider.name,
        country=country_name(provider.country, texts.language),
        basis=_basis(service, catalog, texts),
        items=kept_items(service, texts),
    )


def _choose_language(
    said: Mapping[str, str], language: str, texts: Texts
) -> str | None:
    # English is what most can read. Nothing may hang on the order in a mapping: a
    # policy is made again of its own JSON, where keys are sorted.
    order = (language, texts.language, "en", *sorted(said))
    return next((it for it in order if it in said), None)


def _basis(service: Service, catalog: Catalog, texts: Texts) -> str:
    """Say why a service may run: for what is gated, nothing but consent (rule C8)."""
    if not is_exempt(service, catalog):
        return texts.bases[LegalBasis.CONSENT]
    basis = service.legal_basis
    return texts.bases[basis] if basis else texts.page.reasons["exempt"]
