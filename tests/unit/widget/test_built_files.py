"""What was built into the package: small, strict and fresh."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from consent_server.catalog.model import Interface
from consent_server.notice.assets import Asset, load_assets
from consent_server.notice.render import CHOICES_PATH, make_layer
from tests.builders import make_policy

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "widget" / "src").iterdir())
BUILT = ROOT / "consent_server" / "notice" / "assets"

MAX_SCRIPT_GZIP_BYTES = {
    "script": 6_400,
    "unguarded": 3_640,  # so about 2,700 are the guard
    "tag": 6_410,
    "acts": 4_280,
    "tag_acts": 4_990,
}
MAX_STYLE_GZIP_BYTES = 1_935
MAX_SOURCE_LINES = 200

BLOCKED_WORDS = re.compile(
    r"cookie|consent|gdpr|ccpa|privacy|banner|popup|overlay|notice|cmp|track|analytic"
    r"|\bads?\b|pixel|modal",
    re.IGNORECASE,
)


@pytest.fixture(params=["script", "tag", "acts", "plain_style", "full", "layer"])
def asset(request: pytest.FixtureRequest) -> Asset:
    policy = make_policy()
    files = {
        "script": policy.script,
        "tag": load_assets().tag,
        "acts": load_assets().acts,
        "plain_style": load_assets().plain_style,
        "full": policy.styles.full,
        "layer": make_layer(policy, "en"),
    }
    return files[request.param]


def test_is_built_from_the_sources_as_they_are() -> None:
    digest = hashlib.sha256()
    for source in SOURCES:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")

    built_from = (BUILT / "sources.sha256").read_text(encoding="ascii").strip()

    assert built_from == digest.hexdigest(), "run: make widget"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_keeps_script_sources_small(source: Path) -> None:
    lines = source.read_text(encoding="utf-8").count("\n")

    assert source.suffix == ".css" or lines <= MAX_SOURCE_LINES


@pytest.mark.parametrize("name", MAX_SCRIPT_GZIP_BYTES)
def test_keeps_each_script_within_its_budget(name: str) -> None:
    packed = gzip.compress(getattr(load_assets(), name).body, 9)

    assert len(packed) <= MAX_SCRIPT_GZIP_BYTES[name]


def test_keeps_the_style_within_its_budget() -> None:
    packed = gzip.compress(make_policy().styles.full.body, 9)

    assert len(packed) <= MAX_STYLE_GZIP_BYTES


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\beval\b",
        r"new Function",
        # The guard names these to wrap them; nothing of ours may use them.
        r"(?:innerHTML|outerHTML)\s*=[^=]|\.(?:insertAdjacentHTML|writeln?)\(",
        r"\bset(?:Timeout|Interval)\b",
        r"https?://(?!www\.w3\.org/(?:1999/xlink|2000/svg))",  # names of namespaces
        r"document\.cookie\s*=[^=]",
    ],
)
@pytest.mark.parametrize("name", MAX_SCRIPT_GZIP_BYTES)
def test_has_no_script_that_makes_code_reaches_out_or_grants_by_itself(
    forbidden: str, name: str
) -> None:
    script = getattr(load_assets(), name).body.decode("ascii")

    assert re.search(forbidden, script) is None


def test_speaks_every_interface_that_a_catalog_can_name() -> None:
    assert load_assets().parts.keys() == {*Interface, "EMBEDS", "FILMS"}


def test_loads_nothing_from_the_styles(asset: Asset) -> None:
    assert b"url(" not in asset.body
    assert b"@import" not in asset.body


def test_has_neutral_file_names_that_block_lists_leave_alone(asset: Asset) -> None:
    assert not BLOCKED_WORDS.search(CHOICES_PATH + asset.name)


def test_has_neutral_class_names_that_block_lists_leave_alone() -> None:
    style = "".join(load_assets().styles.values())
    classes = set(re.findall(r"\.([a-z][\w-]*)", style))

    assert {name for name in classes if BLOCKED_WORDS.search(name)} == set()
    assert all(name.startswith("visitor-choices") for name in classes)
