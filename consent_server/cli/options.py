"""Options that commands share."""

from pathlib import Path

import click

data_dir_option = click.option(
    "--data-dir",
    default="consent-data",
    show_default=True,
    envvar="CONSENT_DATA_DIR",
    show_envvar=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder with the keys and, without --database, the SQLite file.",
)
site_option = click.option(
    "--site", "site_id", help="Id of the site, if there are several."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for programs."
)
database_option = click.option(
    "--database",
    envvar="DATABASE_URL",
    show_envvar=True,
    help="The address of a PostgreSQL database: postgresql://user@host/name.",
)
databases_option = click.option(
    "--databases",
    envvar="CONSENT_DATABASES",
    show_envvar=True,
    default="",
    help="More databases, as NAME=ADDRESS with spaces between.",
)
replica_option = click.option(
    "--replica",
    envvar="CONSENT_REPLICA",
    show_envvar=True,
    help="The address of a database that follows --database, to read from; a user "
    "without rights to write will do.",
)
