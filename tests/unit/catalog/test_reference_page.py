"""The reference page: its examples load, and it names every key."""

import re
from pathlib import Path

import pytest
import yaml

from consent_server.catalog.device_schema import (
    CookieSchema,
    ResourceSchema,
    StorageSchema,
)
from consent_server.catalog.fields import Keyed
from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.looks_schema import ColoursSchema, LooksSchema
from consent_server.catalog.schema import (
    ConsentCallSchema,
    EvidenceSchema,
    LibrarySchema,
    ProviderSchema,
    PurposeSchema,
    PurposeTextSchema,
    ScoringSchema,
    ServiceSchema,
)
from consent_server.catalog.site_schema import (
    ControllerSchema,
    SiteFileSchema,
    SiteSchema,
)
from tests.unit.catalog.files import mistakes_in_library

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "catalog.md").read_text(encoding="utf-8")
SITE, LOOKS, LIBRARY, SERVICE, *PARTS = re.findall(
    r"```yaml\n(.*?)```", PAGE, re.DOTALL
)


def as_library(parts: str) -> str:
    """Put keys of a service into a library that has all they name."""
    service = {"id": "it", "name": "It", "provider": "site", "purposes": ["analytics"]}
    service |= yaml.load(parts, Loader=yaml.BaseLoader)  # noqa: S506 - text only
    ads = {"id": "acme.ads", "name": "Ads", "provider": "site", "purposes": ["ads"]}
    library = {
        "library": "small",
        "providers": [{"id": "acme", "name": "Acme", "country": "DK"}],
        "purposes": [{"id": "analytics"}, {"id": "ads"}],
        "services": [service, ads],
    }
    text: str = yaml.safe_dump(library)
    # The dump quotes what was text; flags must be bare again.
    return text.replace("'true'", "true").replace("'false'", "false")


def test_the_site_of_the_page_loads() -> None:
    shipped = (ROOT / "cookie_catalog.yaml").read_text(encoding="utf-8")
    library = load_library(shipped, "cookie_catalog.yaml")

    assert load_site(SITE, "page", library).services[-1].id == "jobs.counter"
    assert load_site(SITE + LOOKS, "page", library).looks.layout == "corner"


def test_the_library_of_the_page_loads() -> None:
    assert load_library(LIBRARY, "page").services.keys() == {"acme.stats"}


@pytest.mark.parametrize(
    "part", [pytest.param(it, id=it.partition(":")[0]) for it in (SERVICE, *PARTS)]
)
def test_the_parts_of_the_page_are_parts_of_a_service(part: str) -> None:
    assert mistakes_in_library(as_library(part)) == ()


@pytest.mark.parametrize(
    "schema",
    [
        ConsentCallSchema,
        ControllerSchema,
        CookieSchema,
        EvidenceSchema,
        ColoursSchema,
        LibrarySchema,
        LooksSchema,
        ProviderSchema,
        PurposeSchema,
        PurposeTextSchema,
        ResourceSchema,
        ScoringSchema,
        ServiceSchema,
        SiteFileSchema,
        SiteSchema,
        StorageSchema,
    ],
)
def test_the_page_names_every_key(schema: type[Keyed]) -> None:
    missing = [
        key
        for key in schema().fields
        if f"{key}:" not in PAGE and f"`{key}`" not in PAGE and f".{key}`" not in PAGE
    ]

    assert missing == []
