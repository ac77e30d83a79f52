"""``consent-server api``: the interface of a server for programs."""

import click

from consent_server.web.api.register import write_description


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
    click.echo(write_description(), nl=False)
