"""``consent-server catalog diff``: what changed, and whether it must be asked again."""

import dataclasses
import json
from pathlib import Path

import click

from consent_server.catalog.change import Change
from consent_server.catalog.diff import diff_catalogs
from consent_server.cli.options import json_option
from consent_server.storage.catalog_files import read_catalog

NEEDS_FRESH_CONSENT = 1


@click.command()
@click.argument("old", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Say what changed from OLD to NEW.

    Both are a site's file; the change is told in a visitor's words.

    Exit code 0: stored choices go on as they are. 1: something needs fresh consent;
    visitors are asked about that, and keep their other answers. 2: a file cannot be
    used.

    \b
    Example:
      git show HEAD:site.yaml > old.yaml
      consent-server catalog diff old.yaml site.yaml
    """  # noqa: D301 - click's own mark against re-wrapping
    changes = diff_catalogs(read_catalog(old), read_catalog(new))
    asked = [change for change in changes if change.needs_fresh_consent]
    if as_json:
        found = [dataclasses.asdict(change) for change in changes]
        answer = {"needs_fresh_consent": bool(asked), "changes": found}
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    elif not changes:
        click.echo("Nothing changed for visitors.")
    else:
        told = [change for change in changes if not change.needs_fresh_consent]
        _print("Visitors are asked again about this; other answers stay:", asked)
        _print("Nobody is asked again about this:", told)
    if asked:
        raise click.exceptions.Exit(NEEDS_FRESH_CONSENT)


def _print(heading: str, changes: list[Change]) -> None:
    if changes:
        click.echo(heading)
        for change in changes:
            click.echo(f"  - {change.text}")
