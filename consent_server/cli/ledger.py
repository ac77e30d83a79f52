"""``consent-server ledger``: what keeps a ledger trustworthy."""

import click


@click.group()
def ledger() -> None:
    """Keep a ledger trustworthy."""
