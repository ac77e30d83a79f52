"""The sites of a server of many, and the keys of its interface."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("site", "api_key")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "site",
        sa.Column("site_id", sa.Text, primary_key=True),
        sa.Column("catalog", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("database", sa.Text, nullable=False),
        sa.Column("added_at", BIG, nullable=False),
        sa.Column("published_at", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "api_key",
        sa.Column("key_id", sa.Text, primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("site_id", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.Column("revoked_at", BIG),
        sa.Column("used_on", sa.Text),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them: the sites' ledgers stay, their files must be handed in again."""
    for table in TABLES:
        op.drop_table(table)
