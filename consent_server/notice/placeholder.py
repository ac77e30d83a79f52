"""What stands in front of held content, in words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from consent_server.catalog.model import Catalog, ResourceKind, Service, Unknown
from consent_server.notice.cldr import comma_of
from consent_server.notice.model import Notice


class PlaceholderWords(NamedTuple):
    """Whose content it is, what a grant of it means and until when, and the button.

    Of what nobody can grant, ``names`` is the host, and there is no button.
    """

    names: str
    what: str
    until: str
    show: str


def has_placeholders(catalog: Catalog) -> bool:
    """Tell whether pages of a site may hold what a person would look at."""
    shows = any(service.embeds for service in catalog.services)
    return shows or catalog.site.unknown is Unknown.STRICT


def has_films(catalog: Catalog) -> bool:
    """Tell whether pages of a site may hold films or sounds with several addresses."""
    shows = any(
        ResourceKind.MEDIA in resource.kinds
        for service in catalog.services
        if service.embeds
        for resource in service.resources
    )
    return shows or catalog.site.unknown is Unknown.STRICT


def undeclared_words(notice: Notice, host: str) -> PlaceholderWords:
    """Say where content comes from that the site has not declared (rule E11)."""
    return PlaceholderWords(host, notice.texts.embed_undeclared, until="", show="")


def placeholder_words(
    catalog: Catalog, notice: Notice, held: Sequence[Service]
) -> PlaceholderWords:
    """Say who is behind what some services hold, and what showing it means.

    Norway s. 3-15, GDPR Article 4(11): who, what for, and the way back stand at the
    choice.
    """
    texts, purposes = notice.texts, {name for it in held for name in it.purposes}
    shown = notice.services

    def listed(names: Iterable[str]) -> str:
        return comma_of(notice.language).join(dict.fromkeys(names))

    names = listed(shown[it.id].name for it in held)
    return PlaceholderWords(
        names=names,
        what=texts.embed_what.format(
            providers=listed(catalog.providers[it.provider].name for it in held),
            purposes=listed(
                it.title
                for it in notice.purposes
                if it.id in purposes and not it.exempt
            ),
        ),
        until=texts.embed_until.format(services=names),
        show=texts.embed_show.format(services=names),
    )
