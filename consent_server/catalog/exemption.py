"""What needs no consent (Directive 2002/58 Article 5(3))."""

from consent_server.catalog.model import Catalog, PurposeId, Service, ServiceId


def is_exempt(service: Service, catalog: Catalog) -> bool:
    """Tell whether every purpose of a service is exempt from consent (rule E9).

    A service without a purpose, or with an unknown one, is not.
    """
    exempt = {purpose.id for purpose in catalog.purposes if purpose.exempt}
    return bool(service.purposes) and exempt.issuperset(service.purposes)


def gated_services(catalog: Catalog) -> frozenset[ServiceId]:
    """Return the services that must be granted before they run."""
    return frozenset(
        service.id for service in catalog.services if not is_exempt(service, catalog)
    )


def gated_purposes(catalog: Catalog) -> tuple[PurposeId, ...]:
    """Return the purposes that a visitor decides, in the catalog's order."""
    return tuple(purpose.id for purpose in catalog.purposes if not purpose.exempt)
