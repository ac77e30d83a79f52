"""The database of an installation: one SQLite file in its data folder."""

from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from consent_server.kernel.errors import SettingError
from consent_server.storage.db import db, prepare_engine

FILE_NAME = "consent.sqlite3"
POOL = {"pool_size": 32, "max_overflow": 0, "pool_timeout": 2}


def connect(app: Flask, data_dir: Path) -> Engine:
    """Give a Flask application its database, through Flask-SQLAlchemy.

    Raises:
        SettingError: The data folder cannot be made.
        StoreUnavailableError: The database file cannot be made.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingError(
            f"the data folder {data_dir} cannot be made ({error.strerror}); "
            "name another one, or make it and let this user write to it"
        ) from error
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url(data_dir)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = POOL
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    prepare_engine(engine)
    return engine


def database_url(data_dir: Path) -> str:
    """Return the address of an installation's database."""
    return f"sqlite:///{(data_dir / FILE_NAME).resolve()}"
