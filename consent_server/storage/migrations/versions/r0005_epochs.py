"""Epochs: a site may have several logs, one after the other, each with its keys."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from consent_server.kernel.errors import SettingError

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
INDEX = ("leaf_by_record", "leaf", ["site_id", "record_id"])
KEYS = {"leaf": ["position"], "tile": ["level", "number"], "checkpoint": ["size"]}


def upgrade() -> None:
    """Make every log that there is the first epoch of its site."""
    if op.get_context().dialect.name == "sqlite":
        rebuild(later=True)
    else:
        op.add_column("ledger", epoch(server_default="1"))
        op.alter_column("ledger", "epoch", server_default=None)
        for column in state():
            op.add_column("ledger", column)
        for table, rest in KEYS.items():
            op.add_column(table, epoch(server_default="1"))
            op.alter_column(table, "epoch", server_default=None)
            change_key(table, ["site_id", "epoch", *rest])
    make(
        "ledger_key",
        site(),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("position", BIG, primary_key=True),
        sa.Column("vkey", sa.Text, nullable=False),
        sa.Column("began_at", BIG, nullable=False),
    )


def downgrade() -> None:
    """Forget the keys that were; refuse where an earlier version would lose a log."""
    query = sa.text("SELECT site_id FROM ledger WHERE epoch > 1 OR frozen IS NOT NULL")
    stuck = op.get_bind().execute(query).scalars().all()
    if stuck:
        raise SettingError(
            f"the ledger of {', '.join(stuck)} is frozen or has had more than one "
            "epoch, which earlier versions cannot keep apart; stay with this one"
        )
    op.drop_table("ledger_key")
    if op.get_context().dialect.name == "sqlite":
        rebuild(later=False)
        return
    for table, rest in KEYS.items():
        change_key(table, ["site_id", *rest])
        op.drop_column(table, "epoch")
    for name in ("frozen", "vkey", "epoch"):
        op.drop_column("ledger", name)


def change_key(table: str, columns: list[str]) -> None:
    """Give a table of PostgreSQL another primary key."""
    op.drop_constraint(f"{table}_pkey", table)
    op.create_primary_key(f"{table}_pkey", table, columns)


def rebuild(*, later: bool) -> None:
    """Make the tables anew: SQLite cannot change the key of one."""
    op.drop_index(INDEX[0])
    for table, columns in tree().items():
        log = [site(), epoch(primary_key=True)] if later else [site()]
        op.rename_table(table, f"{table}_before")
        make(table, *log, *columns)
        refill(table, ["site_id", *(column.name for column in columns)], later=later)
    op.create_index(*INDEX, unique=True)
    # Others refer to this one, and would follow it to a new name.
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TABLE ledger_before AS SELECT * FROM ledger")
    op.drop_table("ledger")
    make("ledger", *head(later=later))
    refill("ledger", ["site_id", "origin", "size"], later=later)


def refill(table: str, columns: list[str], *, later: bool) -> None:
    """Copy the rows of a table back; they all belong to the first epoch."""
    kept = ", ".join(columns)
    into, values = (f"{kept}, epoch", f"{kept}, 1") if later else (kept, kept)
    op.execute(f"INSERT INTO {table} ({into}) SELECT {values} FROM {table}_before")  # noqa: S608 - our own names
    op.drop_table(f"{table}_before")


def make(name: str, *columns: sa.Column[Any]) -> None:
    """Make a table that is stored in the order of its primary key."""
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def site() -> sa.Column[Any]:
    """Declare the column that names the site."""
    return sa.Column("site_id", sa.Text, primary_key=True)


def epoch(*, primary_key: bool = False, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - of SQLAlchemy
    """Declare the column that numbers the log of a site."""
    return sa.Column(
        "epoch", sa.Integer, primary_key=primary_key, nullable=False, **options
    )


def state() -> list[sa.Column[Any]]:
    """Declare what the head says of the signing."""
    return [sa.Column("vkey", sa.Text), sa.Column("frozen", sa.Text)]


def head(*, later: bool) -> list[sa.Column[Any]]:
    """Return the columns of a site's head."""
    first: list[sa.Column[Any]] = [
        site(),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("size", BIG, nullable=False),
    ]
    return [first[0], epoch(), *first[1:], *state()] if later else first


def tree() -> dict[str, list[sa.Column[Any]]]:
    """Return the columns of each table behind its log, as they were made."""
    return {
        "leaf": [
            sa.Column("position", BIG, primary_key=True),
            sa.Column("entry", sa.LargeBinary, nullable=False),
            sa.Column("record_id", sa.LargeBinary(16)),
        ],
        "tile": [
            sa.Column("level", SMALL, primary_key=True),
            sa.Column("number", BIG, primary_key=True),
            sa.Column("data", sa.LargeBinary, nullable=False),
        ],
        "checkpoint": [
            sa.Column("size", BIG, primary_key=True),
            sa.Column("note", sa.Text, nullable=False),
            sa.Column("signed_at", BIG, nullable=False),
        ],
    }
