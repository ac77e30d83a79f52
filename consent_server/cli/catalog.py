"""``consent-server catalog``: look at catalog files; one module per command."""

import click

from consent_server.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    places={
        "check": "catalog_check:check",
        "declaration": "catalog_declaration:declaration",
        "diff": "catalog_diff:diff",
        "explain": "catalog_check:explain",
        "lookup": "catalog_lookup:lookup",
    },
)
def catalog() -> None:
    """Look at catalog files."""
