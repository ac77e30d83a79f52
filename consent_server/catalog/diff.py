"""What changed between two versions of a catalog, and what must be asked again.

Consent covers what the visitor was told (C-673/17, rules E10 and C12): a new purpose,
service, recipient or transfer, or a longer life, was not told, and is asked about by
itself. Everything else leaves a stored choice as it is.
"""

import dataclasses
from collections.abc import Iterator

from consent_server.catalog.change import Change, ChangeKind
from consent_server.catalog.diff_service import diff_service
from consent_server.catalog.exemption import is_exempt
from consent_server.catalog.model import Catalog, Controller, Purpose


def diff_catalogs(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """Compare two versions of one site's catalog.

    The order is: the site, its purposes, its services, each as in the catalogs.
    """
    return (
        *_diff_controller(old.controller, new.controller),
        *_diff_terms(old, new),
        *_diff_purposes(old, new),
        *_diff_services(old, new),
    )


def _diff_controller(old: Controller, new: Controller) -> Iterator[Change]:
    if old == new:
        return
    number = new.organisation_number
    renamed = number is not None and number == old.organisation_number
    if renamed or _plain(old.name) == _plain(new.name):
        yield Change(
            kind=ChangeKind.WORDS,
            text=f"What is said about {new.name}, who answers for the site, changed",
        )
        return
    yield Change(
        kind=ChangeKind.NEW_CONTROLLER,
        text=f"{new.name} now answers for the site, before it was {old.name}",
        needs_fresh_consent=True,
    )


def _diff_terms(old: Catalog, new: Catalog) -> Iterator[Change]:
    if old.site != new.site:
        names = [
            field.name.replace("_", " ")
            for field in dataclasses.fields(new.site)
            if getattr(old.site, field.name) != getattr(new.site, field.name)
        ]
        yield Change(
            kind=ChangeKind.TERMS, text=f"Terms of the site changed: {', '.join(names)}"
        )


def _diff_purposes(old: Catalog, new: Catalog) -> Iterator[Change]:
    before = {purpose.id: purpose for purpose in old.purposes}
    for purpose in new.purposes:
        known = before.pop(purpose.id, None)
        if known != purpose:
            yield _purpose_change(known, purpose)
    for purpose in before.values():
        yield Change(
            kind=ChangeKind.LESS,
            text=f"The purpose “{_title(purpose)}” is gone",
            purpose=purpose.id,
        )


def _purpose_change(old: Purpose | None, new: Purpose) -> Change:
    title = _title(new)
    if old is None:
        text, kind = f"“{title}” is a new purpose", ChangeKind.NEW_PURPOSE
    elif old.exempt != new.exempt:
        needs = "needs no permission any more" if new.exempt else "now needs permission"
        text, kind = f"The purpose “{title}” {needs}", ChangeKind.NEW_USE
    else:
        return Change(
            kind=ChangeKind.WORDS,
            text=f"The words about the purpose “{title}” changed",
            purpose=new.id,
        )
    return Change(
        kind=kind, text=text, needs_fresh_consent=not new.exempt, purpose=new.id
    )


def _diff_services(old: Catalog, new: Catalog) -> Iterator[Change]:
    before = {service.id: service for service in old.services}
    for service in sorted(new.services, key=lambda it: it.id):
        known = before.pop(service.id, None)
        if known is not None:
            yield from diff_service(known, service, old, new)
            continue
        provider = new.providers[service.provider].name
        yield Change(
            kind=ChangeKind.NEW_SERVICE,
            text=f"{service.name}, by {provider}, is new",
            needs_fresh_consent=not is_exempt(service, new),
            service=service.id,
        )
    for service in sorted(before.values(), key=lambda it: it.id):
        yield Change(
            kind=ChangeKind.LESS, text=f"{service.name} is gone", service=service.id
        )


def _title(purpose: Purpose) -> str:
    """Name a purpose in the first of its languages, or by its id."""
    return next((words.title for words in purpose.texts.values()), purpose.id)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
