"""``consent-server catalog declaration``: what a site tells its visitors."""

from collections.abc import Callable
from pathlib import Path

import click

from consent_server.notice.declaration import Declaration, compose_declaration
from consent_server.notice.declaration_formats import (
    declaration_html,
    declaration_json,
    declaration_markdown,
)
from consent_server.notice.policy import compile_policy
from consent_server.storage.catalog_files import read_catalog

FORMATS: dict[str, Callable[[Declaration], str]] = {
    "md": declaration_markdown,
    "json": declaration_json,
    "html": declaration_html,
}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="md",
    show_default=True,
    help="Markdown, JSON, or a fragment of HTML.",
)
@click.option("--language", help="One of the site's languages; the first by default.")
def declaration(file: Path, form: str, language: str | None) -> None:
    """Print the cookie declaration of a FILE.

    It is what a site's visitors are told, from its catalog.

    \b
    Example:
      consent-server catalog declaration examples/sites/onwork.yaml --language nb
    """  # noqa: D301 - click's own mark against re-wrapping
    policy = compile_policy(read_catalog(file))
    wanted = language or policy.site.languages[0]
    if wanted not in policy.notices:
        known = ", ".join(policy.notices)
        raise click.BadParameter(
            f"the site has no {wanted!r}; it has {known}", param_hint="--language"
        )
    click.echo(FORMATS[form](compose_declaration(policy, wanted)).rstrip("\n"))
