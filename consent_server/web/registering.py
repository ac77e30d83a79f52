"""Taking sites into a server of many, and putting their catalogs in force.

A site is opened before it is kept, so that what is kept can be opened: its keys are
made, its ledger begins, its policy is published there.
"""

from sqlalchemy import Engine

from consent_server.catalog.load import load_site
from consent_server.kernel.errors import OvertakenError, SettingError
from consent_server.notice.policy import Policy, compile_policy
from consent_server.storage.catalog_files import read_library
from consent_server.storage.ledgers import list_ledgers
from consent_server.storage.sites import MAIN, SiteStore
from consent_server.web.databases import Databases
from consent_server.web.installation import NO_SITE
from consent_server.web.site import Surroundings, open_site
from consent_server.web.start import check_start


def compile_text(text: str, file: str) -> Policy:
    """Make the policy of a catalog's text, on top of the shipped library.

    Raises:
        CatalogError: With every mistake; ``file`` is how they name it.
    """
    return compile_policy(load_site(text, file, read_library()))


def add_site(
    text: str,
    file: str,
    databases: Databases,
    around: Surroundings,
    database: str = MAIN,
) -> Policy:
    """Take a new site in, with its ledger in the database of a name.

    Raises:
        CatalogError: The catalog has mistakes.
        SettingError: There is such a site, or something that it needs cannot be used.
        StoreUnavailableError: A database did not answer.
    """
    policy = compile_text(text, file)
    store = SiteStore(databases.main)
    if store.find_place(policy.site.id) is None:
        _open(policy, databases, database, around)
    store.add(policy.site.id, text, database, around.clock.now())
    return policy


def publish_site(
    text: str,
    file: str,
    databases: Databases,
    around: Surroundings,
    over: str | None = None,
) -> Policy:
    """Put another catalog of a site in force; servers follow within seconds.

    ``over`` is the digest of the catalog that it may replace; any by default.

    Raises:
        CatalogError: The catalog has mistakes.
        SettingError: There is no such site, or its ledger belongs to another origin.
        OvertakenError: Another catalog than that of ``over`` is in force by now.
        StoreUnavailableError: A database did not answer.
    """
    policy = compile_text(text, file)
    store = SiteStore(databases.main)
    place = store.find_place(policy.site.id)
    if place is None:
        raise SettingError(
            f"no server has a site {policy.site.id!r}; take it in with: consent-server "
            "site add. What a gateway or an application serves by itself follows its "
            "file when it is started again"
        )
    overtaken = OvertakenError(
        f"another catalog of {policy.site.id!r} was put in force meanwhile, and stays "
        "so; look at what yours would change now, review it again, and publish it then"
    )
    if over not in {None, place.digest}:
        raise overtaken
    _open(policy, databases, place.database, around)
    if not store.publish(policy.site.id, text, around.clock.now(), over):
        _put_back(store, policy.site.id, databases, around)
        raise overtaken
    return policy


def explain_no_site(main: Engine) -> str | None:
    """Say that a server has no site to answer for, and what to do about it.

    Returns:
        Nothing where it has one.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    if SiteStore(main).has_any():
        return None
    embedded = sorted(list_ledgers(main))
    if not embedded:
        return NO_SITE
    return (
        f"{NO_SITE}. {', '.join(embedded)} has its ledger here and is served by the "
        "application that embeds it: consent-server ledger status"
    )


def _put_back(
    store: SiteStore, site_id: str, databases: Databases, around: Surroundings
) -> None:
    """Publish in a site's ledger again what the table of sites says is in force."""
    stored = store.find(site_id)
    if stored is not None:
        policy = compile_text(stored.catalog, f"{site_id}.yaml")
        _open(policy, databases, stored.place.database, around)


def _open(
    policy: Policy, databases: Databases, database: str, around: Surroundings
) -> None:
    engine = databases.get(database)
    check_start(None, policy, engine, around, once=False)  # somebody asked for this
    open_site(policy, engine, around)
