"""``consent-server catalog lookup``: what an unknown cookie may be."""

import dataclasses
import json

import click

from consent_server.catalog.lookup import Guess, look_up
from consent_server.catalog.lookup_yaml import declare
from consent_server.catalog.match import compile_matcher
from consent_server.cli.options import json_option
from consent_server.storage.catalog_files import read_library

NOTHING_FOUND = 1


@click.command()
@click.argument("name")
@click.option("--domain", help="The host that it was seen on.")
@json_option
def lookup(name: str, domain: str | None, *, as_json: bool) -> None:
    """Guess what the cookie NAME is.

    NAME may be a storage key, too; what to declare is printed.

    The shipped library is asked first, then the Open Cookie Database. Exit code 1:
    neither knows it.

    \b
    Examples:
      consent-server catalog lookup _ga_AB12CD
      consent-server catalog lookup uid --domain adform.net
    """  # noqa: D301 - click's own mark against re-wrapping
    library = read_library()
    matcher = compile_matcher(library.services.values())
    guess = look_up(name, domain)
    services = sorted(matcher.match_cookie(name, domain))
    if not services and guess and domain is None and not guess.others:
        # The library wants a domain for cookies of third parties; the name alone tells.
        found = (matcher.match_cookie(name, known) for known in guess.known.domains)
        services = sorted(set().union(*found))
    guess = None if services else guess
    if services:
        snippet = "services:\n" + "".join(f"  - {service}\n" for service in services)
    else:
        snippet = declare(guess, library) if guess else ""
    if as_json:
        answer = {
            "name": name,
            "domain": domain,
            "services": services,
            "guess": dataclasses.asdict(guess) if guess else None,
            "yaml": snippet,
        }
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        click.echo(_say(name, services, guess))
        click.echo(snippet, nl=False)
    if not snippet:
        raise click.exceptions.Exit(NOTHING_FOUND)


def _say(name: str, services: list[str], guess: Guess | None) -> str:
    if services:
        return f"{name} is in the library: {', '.join(services)}. Declare it so:\n"
    if guess is None:
        return (
            f"Nothing is known of {name}. See who sets it (the browser's developer "
            "tools say, under Storage), then declare a service of your own under own:."
        )
    known = guess.known
    life = {"": "for a time that is not known", "unlimited": "without an end"}.get(
        known.life, f"for {known.life}"
    )
    of = f" of {known.platform}" if known.platform else ""
    by = f" ({known.owner})" if known.owner else ""
    said = f"{name} looks like {known.name}{of}{by}, {life}"
    if guess.seen_on and known.domains and guess.domain is None:
        said += f"; it is known on {', '.join(known.domains)}, not on {guess.seen_on}"
    if guess.others:
        said += f"; the same name is used by {', '.join(guess.others)}"
    return f"{said}. Declare it so:\n"
