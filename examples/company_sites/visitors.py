"""What a visitor can do on every site: choose a language, log in, write to us."""

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from examples.company_sites.companies import DAY, Company, Page, ServerCookie
from examples.company_sites.cookies import set_server_cookie
from examples.company_sites.words import WORDS

LANGUAGE = ServerCookie(name="language", value="en", life_seconds=365 * DAY)
SESSION = ServerCookie(name="session", value="demo-session", http_only=True)
REMEMBER_ME = ServerCookie(
    name="remember_token", value="demo-device", life_seconds=30 * DAY, http_only=True
)
FORM_MEMORY = ServerCookie(name="form_memory", value="", life_seconds=90 * DAY)
EMPTY_GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b"
)

visitors = Blueprint("visitors", __name__)


@visitors.get("/language/<any(en,nb):code>")
def choose_language(code: str) -> AnyResponse:
    """Remember the language that the visitor chose."""
    response = redirect("/")
    set_server_cookie(response, LANGUAGE, value=code)
    return response


@visitors.get("/campaign")
def follow_campaign() -> AnyResponse:
    """Mark the visitor on the way to the home page, as campaign links do."""
    company: Company = current_app.config["COMPANY"]
    response = redirect("/")
    for cookie in company.campaign_cookies:
        set_server_cookie(response, cookie)
    return response


@visitors.post("/session")
def log_in() -> AnyResponse:
    """Let everybody in; it is a demonstration."""
    response = redirect("/")
    set_server_cookie(response, SESSION)
    if "remember" in request.form:
        set_server_cookie(response, REMEMBER_ME)
    return response


@visitors.post("/messages")
def take_message() -> Response:
    """Thank the sender; some sites keep the address for the next form."""
    company: Company = current_app.config["COMPANY"]
    title = WORDS[company.language]["thanks"]
    page = Page(name="thanks", path="/messages", title=title)
    response = Response(render_template("shared/thanks.html", page=page))
    if company.remembers_forms:
        set_server_cookie(response, FORM_MEMORY, value=request.form["email"])
    return response


@visitors.post("/statistics")
@visitors.post("/score")
def take_report() -> Response:
    """Take what a page's script reports."""
    return Response(status=204)


@visitors.get("/what-the-site-sees")
def list_received_cookies() -> Response:
    """Name the cookies that reach this application."""
    return jsonify(cookies=sorted(request.cookies))


@visitors.get("/newsletter/open.gif")
def count_opening() -> Response:
    """Answer a newsletter's pixel with a picture of nothing."""
    return Response(EMPTY_GIF, mimetype="image/gif")
