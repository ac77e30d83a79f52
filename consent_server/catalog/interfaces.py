"""Of what each vendor's code is told, and which services answer for it.

Vendors ask in words of their own (``ad_storage``, ``statistics``). A word is granted if
every service of the site that it stands for is: one table says for which purposes it
does. It is refused if there is none, so that nothing is told that nobody was asked.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from consent_server.catalog.exemption import gated_services
from consent_server.catalog.model import (
    Catalog,
    Interface,
    PurposeId,
    Service,
    ServiceId,
)

Words = Mapping[str, tuple[ServiceId, ...]]
"""The services that each word of a vendor stands for."""

IT = "it"
"""The word for vendors that ask about themselves only."""

_F, _A, _M = "functional", "analytics", "marketing"

_ABOUT: Mapping[Interface, Mapping[str, frozenset[PurposeId]]] = MappingProxyType(
    {
        # support.google.com/tagmanager/answer/13802165; security_storage is not asked.
        Interface.GOOGLE_CONSENT_MODE: {
            "ad_storage": frozenset({_M}),
            "ad_user_data": frozenset({_M}),
            "ad_personalization": frozenset({_M}),
            "analytics_storage": frozenset({_A}),
            "functionality_storage": frozenset({_F}),
            "personalization_storage": frozenset({_F}),
        },
        Interface.MICROSOFT_UET: {"ad_storage": frozenset({_M})},
        Interface.MICROSOFT_CLARITY: {
            "ad_Storage": frozenset({_M}),
            "analytics_Storage": frozenset({_A}),
        },
        Interface.HUBSPOT: {
            "analytics": frozenset({_A, _M}),
            "advertisement": frozenset({_M}),
            "functionality": frozenset({_F, _M}),
        },
        Interface.WP_CONSENT_API: {
            "functional": frozenset({_F}),
            "preferences": frozenset({_F}),
            "statistics": frozenset({_A}),
            "statistics-anonymous": frozenset({_A}),
            "marketing": frozenset({_M}),
        },
    }
)


def interfaces_of(catalog: Catalog) -> Mapping[Interface, Words]:
    """Return the interfaces that a site's services speak, and what each is told of.

    A service that is exempt is asked nothing; if its interface has words for purposes,
    it passes the choice on to others and is told of all services of the site.
    """
    gated = gated_services(catalog)
    asked = [it for it in catalog.services if it.id in gated]
    found: dict[Interface, Words] = {}
    for interface in Interface:
        speakers = [it for it in catalog.services if _interface(it) is interface]
        if any(it.id not in gated for it in speakers) and interface in _ABOUT:
            speakers = asked
        if heeding := [it for it in speakers if it.id in gated]:
            found[interface] = _words(interface, heeding)
    return found


def _interface(service: Service) -> Interface | None:
    call = service.consent_call
    return None if call is None else call.interface


def _words(interface: Interface, services: Sequence[Service]) -> Words:
    about = _ABOUT.get(interface)
    if about is None:
        return {IT: tuple(it.id for it in services)}
    return {
        word: tuple(it.id for it in services if not purposes.isdisjoint(it.purposes))
        for word, purposes in about.items()
    }
