"""One company's site as a Flask app."""

from flask import Flask, render_template, request

from examples.company_sites.companies import COMPANIES, Company, Page
from examples.company_sites.cookies import add_page_cookies
from examples.company_sites.scoring import scoring
from examples.company_sites.shared_pages import shared_pages
from examples.company_sites.visitors import visitors
from examples.company_sites.words import WORDS


def create_site(site_id: str) -> Flask:
    """Make the site of one company.

    Raises:
        KeyError: No company has this id.
    """
    company = COMPANIES[site_id]
    site = Flask(__name__)
    site.config["COMPANY"] = company
    _add_words(site, company)
    for page in company.pages:
        _add_page(site, company, page)
    site.register_blueprint(shared_pages)
    site.register_blueprint(visitors)
    if company.scores_visitors:
        site.register_blueprint(scoring)
    add_page_cookies(site, company)
    return site


def _add_words(site: Flask, company: Company) -> None:
    def words() -> dict[str, object]:
        chosen = request.cookies.get("language", company.language)
        return {
            "company": company,
            "ids": company.ids,
            "words": WORDS.get(chosen, WORDS[company.language]),
        }

    site.context_processor(words)


def _add_page(site: Flask, company: Company, page: Page) -> None:
    def show() -> str:
        return render_template(f"{company.id}/{page.name}.html", page=page)

    site.add_url_rule(page.path, page.name, show)
