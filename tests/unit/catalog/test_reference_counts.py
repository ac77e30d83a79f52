"""The counts of the reference page are those of the library; nobody types them.

After a change of the library write them again::

    WRITE=1 .venv/bin/pytest tests/unit/catalog/test_reference_counts.py
"""

import os
import re
from pathlib import Path

from consent_server.catalog.lint.rules import RULES
from consent_server.catalog.lookup import known_cookies
from consent_server.storage.catalog_files import read_library

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "catalog.md"
BLOCK = re.compile(r"(<!-- counts: .*? -->\n)(.*?)(<!-- end of counts -->)", re.DOTALL)


def count() -> str:
    services = read_library().services.values()
    hosts = {it.host for service in services for it in service.resources}
    rows = {
        "services": len(services),
        "providers": len({service.provider for service in services}),
        "cookies": sum(len(service.cookies) for service in services),
        "storage keys": sum(len(service.storage) for service in services),
        "hosts": len(hosts),
        "markers of inline snippets": sum(len(service.markers) for service in services),
        "rules of `catalog check`": len(RULES),
        "names that `catalog lookup` knows besides": len(known_cookies()),
    }
    lines = [f"| {name} | {number:,} |" for name, number in rows.items()]
    return "\n".join(["| counted | |", "| --- | --- |", *lines]) + "\n"


def test_the_page_has_the_counts_of_the_library() -> None:
    page = PAGE.read_text(encoding="utf-8")
    [(start, shown, end)] = BLOCK.findall(page)
    if os.environ.get("WRITE"):
        PAGE.write_text(
            page.replace(start + shown + end, start + count() + end), encoding="utf-8"
        )
        shown = count()

    assert shown == count(), "write them again as this file's first lines say"
