"""The files of the notice and their names."""

from consent_server.kernel.canonical import sha256_hex
from consent_server.notice.assets import load_assets


def test_names_each_file_after_its_content() -> None:
    for asset in (load_assets().script, load_assets().style, load_assets().plain_style):
        assert asset.digest == sha256_hex(asset.body)
        assert asset.digest[:12] in asset.name


def test_finds_a_file_by_its_full_name_only() -> None:
    assets = load_assets()

    assert assets.find(assets.style.name) is assets.style
    assert assets.find(assets.plain_style.name) is assets.plain_style
    assert assets.find("choices.js") is None
    assert assets.find("../banner.html") is None
