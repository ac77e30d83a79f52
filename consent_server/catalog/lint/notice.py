"""What visitors must be told, in words that they read (GDPR Articles 12, 13)."""

from collections.abc import Iterator

from consent_server.catalog.findings import Finding
from consent_server.catalog.lint.scope import SCORING, Scope, SiteScope
from consent_server.catalog.model import OWNER, Role

# One of these has to be among a site's languages; by the primary subtag of BCP 47.
_SPOKEN = {
    "DK": ("da",),
    "FI": ("fi", "sv"),
    "GB": ("en",),
    "IE": ("en", "ga"),
    "NO": ("nb", "nn", "no"),
    "SE": ("sv",),
}


def check_languages(scope: SiteScope) -> Iterator[Finding]:
    """Each language has texts, and one of them is the country's."""
    site = scope.catalog.site
    for index, language in enumerate(site.languages):
        if _primary(language) not in scope.languages:
            yield scope.find(
                "CAT026",
                ("site", "languages", index),
                f"there are no texts in {language}",
                f"use one of {', '.join(sorted(scope.languages))}",
            )
    spoken = _SPOKEN.get(site.jurisdiction, ())
    if spoken and not {_primary(it) for it in site.languages}.intersection(spoken):
        yield scope.find(
            "CAT027",
            ("site", "languages"),
            f"visitors in {site.jurisdiction} are asked only in "
            f"{', '.join(site.languages)}",
            f"add {' or '.join(spoken)}",
        )


def check_controller(scope: SiteScope) -> Iterator[Finding]:
    """Visitors can reach the controller and read the rest of the notice."""
    controller = scope.catalog.controller
    if not (controller.email or controller.address):
        yield scope.find(
            "CAT028",
            ("controller",),
            f"{controller.name} gives neither an e-mail address nor a postal one",
            "add email or address",
        )
    if not controller.privacy_policy_url:
        yield scope.find(
            "CAT029",
            ("controller",),
            "nothing tells visitors their rights, how long data are kept and how to "
            "complain",
            "publish a privacy policy and add privacy_policy_url",
        )
    scores = any(SCORING in it.service.purposes for it in scope.declared)
    if scores and not controller.data_protection_officer:
        yield scope.find(
            "CAT032",
            ("controller",),
            "visitors are scored, and no data protection officer is named",
            "if you watch people regularly and on a large scale you must have one: "
            "add data_protection_officer",
        )


def check_recipients(scope: Scope) -> Iterator[Finding]:
    """A provider that decides for itself what data are for says so somewhere."""
    for it in scope.declared:
        service = it.service
        if service.role is Role.PROCESSOR or service.provider == OWNER:
            continue
        if not scope.providers[service.provider].privacy_url:
            yield scope.find(
                "CAT030",
                (*it.path, "provider"),
                f"{service.id} gives data to {service.provider} as {service.role}, "
                "whose own privacy notice is not linked",
                f"add privacy_url to the provider {service.provider}",
            )


def check_descriptions(scope: Scope) -> Iterator[Finding]:
    """Each service says in a sentence what it is for."""
    for it in scope.declared:
        if not it.service.descriptions:
            yield scope.find(
                "CAT031",
                it.path,
                f"{it.service.id} does not tell visitors what it does",
                "add a description of one sentence",
            )


def check_languages_of_services(scope: SiteScope) -> Iterator[Finding]:
    """What the file itself says of a service, it says in every language of the site."""
    spoken = {_primary(it): it for it in scope.catalog.site.languages}
    for it in scope.declared:
        for key, is_said, texts in (
            ("name", "named", it.service.names),
            ("description", "described", it.service.descriptions),
        ):
            path, said = (*it.path, key), set(map(_primary, texts))
            missing = [tag for primary, tag in spoken.items() if primary not in said]
            if said and missing and scope.writes(path):
                yield scope.find(
                    "CAT045",
                    path,
                    f"in {', '.join(missing)}, {it.service.id} is {is_said} in "
                    "another language",
                    f"write a text for each language under {key}, such as "
                    f"{missing[0]}: …",
                )


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


RULES = (check_recipients, check_descriptions)
SITE_RULES = (check_languages, check_controller, check_languages_of_services)
