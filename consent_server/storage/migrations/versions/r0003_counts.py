"""Sums per day of what was held and of what nobody declares."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = {
    "held_count": ("day", "policy_version", "service", "surface", "reason"),
    "sighting_count": ("day", "surface", "name", "directive"),
}


def upgrade() -> None:
    """Make the tables."""
    for table, keys in TABLES.items():
        owner = sa.ForeignKey("ledger.site_id")
        op.create_table(
            table,
            sa.Column("site_id", sa.Text, owner, primary_key=True),
            *(sa.Column(key, sa.Text, primary_key=True) for key in keys),
            sa.Column("times", BIG, nullable=False),
            sqlite_strict=True,
            sqlite_with_rowid=False,
            if_not_exists=True,  # a version without revisions made them as well
        )


def downgrade() -> None:
    """Drop the tables, and the sums with them."""
    for table in TABLES:
        op.drop_table(table)
