"""Cookies that the site's own server sets, without asking anybody."""

from flask import Flask, Response
from werkzeug.wrappers import Response as AnyResponse

from examples.company_sites.companies import Company, ServerCookie


def set_server_cookie(
    response: AnyResponse, cookie: ServerCookie, *, value: str | None = None
) -> None:
    """Set a cookie as described, with its own value or one of the moment."""
    response.set_cookie(
        cookie.name,
        cookie.value if value is None else value,
        max_age=cookie.life_seconds,
        httponly=cookie.http_only,
        samesite="Lax",
    )


def add_page_cookies(site: Flask, company: Company) -> None:
    """Set the company's cookies with every page that no shared cache keeps."""

    def set_cookies(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.cache_control.public:
            for cookie in company.page_cookies:
                set_server_cookie(response, cookie)
        return response

    site.after_request(set_cookies)
