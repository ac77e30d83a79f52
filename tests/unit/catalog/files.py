"""Small catalog files for tests, and how to break them."""

from consent_server.catalog.load import load_library, load_site
from consent_server.catalog.mistakes import CatalogMistakesError, Mistake
from consent_server.catalog.model import Catalog, Library

LIBRARY = """\
library: small
purposes:
  - {id: necessary, exempt: true}
  - {id: analytics}
  - {id: marketing}
providers:
  - {id: acme, name: Acme, country: DK, privacy_url: "https://acme.example/privacy"}
services:
  - id: acme.stats
    name: Acme Stats
    provider: acme
    purposes: [analytics]
    countries: [DK]
    role: processor
    noscript_leak: true
    cookies:
      - {name: _acme, life: 2 years, http_only: true}
      - {name: uid, life: session, domain: acme.example}
    storage:
      - {local: acme_queue}
    resources:
      - {url: "stats.acme.example/tag/*.js?id=A-", kinds: [script]}
    markers:
      - [acme(, A-]
    url_parameters: [acme_id]
    csp: {script-src: ["https://stats.acme.example"]}
    consent_call: {interface: meta, after_refusal: stops}
    routes_allowed: [/shop]
    evidence:
      - {source: acme.example, checked_on: 2026-11-21, sureness: vendor}
  - {id: site.login, name: Login, provider: site, purposes: [necessary]}
"""

SITE = """\
extends: small
site:
  id: shop
  domains: [shop.example, www.shop.example]
  languages: [en, nb]
  jurisdiction: DK
controller:
  name: Shop AS
  country: DK
  email: post@shop.example
services:
  - site.login
  - {id: acme.stats, purposes: [analytics, marketing]}
own:
  providers:
    - {id: mill, name: Mill, country: DK}
  purposes:
    - id: hiring
      texts:
        en: {title: Hiring, description: We look for people.}
        nb: {title: Ansettelse, description: Vi ser etter folk.}
  services:
    - {id: mill.jobs, name: Jobs, provider: mill, purposes: [hiring]}
"""


def small_library() -> Library:
    return load_library(LIBRARY, "small.yaml")


def load(text: str) -> Catalog:
    return load_site(text, "shop.yaml", small_library())


def mistakes_in_library(text: str) -> tuple[Mistake, ...]:
    try:
        load_library(text, "small.yaml")
    except CatalogMistakesError as error:
        return error.mistakes
    return ()


def mistakes_in_site(text: str) -> tuple[Mistake, ...]:
    try:
        load(text)
    except CatalogMistakesError as error:
        return error.mistakes
    return ()


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} must stand in the file once"
    return text.replace(old, new)


def places(mistakes: tuple[Mistake, ...]) -> list[tuple[int, str, str]]:
    return [(it.line, it.path, it.found) for it in mistakes]
