"""No foreign key where the same transaction has found the ledger already.

Each costs a look-up and, on PostgreSQL, a lock of the ledger's row for every row.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("todo", "leaf", "tile", "checkpoint")
INDEX = ("leaf_by_record", "leaf", ["site_id", "record_id"])


def upgrade() -> None:
    """Drop the keys."""
    if op.get_context().dialect.name == "sqlite":
        rebuild(owned=False)
        return
    for table in TABLES:
        op.drop_constraint(f"{table}_site_id_fkey", table)


def downgrade() -> None:
    """Make the keys again."""
    if op.get_context().dialect.name == "sqlite":
        rebuild(owned=True)
        return
    for table in TABLES:
        name = f"{table}_site_id_fkey"
        op.create_foreign_key(name, table, "ledger", ["site_id"], ["site_id"])


def rebuild(*, owned: bool) -> None:
    """Make the tables anew: SQLite cannot change the keys of one."""
    op.drop_index(INDEX[0])
    for table, columns in columns_of().items():
        owner = [sa.ForeignKey("ledger.site_id")] if owned else []
        op.rename_table(table, f"{table}_before")
        op.create_table(
            table,
            sa.Column("site_id", sa.Text, *owner, primary_key=True),
            *columns,
            sqlite_strict=True,
            sqlite_with_rowid=False,
        )
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608 - our own names
        op.drop_table(f"{table}_before")
    op.create_index(*INDEX, unique=True)


def columns_of() -> dict[str, list[sa.Column[Any]]]:
    """Return the columns of each table behind its site, as they were made."""
    return {
        "todo": [
            sa.Column("number", BIG, primary_key=True),
            sa.Column("record_id", sa.LargeBinary(16), nullable=False),
            sa.Column("arrived_at", BIG, nullable=False),
            sa.Column("entry", sa.LargeBinary, nullable=False),
        ],
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
