"""The script of the script-tag mode: all that a page needs, in one response.

Guard, gate, style, and the banner in one language. The banner is data, from which the
script makes elements one by one: no text is parsed as markup in the page, so that a
strict content security policy and trusted types let it pass. Where nothing needs
permission there is no banner, and the permanent link leads to the declaration.
"""

import re
from html.parser import HTMLParser

from consent_server.kernel.canonical import Json
from consent_server.notice.assets import Asset, load_assets, name_asset
from consent_server.notice.policy import Policy
from consent_server.notice.render import (
    CHOICES_PATH,
    render_banner,
    render_link,
)
from consent_server.notice.script import (
    bind_script,
    literal,
    make_acts,
    script_values,
    site_values,
)

SITES_PATH = f"{CHOICES_PATH}sites/"
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_SPACES = re.compile(r"[ \t\r\n]+")
_FOR_FORMS = frozenset({"action", "method"})
"""A form posts to its own origin, where nobody takes a choice in this mode."""


def make_tag(policy: Policy, language: str, *, token_name: str) -> Asset:
    """Return the script that a page of the site loads from the consent server.

    Args:
        policy: The site's.
        language: One of the notice's.
        token_name: Of the cookie that the script is to write.
    """
    assets = load_assets()
    notice = policy.notices[language]
    own = f"{SITES_PATH}{policy.site.id}/"
    label = notice.texts.declaration.title
    link = render_link(policy, language).decode()
    asks = bool(policy.gated_services)
    tag: dict[str, Json] = {
        "policy": policy.version,
        **site_values(policy.catalog, policy.version),
        "token": token_name,
        "path": own,
        "language": language,
        "acts": make_acts(policy.catalog, notice, assets.tag_acts).name,
        "style": policy.styles.planted.body.decode(),
        "banner": describe(_banner(policy, language), own, label) if asks else [],
        "link": describe(link, own, None if asks else label),
        "notSaved": notice.texts.not_saved,
    }
    values = script_values(policy.catalog)
    # The response names its encoding, so that letters need no escapes.
    values["TAG"] = literal(tag, ascii_only=False)
    body = bind_script(assets.tag.body, values)
    return name_asset("tag.js", assets.tag.media_type, body)


def _banner(policy: Policy, language: str) -> str:
    return render_banner(
        policy, language, mark="", signalled=None, click_key=None, own_page=False
    ).decode()


def describe(markup: str, own_path: str, label: str | None = None) -> list[Json]:
    """Write markup of ours as data: texts, and ``[name, attributes, *children]``.

    ``<noscript>`` is left out, and so are hidden fields, which a script does not send.
    Where it links to the choices, which the consent server cannot see in this mode, it
    links to the declaration there, under that ``label``.
    """
    reader = _Reader(f"{own_path}declaration", label)
    reader.feed(markup)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, declaration: str, label: str | None) -> None:
        super().__init__()
        self.found: list[Json] = []
        self._open: list[list[Json]] = [self.found]
        self._declaration = declaration
        self._label = label

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: list[Json] = [tag, self._attributes(attrs)]
        written = dict(attrs)
        if tag != "noscript" and written.get("type") != "hidden":
            self._open[-1].append(element)
        leads_there = str(written.get("href")).startswith(f"{CHOICES_PATH}?")
        if tag == "a" and self._label and leads_there:
            element.append(self._label)
            self._open.append([])
        elif tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - ours are well formed
        self._open.pop()

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data)
        if text.strip() or (text and "\n" not in data):
            self._open[-1].append(text)

    def _attributes(self, attrs: list[tuple[str, str | None]]) -> dict[str, Json]:
        found: dict[str, Json] = {
            name: value or "" for name, value in attrs if name not in _FOR_FORMS
        }
        href = str(found.get("href", ""))
        if href.startswith(CHOICES_PATH):
            query = href.removeprefix(CHOICES_PATH).removeprefix("declaration")
            found["href"] = self._declaration + query
        return found
