"""``consent-server ledger``: what keeps a ledger trustworthy."""

import click

from consent_server.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    places={
        "key": "ledger_key:key",
        "publish": "ledger_publish:publish_checkpoint",
        "recover": "ledger_recover:recover",
        "status": "ledger_status:status",
    },
)
def ledger() -> None:
    """Keep a ledger trustworthy."""
