"""Tags of a site that comes from another consent tool, untouched."""

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from playwright.sync_api import Browser, expect

from tests.e2e.migrated_markup import ANALYTICS, TAGS
from tests.e2e.tag_site import CATALOG, LOADED, serve_tagged
from tests.e2e.visit import Visit
from tests.e2e.visited import serve_site


def loaded(visit: Visit) -> set[str]:
    paths = [request.path for request in visit.log.all]
    return {path.removeprefix(LOADED) for path in paths if path.startswith(LOADED)}


def test_releases_in_the_page_what_the_words_of_a_tag_allow(
    browser: Browser, tmp_path: Path
) -> None:
    """Rule E11: a word that nobody knows releases nothing."""
    with serve_tagged(tmp_path, {"": TAGS}) as site, site.visit(browser) as visit:
        page = visit.open()
        banner = site.banner(page, visit)

        assert loaded(visit) == {"necessary"}

        banner.choose(["analytics"])

        expect(banner.accept_button).to_be_hidden()
        assert loaded(visit) == ANALYTICS
        assert page.title() == "Tagged"


def application(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer with the same tags, as a site of one's own."""
    is_page = not environ["PATH_INFO"].startswith(LOADED)
    kind = "text/html; charset=utf-8" if is_page else "text/javascript"
    start_response("200 OK", [("Content-Type", kind)])
    return [f"<!doctype html><html lang=en>{TAGS}".encode() if is_page else b""]


def test_releases_them_as_well_where_the_server_enforces(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        serve_site(tmp_path, CATALOG, application) as site,
        site.visit(browser) as visit,
    ):
        page = visit.open()
        banner = site.banner(page, visit)

        assert loaded(visit) == {"necessary"}

        banner.choose(["analytics"])

        expect(banner.accept_button).to_be_hidden()
        # Only where our own script has a nonce, the tags must have it too.
        assert loaded(visit) == ANALYTICS | {"without-nonce"}
