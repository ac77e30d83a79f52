"""Is a database server set up so that what it acknowledges is kept?"""

from collections.abc import Iterator

from sqlalchemy import Engine, text

from consent_server.storage.db import reading
from consent_server.storage.postgresql import CONNECTIONS

# A name that a server does not know gives no row, and so no finding.
_SETTINGS = text(
    "SELECT name, setting FROM pg_settings WHERE name IN "
    "('fsync', 'full_page_writes', 'max_connections')"
)


def unsafe_settings(engine: Engine) -> Iterator[str]:
    """Name what makes a crash of the server lose or damage what was committed.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    found = _read(engine)
    for name in ("fsync", "full_page_writes"):
        if found.get(name) == "off":
            yield f"{name} is off: a crash loses records; set it to on"


def missing_connections(engine: Engine, processes: int) -> str | None:
    """Say that so many processes may want more connections than there are.

    Raises:
        StoreUnavailableError: The database did not answer.
    """
    there = int(_read(engine).get("max_connections", "0"))
    wanted = processes * CONNECTIONS
    if not there or wanted < there:
        return None
    return (
        f"{processes} processes may open {wanted} connections, and max_connections is "
        f"{there}: let there be more, or fewer processes (CONSENT_WORKERS)"
    )


def _read(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return {row.name: row.setting for row in connection.execute(_SETTINGS)}
