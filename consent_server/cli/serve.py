"""``consent-server serve``: the server of many sites."""

import importlib
import os
from collections.abc import Mapping

import click

from consent_server.cli.extras import need
from consent_server.web.settings import SETTINGS, Setting, read_settings

_WORDS: Mapping[object, str] = {True: "yes", False: "no"}
_ABOUT = """Answer for every site of an installation until SIGTERM.

Put a web server with https in front of it. Each option may also be given as a variable
of the environment.

\b
Examples:
  consent-server serve --plain-http
  consent-server serve --host 0.0.0.0 --trusted-hosts consent.example --forwarded-hops 1
  DATABASE_URL=postgresql://consent@db/consent consent-server serve
"""


def _serve(**options: str | bool | None) -> None:
    """Check what was given; the workers find it in the environment."""
    given = {
        setting.variable: _WORDS.get(found) or str(found)
        for setting in SETTINGS
        if (found := options[setting.name]) is not None
    }
    settings = read_settings({**os.environ, **given})
    os.environ.update(given)
    need("serving", "server", "apispec", "granian", "prometheus_client")
    # Only now: these parts need what was just looked for.
    importlib.import_module("consent_server.web.granian_server").run(settings)


def _option(setting: Setting) -> click.Option:
    default = f"default: {setting.default}" if setting.default else ""
    if setting.opposite:
        return click.Option(
            [f"{setting.option}/{setting.opposite}"],
            default=None,
            help=f"{setting.help} [{setting.variable}; {default}]",
        )
    return click.Option(
        [setting.option],
        metavar=setting.variable,
        help=f"{setting.help}{default and f' [{default}]'}",
    )


serve = click.Command(
    "serve",
    callback=_serve,
    params=[_option(setting) for setting in SETTINGS],
    help=_ABOUT,
    short_help="Answer for every site of an installation.",
)
