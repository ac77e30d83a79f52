"""What a service keeps on a device, in words (C-673/17: how long, and for whom)."""

from consent_server.catalog.model import (
    Cookie,
    Service,
    StorageArea,
    StorageKey,
)
from consent_server.notice.cldr import duration_in_words
from consent_server.notice.model import DeclarationTexts, KeptItem, Texts


def kept_items(service: Service, texts: Texts) -> tuple[KeptItem, ...]:
    """Describe the cookies of a service, then its storage keys."""
    return (
        *(_describe_cookie(cookie, texts) for cookie in service.cookies),
        *(_describe_key(key, texts.declaration) for key in service.storage),
    )


def life_in_words(seconds: int | None, texts: Texts) -> str:
    """Say how long a cookie lives; ``None`` is a session cookie."""
    if seconds is None:
        return texts.declaration.until_closed
    return duration_in_words(seconds, texts.language, texts.units)


def _describe_cookie(cookie: Cookie, texts: Texts) -> KeptItem:
    words = texts.declaration
    return KeptItem(
        name=cookie.pattern.written,
        kind=words.third_party if cookie.domain else words.first_party,
        place=cookie.domain or words.this_site,
        life=life_in_words(cookie.life_seconds, texts),
    )


def _describe_key(key: StorageKey, words: DeclarationTexts) -> KeptItem:
    kinds = {
        StorageArea.LOCAL: words.local,
        StorageArea.SESSION: words.session,
        StorageArea.INDEXEDDB: words.indexeddb,
    }
    ends = key.area is StorageArea.SESSION
    return KeptItem(
        name=key.pattern.written,
        kind=kinds[key.area],
        place=words.this_site,
        life=words.until_tab_closed if ends else words.until_deleted,
    )
