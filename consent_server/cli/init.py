"""``consent-server init``: a first site's file, from a few questions."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from consent_server.catalog.load import load_site
from consent_server.catalog.mistakes import CatalogMistakesError
from consent_server.catalog.model import Library
from consent_server.kernel.errors import SettingError
from consent_server.notice.texts import TEXTS, find_texts
from consent_server.storage.catalog_files import read_library

SHIPPED = ", ".join(sorted(TEXTS.keys() - {"no"}))
BASICS = ("site.choice", "site.session")
COLUMNS = 3
TEMPLATE = """\
# What {name} may store and load on its visitors' devices, and why.
# Every key is explained in docs/reference/catalog.md. After a change, run
#   consent-server catalog check {file}

extends: cookie_catalog

site:
  id: {site_id} # part of every record, so it never changes
  domains: [{domains}]
  languages: [{languages}] # the first is shown to whoever speaks none of them
  jurisdiction: {country} # a country code in quotes, or EEA
  choice_lifetime: 6 months # for yes and no alike; then we ask again
  retention: 2 years # how long the proof of a choice is kept
  unknown: observe # what nobody declares is counted; then report, then strict

controller: # who answers for the site (GDPR Article 13)
  name: {quoted_name}
  country: {country}
  email: {email}
  {privacy_policy_url}
  # organisation_number: "000 000 000"
  # address: Street 1, 0001 City
  # data_protection_officer: dpo@example.com

# What the site uses, by its name in the library. Anything else that turns up is
# unknown, see above. What is this cookie? consent-server catalog lookup NAME
services:
{services}
# Cookies and services of your own, which the library cannot know:
#
# own:
#   services:
#     - id: my.counter
#       name: Visit counter
#       provider: site
#       purposes: [analytics]
#       description: # for visitors, in each language of the site
#         en: Counts visits, on our own server.
#       transfer: none
#       cookies:
#         - {{name: visits, life: 30 days}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; lists are comma-separated."""

    name: str
    country: str
    domains: str
    languages: str
    email: str
    privacy_policy_url: str
    services: str


TIDY: Mapping[str, Callable[[str], str]] = {"country": str.upper, "domains": str.lower}
RIGHT = Answers(
    name="Shop",
    country="NO",
    domains="shop.example",
    languages="en",
    email="shop@shop.example",
    privacy_policy_url="-",
    services="-",
)
"""Answers that load, among which one more is tried."""


@click.command()
@click.argument(
    "file", type=click.Path(dir_okay=False, path_type=Path), default="site.yaml"
)
@click.option("--name", help="The company that answers for the site.")
@click.option("--country", help="Its country, such as NO.")
@click.option("--domains", help="The site's host names, separated by commas.")
@click.option("--languages", help="Languages of the site, such as nb,en.")
@click.option("--email", help="Where people reach you about their data.")
@click.option("--privacy-policy-url", help="Where your privacy policy stands.")
@click.option("--services", help="Ids of the library, separated by commas.")
@click.option("--yes", is_flag=True, help="Take the defaults; ask nothing.")
def init(file: Path, *, yes: bool, **given: str | None) -> None:
    """Write a commented site FILE (site.yaml) from a few answers.

    Every question can be answered by an option. An existing file is never changed.

    \b
    Examples:
      consent-server init
      consent-server init shop.yaml --yes --name "Shop AS" --domains shop.example
    """  # noqa: D301 - click's own mark against re-wrapping
    if file.exists():
        raise click.UsageError(f"{file} exists; name another file, or edit that one")
    library = read_library()
    answers = _ask(given, library, ask=not yes)
    text = _write(answers, file)
    load_site(text, str(file), library)  # names what cannot stand in a file
    _require_texts(answers.languages)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise SettingError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"\n{file} is written. What next:")
    for step, why in (
        (f"consent-server catalog check {file}", "is it lawful and whole?"),
        (f"consent-server catalog declaration {file}", "what visitors will read"),
        ("docs/tutorial/first-site.md", "put it around a Python site"),
        ("docs/howto/gateway.md", "or in front of any other"),
    ):
        click.echo(f"  {step:<{len(str(file)) + 35}}  {why}")


