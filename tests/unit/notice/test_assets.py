"""The files of the notice and their names."""

import dataclasses

import pytest

from consent_server.kernel.canonical import sha256_hex
from consent_server.notice.assets import TEMPLATES, Asset, load_assets
from consent_server.notice.policy import Policy
from consent_server.notice.render import make_layer


def test_names_each_file_after_its_content(policy: Policy) -> None:
    files: list[Asset] = [
        load_assets().script,
        load_assets().plain_style,
        policy.styles.full,
        make_layer(policy, "en"),
    ]
    for asset in files:
        assert asset.digest == sha256_hex(asset.body)
        assert asset.digest[:12] in asset.name


def test_gives_each_second_layer_a_name_of_its_own(policy: Policy) -> None:
    """Whoever opens one sees what belongs to the page, in its language."""
    names = {make_layer(policy, language).name for language in policy.notices}

    assert len(names) == len(policy.notices)


@pytest.mark.parametrize("name", TEMPLATES)
def test_pins_each_template(name: str) -> None:
    """Those that a choice is made with, in the banner, on "my choices" or a page."""
    built = load_assets()
    other = dataclasses.replace(built, templates={**built.templates, name: "other"})

    assert other.digests()["template"] != built.digests()["template"]
