"""The ledger with its records, policies and notices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
SITE = "ledger.site_id"


def upgrade() -> None:
    """Make the tables."""
    make(
        "ledger",
        sa.Column("site_id", sa.Text, primary_key=True),
        required("origin", sa.Text()),
        required("size", BIG),
    )
    make_records()
    make_tree()
    make(
        "policy",
        site(),
        sa.Column("version", sa.Text, primary_key=True),
        required("content", sa.LargeBinary()),
        required("published_at", BIG),
    )
    make(
        "notice",
        site(),
        sa.Column("digest", sa.Text, primary_key=True),
        required("language", sa.Text()),
        required("content", sa.LargeBinary()),
    )


def downgrade() -> None:
    """Remove every table, and all evidence with them."""
    tree = ("notice", "policy", "checkpoint", "tile", "leaf")
    for name in (*tree, "todo", "record", "ledger"):
        op.drop_table(name)


def make_records() -> None:
    """Make the outbox: records, and what waits of them."""
    make(
        "record",
        sa.Column("number", BIG, sa.Identity(), primary_key=True),
        site(primary_key=False),
        required("record_id", sa.LargeBinary(16)),
        required("kind", SMALL),
        required("arrived_at", BIG),
        sa.Column("subject_id", sa.LargeBinary(16)),
        required("click_digest", sa.LargeBinary()),
        sa.Column("subject_salt", sa.LargeBinary(16)),
        sa.Column("subject", sa.LargeBinary),
        sa.Column("decision_salt", sa.LargeBinary(16)),
        sa.Column("decision", sa.LargeBinary),
        sa.Column("context_salt", sa.LargeBinary(16)),
        sa.Column("context", sa.LargeBinary),
        clustered=False,
    )
    op.create_index("record_by_id", "record", ["site_id", "record_id"], unique=True)
    op.create_index("record_by_subject", "record", ["site_id", "subject_id"])
    make(
        "todo",
        site(),
        sa.Column("number", BIG, primary_key=True),
        required("record_id", sa.LargeBinary(16)),
        required("arrived_at", BIG),
        required("entry", sa.LargeBinary()),
    )


def make_tree() -> None:
    """Make what the sequencer writes."""
    make(
        "leaf",
        site(),
        sa.Column("position", BIG, primary_key=True),
        required("entry", sa.LargeBinary()),
        sa.Column("record_id", sa.LargeBinary(16)),
    )
    op.create_index("leaf_by_record", "leaf", ["site_id", "record_id"], unique=True)
    make(
        "tile",
        site(),
        sa.Column("level", SMALL, primary_key=True),
        sa.Column("number", BIG, primary_key=True),
        required("data", sa.LargeBinary()),
    )
    make(
        "checkpoint",
        site(),
        sa.Column("size", BIG, primary_key=True),
        required("note", sa.Text()),
        required("signed_at", BIG),
    )


def make(name: str, *columns: sa.Column[Any], clustered: bool = True) -> None:
    """Make a table; a clustered one is stored in the order of its primary key."""
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=not clustered)


def required(name: str, kind: Any) -> sa.Column[Any]:  # noqa: ANN401 - any type of SQL
    """Declare a column that has a value."""
    return sa.Column(name, kind, nullable=False)


def site(*, primary_key: bool = True) -> sa.Column[Any]:
    """Declare the column that names the ledger."""
    owner = sa.ForeignKey(SITE)
    return sa.Column("site_id", sa.Text, owner, primary_key=primary_key, nullable=False)
