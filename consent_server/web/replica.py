"""Reading from a database that follows another one, so that visitors' is left alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import parse_database_url, store_engine
from consent_server.storage.ledgers import get_ledger
from consent_server.storage.schema import require_schema
from consent_server.web.installation import Installed


@contextmanager
def reading_from(site: Installed, address: str | None) -> Iterator[Installed]:
    """Give a site as a replica has it; as it is, where no replica is named.

    Nothing is written there, so that a user without rights to write will do.

    Raises:
        SettingError: The address cannot be used, or what is there is no replica of
            the site's database.
        StoreUnavailableError: It did not answer.
    """
    if address is None:
        yield site
        return
    with store_engine(parse_database_url(address)) as engine:
        require_schema(engine)
        found = get_ledger(engine, site.site_id)
        if found.origin != get_ledger(site.engine, site.site_id).origin:
            raise SettingError(
                f"the replica has the ledger {found.origin!r}, which is another one; "
                "is it one of this database, and does it follow?"
            )
        yield replace(site, engine=engine)


def entries_behind(site: Installed, reader: Installed) -> int:
    """Return how many entries with a position a replica does not have yet.

    Raises:
        StoreUnavailableError: A database did not answer.
    """
    newest, known = (get_ledger(it.engine, it.site_id).size for it in (site, reader))
    return max(newest - known, 0)
