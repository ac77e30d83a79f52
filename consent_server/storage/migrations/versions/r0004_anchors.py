"""Who saw our logs, and whose logs we saw as a witness."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("witnessed_key", "witnessed", "witness", "anchor")


def upgrade() -> None:
    """Make the tables."""
    make(
        "anchor",
        sa.Column("site_id", sa.Text, primary_key=True),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("size", BIG, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("seen_at", BIG, nullable=False),
        sa.Column("token", sa.LargeBinary),
    )
    make("witness", sa.Column("vkey", sa.Text, primary_key=True))
    make(
        "witnessed",
        sa.Column("origin", sa.Text, primary_key=True),
        sa.Column("size", BIG, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("seen_at", BIG),
    )
    owner = sa.ForeignKey("witnessed.origin")
    make(
        "witnessed_key",
        sa.Column("vkey", sa.Text, primary_key=True),
        sa.Column("origin", sa.Text, owner, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables: a witness that forgot what it saw must get another key."""
    for name in TABLES:
        op.drop_table(name)


def make(name: str, *columns: sa.Column[object]) -> None:
    """Make a table that is stored in the order of its primary key."""
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=False)
