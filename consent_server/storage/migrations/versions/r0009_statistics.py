"""What visitors answered and how often they were asked per day; ignored findings."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and the column; records with a position are not counted."""
    op.add_column("todo", sa.Column("answer", sa.LargeBinary(16)))
    op.create_table(
        "answer_count",
        *_text_keys("site_id", "day", "policy_version", "dimension", "value"),
        sa.Column("granted", BIG, nullable=False),
        sa.Column("refused", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asked_count",
        _owner(),
        *_text_keys("day", "policy_version", "language"),
        sa.Column("times", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ignored_finding",
        _owner(),
        *_text_keys("finding"),
        sa.Column("ignored_at", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them, and the sums with them."""
    op.drop_table("ignored_finding")
    op.drop_table("asked_count")
    op.drop_table("answer_count")
    op.drop_column("todo", "answer")


def _text_keys(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _owner() -> sa.Column[str]:
    owner = sa.ForeignKey("ledger.site_id")
    return sa.Column("site_id", sa.Text, owner, primary_key=True)
