"""``consent-server audit export``: take a site's evidence out."""

import json
from pathlib import Path

import click

from consent_server.cli.database import data_dir_option, database_option
from consent_server.web.exporting import export_bundle


@click.command(short_help="Write a site's evidence into one file.")
@click.option("--site", "site_id", required=True, help="Id of the site.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the bundle (a zip file).",
)
@data_dir_option
@database_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def export(
    site_id: str, out: Path, data_dir: Path, database: str | None, *, as_json: bool
) -> None:
    """Write everything that an auditor needs about a site into one file.

    \b
    Examples:
      consent-server audit export --data-dir .demo --site onwork --out onwork.zip
      consent-server audit export --database postgresql://consent@db/consent \\
        --site onwork --out onwork.zip
    """  # noqa: D301 - click's own mark against re-wrapping
    manifest = export_bundle(data_dir, site_id, out, database)
    if as_json:
        click.echo(json.dumps({"origin": manifest.origin, "size": manifest.size}))
        return
    noun = "entry" if manifest.size == 1 else "entries"
    click.echo(f"{out}: {manifest.size} {noun} of {manifest.origin}")
    click.echo(
        f"Check it anywhere: consent-server audit verify {out} "
        f"--key {data_dir}/keys/{site_id}.ledger.pub"
    )
