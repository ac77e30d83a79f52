"""``consent-server catalog``: look at catalog files."""

import json
from collections import Counter
from pathlib import Path

import click

from consent_server.notice.policy import compile_policy
from consent_server.storage.catalog_files import read_catalog


@click.group()
def catalog() -> None:
    """Look at catalog files."""


@catalog.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def check(file: Path, *, as_json: bool) -> None:
    """Read a site's catalog FILE and say what it declares.

    All mistakes are named at once, each with file, line and path; the exit code is
    then 2.

    \b
    Example:
      consent-server catalog check examples/sites/onwork.yaml
    """  # noqa: D301 - click's own mark against re-wrapping
    policy = compile_policy(read_catalog(file))
    per_purpose = Counter(
        purpose for service in policy.services for purpose in service.purposes
    )
    facts = {
        "site": policy.site.id,
        "policy_version": policy.version,
        "languages": list(policy.notices),
        "services": len(policy.services),
        "gated_services": len(policy.gated_services),
        "services_by_purpose": {p.id: per_purpose[p.id] for p in policy.purposes},
    }
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    click.echo(f"{file}: fine")
    click.echo(f"  site            {facts['site']}")
    click.echo(f"  policy version  {policy.version[:16]}…")
    click.echo(f"  languages       {', '.join(policy.notices)}")
    click.echo(
        f"  services        {len(policy.services)}, "
        f"of which {len(policy.gated_services)} need consent"
    )
    for purpose in policy.purposes:
        click.echo(f"    {purpose.id:<14}{per_purpose[purpose.id]}")
