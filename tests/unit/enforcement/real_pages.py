"""Pages as sites write them: those of the example companies, and a long article."""

from functools import lru_cache

from benchmarks.enforcement import make_page
from examples.company_sites import COMPANIES, create_site

SHARED = ("/guide", "/news", "/archive", "/campaign")
ARTICLE_BYTES = 12_000


@lru_cache(maxsize=1)
def real_pages() -> tuple[bytes, ...]:
    """Return every page once."""
    pages = [make_page("omnium", ARTICLE_BYTES, gated=True)]
    for company in COMPANIES.values():
        visitor = create_site(company.id).test_client()
        paths = (*(page.path for page in company.pages), *SHARED)
        pages += [visitor.get(path).get_data() for path in paths]
    return tuple(pages)
