"""Preferences that a browser states by itself."""

from dataclasses import dataclass
from datetime import date

from consent_server.kernel.canonical import canonical_json

GPC = "gpc"
"""The name of Global Privacy Control where signals are counted."""

GPC_PATH = "/.well-known/gpc.json"
"""Where a site says that it heeds it (W3C, "GPC Support Resource")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What the headers of one request say."""

    gpc: bool = False


NO_SIGNAL = Signals()


def read_signals(sec_gpc: str | None) -> Signals:
    """Read ``Sec-GPC`` (W3C Global Privacy Control, "The Sec-GPC Header Field").

    ``1`` is the only value with a meaning. A gateway joins repeated headers with
    commas; one ``1`` among them counts.
    """
    if not sec_gpc:
        return NO_SIGNAL
    values = sec_gpc.split(",")
    return Signals(gpc=any(value.strip(" \t") == "1" for value in values))


def gpc_support(since: date) -> bytes:
    """Write the GPC support resource: the site heeds the signal, since that day."""
    return canonical_json({"gpc": True, "lastUpdate": since.isoformat()})
