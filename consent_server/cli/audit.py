"""``consent-server audit``: take evidence out, and check it."""

import click


@click.group()
def audit() -> None:
    """Take evidence out, and check it without trusting anybody."""
