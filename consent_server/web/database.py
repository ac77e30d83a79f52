"""The database of an installation: a SQLite file in its data folder, or PostgreSQL."""

from pathlib import Path

from flask import Flask
from sqlalchemy import URL, Engine

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import (
    db,
    engine_options,
    parse_database_url,
    prepare_engine,
)
from consent_server.web.disk import require_local

FILE_NAME = "consent.sqlite3"


def connect(app: Flask, data_dir: Path, database: str | None = None) -> Engine:
    """Give a Flask application its database, through Flask-SQLAlchemy.

    ``database`` is the address of a PostgreSQL database; without one, everything is in
    a SQLite file in the data folder.

    Raises:
        SettingError: The data folder cannot be made, or is no place for a SQLite file,
            or the address cannot be used.
        StoreUnavailableError: The database file cannot be made.
    """
    make_folder(data_dir)
    if not database:
        require_local(data_dir)
    url = database_url(data_dir, database)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare_engine(engine)
    return engine


def make_folder(data_dir: Path) -> None:
    """Make a data folder, where there is none.

    Raises:
        SettingError: It cannot be made.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingError(
            f"the data folder {data_dir} cannot be made ({error.strerror}); "
            "name another one, or make it and let this user write to it"
        ) from error


def database_url(data_dir: Path, database: str | None) -> URL:
    """Return the address of an installation's database.

    Raises:
        SettingError: ``database`` cannot be used.
    """
    if database:
        return parse_database_url(database)
    return URL.create("sqlite", database=str((data_dir / FILE_NAME).resolve()))


def existing_database_url(data_dir: Path, database: str | None) -> URL:
    """Return the address of an installation's database that must be there already.

    Raises:
        SettingError: ``database`` cannot be used, or the folder has no file.
    """
    if not database and not (data_dir / FILE_NAME).is_file():
        raise SettingError(
            f"{data_dir} has no {FILE_NAME}; name the data folder of the site with "
            "--data-dir, or its PostgreSQL database with --database; "
            "a new server begins with: consent-server site add FILE"
        )
    return database_url(data_dir, database)
