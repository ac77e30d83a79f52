"""Which services claim which address: one table for the matcher and the guard."""

import json
from pathlib import Path
from typing import Any

from consent_server.catalog.model import Resource, ResourceKind, Service

_FILE = Path(__file__).parent / "vectors" / "addresses.json"
_TABLE: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))

PAGE: str = _TABLE["page"]
ADDRESSES: dict[str, list[str]] = dict(_TABLE["addresses"])
SERVICES = [
    Service(
        id=name,
        name=name,
        provider="site",
        purposes=("marketing",),
        resources=tuple(
            Resource(kinds=frozenset({ResourceKind.IMG}), **resource)
            for resource in resources
        ),
    )
    for name, resources in _TABLE["services"].items()
]