def _ask(given: dict[str, str | None], library: Library, *, ask: bool) -> Answers:
    def answer(key: str, question: str, default: str | None = None) -> str:
        def tidy(value: str) -> str:
            return TIDY.get(key, str)(value.strip())

        def check(value: str) -> str:
            _check(key, tidy(value), library)
            return value

        value = given[key]
        if value is None and ask:
            value = click.prompt(question, default=default, value_proc=check)
        if value is None:
            value = default
        if value is None:
            option = "--" + key.replace("_", "-")
            raise click.UsageError(f"{option} is needed with --yes")
        return tidy(value)

    name = answer("name", "Which company answers for the site?")
    country = answer("country", "Its country, as two letters", "NO")
    domains = answer("domains", "Host names of the site (commas between)")
    host = _split(domains)[0] if _split(domains) else "example.com"
    languages = answer("languages", f"Languages of the site ({SHIPPED})", "nb,en")
    email = answer("email", "E-mail for questions about data", f"privacy@{host}")
    url = answer(
        "privacy_policy_url", "Address of the privacy policy (- for none)", "-"
    )
    if ask and given["services"] is None:
        known = sorted(library.services.keys() - set(BASICS))
        click.echo("\nThe library knows:\n  " + "\n  ".join(_in_columns(known)))
    return Answers(
        name=name,
        country=country,
        domains=domains,
        languages=languages,
        email=email,
        privacy_policy_url=url,
        services=answer("services", "Which of these does the site use?", "-"),
    )


def _check(key: str, value: str, library: Library) -> None:
    """Have the loader judge one answer, while its question can be asked again."""
    text = _write(replace(RIGHT, **{key: value}), Path("site.yaml"))
    try:
        load_site(text, "site.yaml", library)
    except CatalogMistakesError as error:
        wrong = "\n".join(mistake.explain() for mistake in error.mistakes)
        raise click.UsageError(wrong) from error
    if key == "languages":
        _require_texts(value)


def _require_texts(languages: str) -> None:
    """Refuse a language that no notice can be written in."""
    missing = [it for it in _split(languages) if find_texts(it) is None]
    if missing:
        raise click.UsageError(
            f"a notice cannot be in {', '.join(missing)}: its words are there in "
            f"{SHIPPED}; name one of these, visitors who speak none get the first"
        )


def _write(answers: Answers, file: Path) -> str:
    wanted = [it for it in _split(answers.services) if it not in {"-", *BASICS}]
    url = answers.privacy_policy_url
    return TEMPLATE.format(
        name=" ".join(answers.name.split()),
        quoted_name=json.dumps(answers.name, ensure_ascii=False),
        file=file.name,
        site_id=_name_site(_split(answers.domains)),
        domains=", ".join(map(json.dumps, _split(answers.domains))),
        languages=", ".join(map(json.dumps, _split(answers.languages))),
        country=json.dumps(answers.country),
        email=json.dumps(answers.email),
        privacy_policy_url="# privacy_policy_url: https://… (publish one)"
        if url == "-"
        else f"privacy_policy_url: {json.dumps(url)}",
        services="".join(f"  - {it}\n" for it in (*BASICS, *dict.fromkeys(wanted))),
    )


def _name_site(domains: list[str]) -> str:
    """Take the first word of the first domain: shop of www.shop.example."""
    label = "".join(domains[:1]).removeprefix("www.").partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", label).strip("-") or "my-site"


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", text) if part]


def _in_columns(names: list[str]) -> list[str]:
    width = max(map(len, names)) + 2
    rows = -(-len(names) // COLUMNS)
    return [
        "".join(name.ljust(width) for name in names[row::rows]).rstrip()
        for row in range(rows)
    ]
