"""``consent-server witness``: cosign the ledgers of others."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from werkzeug.serving import WSGIRequestHandler, make_server

from consent_server.cli.options import data_dir_option, database_option, json_option
from consent_server.cli.printing import say_json
from consent_server.kernel.clock import SystemClock, format_second
from consent_server.kernel.errors import SettingError
from consent_server.kernel.ids import system_random
from consent_server.ledger.report import escape
from consent_server.storage.db import create_store_engine, store_engine
from consent_server.storage.schema import require_schema
from consent_server.storage.witnessed import WatchedLog, WitnessedStore
from consent_server.verifier.inputs import read_key
from consent_server.web.database import (
    FILE_NAME,
    database_url,
    existing_database_url,
)
from consent_server.web.witness import create_witness, open_witness

PORT = 8970
SECONDS_PER_READ = 10  # then a client that sends nothing is let go

name_option = click.option(
    "--name",
    help="The witness's name, an address of yours without scheme: "
    "auditor.example/witness. It never changes.",
)


@click.group(short_help="Cosign the ledgers of others.")
def witness() -> None:
    """Cosign the ledgers of others, so that nobody can rewrite them unseen.

    A witness keeps one line per ledger and never cosigns what does not continue it. It
    is worth something to people who do not trust the ledger's operator: run it for
    somebody else, and let them run one for you.
    """


@witness.command()
@name_option
@data_dir_option
@database_option
def key(name: str | None, data_dir: Path, database: str | None) -> None:
    """Print the witness's public key; it is made the first time.

    \b
    Example:
      consent-server witness key --name auditor.example/witness
    """  # noqa: D301 - click's own mark against re-wrapping
    if name is not None:
        _make_folder(data_dir, database)
    with _engine(data_dir, database) as engine:
        click.echo(open_witness(engine, data_dir, name, system_random).vkey)


@witness.command("add-log", short_help="Watch a ledger, by its public key VKEY.")
@click.argument("vkey")
@data_dir_option
@database_option
def add_log(vkey: str, data_dir: Path, database: str | None) -> None:
    """Watch a ledger, by its public key VKEY: a file, or the text itself.

    A ledger that changes its key is added again with the new one.

    \b
    Examples:
      consent-server witness add-log shop.ledger.pub
      consent-server witness add-log shop.example/shop+ce15c789+AepKbG…
    """  # noqa: D301 - likewise
    text = read_key(vkey, "VKEY")
    with _memory(data_dir, database) as store:
        added = store.watch(text)
    origin = escape(text.partition("+")[0])
    click.echo(f"{origin} is watched{'' if added else ' already'}.")


@witness.command(short_help="List the ledgers that are watched.")
@data_dir_option
@database_option
@json_option
def logs(data_dir: Path, database: str | None, *, as_json: bool) -> None:
    """List the ledgers that are watched, and what was cosigned last of each.

    \b
    Example:
      consent-server witness logs --json | jq '.logs[].size'
    """  # noqa: D301 - likewise
    with _memory(data_dir, database) as store:
        watched = store.list_logs()
    if as_json:
        rows = [
            {"origin": log.seen.origin, "size": log.seen.size, "seen_at": log.seen_at}
            for log in watched
        ]
        say_json({"logs": rows})
        return
    for log in watched:
        click.echo(escape(_described(log)))
    if not watched:
        click.echo("No ledger is watched; add one: consent-server witness add-log VKEY")


@witness.command(short_help="Answer at /add-checkpoint (C2SP tlog-witness).")
@name_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=PORT, show_default=True, help="Where to listen.")
@data_dir_option
@database_option
def serve(
    name: str | None, host: str, port: int, data_dir: Path, database: str | None
) -> None:
    """Answer at /add-checkpoint (C2SP tlog-witness) until it is stopped.

    Put a web server with https in front of it. It makes its key the first time, and
    does not start when the key or the memory of what it cosigned is gone.

    \b
    Example:
      consent-server witness serve --name auditor.example/witness --port 8970
    """  # noqa: D301 - likewise
    app = create_witness(data_dir, name, SystemClock(), system_random, database)
    try:
        server = make_server(
            host, port, app, threaded=True, request_handler=_QuickHandler
        )
    except (OSError, SystemExit) as error:
        raise SettingError(
            f"nobody can listen at {host}:{port}; is it taken?"
        ) from error
    click.echo(f"Listening at http://{host}:{server.port}/add-checkpoint")
    server.serve_forever()


class _QuickHandler(WSGIRequestHandler):
    """Lets go of clients that send nothing, and keeps no list of who came."""

    timeout = SECONDS_PER_READ
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the memory tells what was cosigned."""


def _make_folder(data_dir: Path, database: str | None) -> None:
    """Make the data folder of a new witness, with an empty file for its memory."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingError(f"{data_dir} cannot be made: {error.strerror}") from error
    create_store_engine(database_url(data_dir, database)).dispose()


@contextmanager
def _engine(data_dir: Path, database: str | None) -> Iterator[Engine]:
    if database is None and not (data_dir / FILE_NAME).is_file():
        raise _no_witness(data_dir)
    with store_engine(existing_database_url(data_dir, database)) as engine:
        require_schema(engine)
        yield engine


@contextmanager
def _memory(data_dir: Path, database: str | None) -> Iterator[WitnessedStore]:
    with _engine(data_dir, database) as engine:
        store = WitnessedStore(engine)
        if store.find_identity() is None:
            raise _no_witness(data_dir)
        yield store


def _no_witness(data_dir: Path) -> SettingError:
    return SettingError(
        f"there is no witness in {data_dir}; make one first: "
        f"consent-server witness key --name NAME --data-dir {data_dir}"
    )


def _described(log: WatchedLog) -> str:
    if log.seen_at is None:
        return f"{log.seen.origin}: nothing cosigned yet"
    at = format_second(log.seen_at)
    return f"{log.seen.origin}: {log.seen.size} entries, cosigned at {at}"
