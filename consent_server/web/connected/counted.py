"""Which counts a site can have: nobody with its key may make up others."""

from collections.abc import Collection
from functools import lru_cache

from werkzeug.exceptions import UnprocessableEntity

from consent_server.catalog.model import UNKNOWN, Catalog
from consent_server.enforcement.evidence import Taken
from consent_server.notice.published import read_catalog
from consent_server.sdk.connected.batch import Batch
from consent_server.web.site import OpenSite

_EARLIER = 64
"""Catalogs of earlier policies that are kept: sites follow a new one in a minute."""


def require_countable(batch: Batch, site: OpenSite) -> None:
    """Check that a policy of the site could have led to these counts.

    Every other service, language or policy would be rows of its own, without end.

    Raises:
        UnprocessableEntity: It could not.
        StoreUnavailableError: The database did not answer.
    """
    policy = site.policy
    catalog: Catalog | None = policy.catalog
    if batch.policy_version != policy.version:
        content = site.policies.find_policy(batch.policy_version)
        catalog = None if content is None else _read(content)
    if catalog is None:
        raise UnprocessableEntity("this site never had that policy")
    made_up = _made_up(batch.taken, catalog)
    if made_up:
        raise UnprocessableEntity(f"that policy has no {min(made_up)!r:.60}")


def _made_up(taken: Taken, catalog: Catalog) -> Collection[str]:
    services = {it.service for it in taken.held}
    known = {UNKNOWN, *(it.id for it in catalog.services)}
    return (services - known) | (taken.asked.keys() - set(catalog.site.languages))


_read = lru_cache(_EARLIER)(read_catalog)
