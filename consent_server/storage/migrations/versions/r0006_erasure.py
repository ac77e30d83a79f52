"""Requests for erasure, tombstones to carry out, restriction, counts of signals."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("signal_count", "erasure_request", "tombstone")


def upgrade() -> None:
    """Make the tables and the column."""
    op.add_column("record", sa.Column("restricted_at", BIG))
    op.create_table(
        "signal_count",
        sa.Column("site_id", sa.Text, primary_key=True),
        sa.Column("signal", sa.Text, primary_key=True),
        sa.Column("times", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "erasure_request",
        sa.Column("number", BIG, sa.Identity(), primary_key=True),
        sa.Column("site_id", sa.Text, nullable=False),
        sa.Column("subject_id", sa.LargeBinary(16)),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("done_at", BIG),
        sqlite_strict=True,
    )
    op.create_table(
        "tombstone",
        sa.Column("site_id", sa.Text, primary_key=True),
        sa.Column("record_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("done_at", BIG),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them, with requests that were not carried out and restrictions."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("record", "restricted_at")
