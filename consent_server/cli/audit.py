"""``consent-server audit``: take evidence out, and check it."""

import click

from consent_server.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    places={
        "export": "audit_export:export_command",
        "show": "audit_show:show",
        "verifier": "audit_verifier:verifier",
        "verify": "audit_verify:verify",
        "verify-receipt": "audit_verify:verify_receipt_file",
    },
)
def audit() -> None:
    """Take evidence out, and check it without trusting anybody."""
