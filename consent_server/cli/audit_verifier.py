"""``consent-server audit verifier``: the verifier in one file, for auditors."""

import click

from consent_server.verifier.source import verifier_source


@click.command(short_help="Print the verifier as one Python file.")
def verifier() -> None:
    """Print verify.py, which checks bundles and receipts with Python alone.

    The same version prints the same bytes, so that an auditor can compare the file with
    one that came from elsewhere.

    \b
    Example:
      consent-server audit verifier > verify.py
    """  # noqa: D301 - click's own mark against re-wrapping
    click.echo(verifier_source(), nl=False)
