"""What the interface of a server keeps: drafts, exports, and the answers it gave."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
LAYOUT = {"sqlite_strict": True, "sqlite_with_rowid": False}
TABLES = ("policy_draft", "export_order", "api_reply")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "policy_draft",
        sa.Column("draft_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("site_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("catalog", sa.Text, nullable=False),
        sa.Column("made_at", BIG, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("changed_at", BIG, nullable=False),
        sa.Column("reviewed_at", BIG),
        sa.Column("reviewed_by", sa.Text),
        sa.Column("reviewed_against", sa.Text),
        sa.Column("published_at", BIG),
        sa.Column("published_by", sa.Text),
        sa.Column("policy_version", sa.Text),
        **LAYOUT,
    )
    op.create_index("policy_draft_by_site", "policy_draft", ["site_id"])
    op.create_table(
        "export_order",
        sa.Column("export_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("site_id", sa.Text, nullable=False),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asked_at", BIG, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("seen_at", BIG),
        sa.Column("done", BIG, nullable=False),
        sa.Column("length", BIG, nullable=False),
        sa.Column("ended_at", BIG),
        sa.Column("problem", sa.Text),
        sa.Column("made", sa.Text),
        **LAYOUT,
    )
    op.create_index("export_order_by_site", "export_order", ["site_id"])
    op.create_table(
        "api_reply",
        sa.Column("request", sa.LargeBinary(32), primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("begun_at", BIG, nullable=False),
        sa.Column("status", SMALL),
        sa.Column("headers", sa.Text),
        sa.Column("body", sa.LargeBinary),
        **LAYOUT,
    )
    op.create_index("api_reply_by_time", "api_reply", ["begun_at"])


def downgrade() -> None:
    """Drop them: drafts are lost, published policies stay."""
    for table in TABLES:
        op.drop_table(table)
