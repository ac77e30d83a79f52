"""``consent-server catalog``: look at catalog files; one module per command."""

import click

from consent_server.cli.catalog_check import check, explain


@click.group()
def catalog() -> None:
    """Look at catalog files."""


catalog.add_command(check)
catalog.add_command(explain)
