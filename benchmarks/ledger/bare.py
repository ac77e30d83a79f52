"""The least that a durable row over HTTP costs: Flask and one INSERT."""

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import local

import psycopg
from flask import Flask, request

from consent_server.storage.combining import Combiner, Outcome

CATALOG = Path(__file__).parents[2] / "examples" / "sites" / "onwork.yaml"
ROW_BYTES = 900
"""As large as a record with its entry."""


def bare(folder: Path, database: str | None) -> Flask:
    """Make the application; without an address its row goes into a SQLite file."""
    app = Flask(__name__)
    insert = _into_postgresql(database) if database else _into_sqlite(folder)

    @app.post("/")
    def add() -> tuple[dict[str, bool], int]:
        request.get_json()
        insert(secrets.token_bytes(ROW_BYTES))
        return {"saved": True}, 201

    return app


def _into_sqlite(folder: Path) -> Callable[[bytes], None]:
    """Insert rows; those that wait for the disk do so together."""
    folder.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(
        folder / "bare.sqlite3", isolation_level=None, check_same_thread=False
    )
    for setting in ("journal_mode=WAL", "synchronous=FULL"):
        file.execute(f"PRAGMA {setting}")
    file.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, data BLOB)")

    def insert(rows: Sequence[bytes]) -> list[Outcome]:
        file.execute("BEGIN IMMEDIATE")
        file.executemany("INSERT INTO row (data) VALUES (?)", [[row] for row in rows])
        file.execute("COMMIT")
        return [None for _ in rows]

    return Combiner(insert).run


def _into_postgresql(url: str) -> Callable[[bytes], None]:
    """Insert rows, each thread with a connection of its own."""
    own = local()
    with psycopg.connect(url) as connection:
        connection.execute(
            "CREATE TABLE row (id BIGINT GENERATED ALWAYS AS IDENTITY, data BYTEA)"
        )

    def insert(row: bytes) -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True)
        own.connection.execute("INSERT INTO row (data) VALUES (%s)", [row])

    return insert
