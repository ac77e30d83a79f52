"""The settings of a consent server: each declared once.

From these declarations come the options of ``consent-server serve``, the variables of
its environment, docs/reference/settings.md, and the refusal of what cannot work before
anything is opened.
"""
# ruff: noqa: RUF009 - the calls declare fields, as dataclasses.field does

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from consent_server.kernel.errors import SettingError
from consent_server.sdk.checks import is_loopback
from consent_server.web.databases import parse_databases

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes write what they count, for whichever is asked."""

_DECLARED = "setting"
_LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One declaration; ``default`` is text as somebody would write it.

    ``read`` turns text into a value, and raises ValueError or SettingError with what it
    expects.
    """

    name: str
    variable: str
    default: str
    read: Callable[[str], object]
    help: str

    @property
    def option(self) -> str:
        """The option on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def opposite(self) -> str:
        """The option that says no, where :attr:`option` says yes; else nothing."""
        return f"--no-{self.option[2:]}" if self.read is _yes_or_no else ""


def _a_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        expected = f"a number from {least} to {most}"
        if not text.isascii() or not text.isdigit():
            raise ValueError(expected)
        if not least <= int(text) <= most:
            raise ValueError(expected)
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError("yes or no")
    return text == "yes"


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text

    return read


def _host_names(text: str) -> tuple[str, ...]:
    names = tuple(text.lower().split())
    if any("/" in name or "," in name for name in names):
        raise ValueError("host names with spaces between, without scheme and path")
    return names


def _workers(text: str) -> int:
    return 0 if not text else _a_number(1, 128)(text)


def _declare(
    variable: str, default: str, read: Callable[[str], object], help_text: str
) -> Any:  # noqa: ANN401 - as dataclasses.field is declared
    return field(metadata={_DECLARED: (variable, default, read, help_text)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server was told; :func:`read_settings` makes it."""

    data_dir: Path = _declare(
        "CONSENT_DATA_DIR",
        "consent-data",
        Path,
        "The folder with the keys and, without a database, the SQLite file.",
    )
    database: str = _declare(
        "DATABASE_URL",
        "",
        str,
        "The address of a PostgreSQL database: postgresql://user@host/name.",
    )
    databases: Mapping[str, URL] = _declare(
        "CONSENT_DATABASES",
        "",
        parse_databases,
        "More databases, for sites that are spread over several: NAME=ADDRESS with "
        "spaces between.",
    )
    host: str = _declare("CONSENT_HOST", "127.0.0.1", str, "The address to listen at.")
    port: int = _declare(
        "CONSENT_PORT", "8000", _a_number(1, 65_535), "The port to listen at."
    )
    workers: int = _declare(
        "CONSENT_WORKERS",
        "",
        _workers,
        "Processes; by default 1 with SQLite, which takes one writer, and one per core "
        "with PostgreSQL.",
    )
    threads: int = _declare(
        "CONSENT_THREADS",
        "32",
        _a_number(1, 512),
        "How many requests a process works on at a time, each in a thread.",
    )
    plain_http: bool = _declare(
        "CONSENT_PLAIN_HTTP",
        "no",
        _yes_or_no,
        "Whether visitors come over plain http, as on loopback.",
    )
    trusted_hosts: tuple[str, ...] = _declare(
        "CONSENT_TRUSTED_HOSTS",
        "",
        _host_names,
        "The names that this server is asked by, with spaces between; .example.com is "
        "every name below. Needed unless it listens on loopback only.",
    )
    forwarded_hops: int = _declare(
        "CONSENT_FORWARDED_HOPS",
        "0",
        _a_number(0, 10),
        "How many proxies in front add to X-Forwarded-For, -Proto and -Host. With 0, "
        "these headers are not believed.",
    )
    log_level: str = _declare(
        "CONSENT_LOG_LEVEL",
        "info",
        _one_of("debug", "info", "warning", "error"),
        "What is logged: debug, info (each request), warning or error.",
    )
    metrics: bool = _declare(
        "CONSENT_METRICS",
        "yes",
        _yes_or_no,
        "Whether /metrics answers (Prometheus).",
    )


SETTINGS = tuple(
    Setting(name=one.name, variable=variable, default=default, read=read, help=text)
    for one in fields(Settings)
    for variable, default, read, text in [one.metadata[_DECLARED]]
)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings of a server from the variables of an environment.

    Raises:
        SettingError: What cannot be, all of it.
    """
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for setting in SETTINGS:
        text = environ.get(setting.variable) or setting.default
        try:
            values[setting.name] = setting.read(text)
        except SettingError as error:
            wrong.append(f"{setting.variable}: {error}")
        except ValueError as error:
            # Not what came: it may hold a password that went to the wrong place.
            wrong.append(f"{setting.variable}: expected {error}")
    if wrong:
        raise SettingError("\n".join(wrong))
    return _complete(Settings(**values))


def _complete(found: Settings) -> Settings:
    """Fill in what depends on other settings, and refuse what cannot work together."""
    if found.workers > 1 and not found.database:
        raise SettingError(
            "CONSENT_WORKERS: a SQLite file takes one writer; use 1 and more threads, "
            "or PostgreSQL in DATABASE_URL"
        )
    workers = found.workers or (os.cpu_count() or 1 if found.database else 1)
    hosts = found.trusted_hosts
    if not hosts and not is_loopback(found.host):
        raise SettingError(
            "CONSENT_TRUSTED_HOSTS: name the hosts that this server is asked by, such "
            "as consent.example.com"
        )
    values = {one.name: getattr(found, one.name) for one in fields(Settings)}
    values |= {"workers": workers, "trusted_hosts": hosts or _LOOPBACK_HOSTS}
    return Settings(**values)


def reference_page() -> str:
    """Write docs/reference/settings.md."""
    rows = "\n".join(
        f"| `{one.option}`{one.opposite and f', `{one.opposite}`'} | "
        f"`{one.variable}` | "
        f"{f'`{one.default}`' if one.default else ''} | {one.help} |"
        for one in SETTINGS
    )
    return _PAGE.format(rows=rows)


_PAGE = """\
# Settings

What `consent-server serve` can be told: by an option, or by a variable of its \
environment.
Where there are two options, the first says `yes` and the second `no`.
An option counts before a variable. Other servers that run \
`consent_server.web.serving:create()` take the variables.
What cannot work is refused before anything is opened.

| option | variable | default | says |
| --- | --- | --- | --- |
{rows}

The passphrase of encrypted key files comes from `CONSENT_KEY_PASSPHRASE`, or from the \
file that `CONSENT_KEY_PASSPHRASE_FILE` names.
"""
