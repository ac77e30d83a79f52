"""Pages that every site has, each hard for a middleware in a way of its own."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    current_app,
    render_template,
    request,
    stream_template,
)
from markupsafe import Markup

from examples.company_sites.companies import Company, Page
from examples.company_sites.words import WORDS

CACHE_SECONDS = 600
ARCHIVE_BLOCKS = 100
ROWS_PER_BLOCK = 100  # more than half a megabyte in all

shared_pages = Blueprint("shared_pages", __name__)


@shared_pages.get("/guide")
def guide() -> Response:
    """Answer alike for everybody, so that any cache may keep it."""
    response = Response(render_template("shared/guide.html", page=_page("guide")))
    response.cache_control.public = True
    response.cache_control.max_age = CACHE_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response


@shared_pages.get("/news")
def news() -> str:
    """Show a page that loads a piece of HTML on demand."""
    return render_template("shared/news.html", page=_page("news"))


@shared_pages.get("/fragments/news")
def news_fragment() -> str:
    """Answer with a piece of a page, for a script to insert."""
    return render_template("shared/news_fragment.html")


@shared_pages.get("/archive")
def archive() -> Iterator[str]:
    """Stream a long page while it is being made."""
    page = _page("archive")
    return stream_template("shared/archive.html", page=page, blocks=_archive_blocks())


def _page(name: str) -> Page:
    company: Company = current_app.config["COMPANY"]
    return Page(name=name, path=f"/{name}", title=WORDS[company.language][name])


def _archive_blocks() -> Iterator[Markup]:
    for first in range(0, ARCHIVE_BLOCKS * ROWS_PER_BLOCK, ROWS_PER_BLOCK):
        yield Markup("\n").join(
            Markup('<li id="{0}"><a href="/archive#{0}">{0}</a></li>').format(number)
            for number in range(first, first + ROWS_PER_BLOCK)
        )
