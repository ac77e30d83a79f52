"""The consent server's own pages."""

from pathlib import Path

from consent_server.web.server import create_server
from tests.site import make_shop, settle


def test_the_overview_names_each_ledger_with_its_size(tmp_path: Path) -> None:
    shop = make_shop(tmp_path)
    server = create_server(shop.data_dir).test_client()
    at_first = server.get("/").get_data(as_text=True)
    shop.choose("refuse_all")
    settle()
    later = server.get("/").get_data(as_text=True)

    assert "<h2>shop</h2>" in at_first
    assert "shop.example/shop" in at_first
    assert ">1 entry<" in at_first
    assert ">2 entries<" in later


def test_an_installation_without_a_site_says_so(tmp_path: Path) -> None:
    page = create_server(tmp_path).test_client().get("/").get_data(as_text=True)

    assert "There is no site yet." in page
