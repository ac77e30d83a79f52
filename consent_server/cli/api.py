"""``consent-server api``: the interface of a server for programs."""

import importlib

import click

from consent_server.cli.extras import need


@click.group()
def api() -> None:
    """The interface of a server for programs."""


@api.command()
def describe() -> None:
    """Print the description of the interface (OpenAPI 3.1).

    \b
    Example:
      consent-server api describe > openapi.json
    """  # noqa: D301 - click's own mark against re-wrapping
    need("the description", "server", "apispec")
    # Only now: it needs what was just looked for.
    register = importlib.import_module("consent_server.web.api.register")
    click.echo(register.write_description(), nl=False)
