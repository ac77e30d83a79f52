"""Whether a ledger is a copy: one that is not complete, or one that was left.

Whoever inserts a record asks that of the ledger's row, which is therefore there: the
foreign key would look a second time, for every record.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from consent_server.kernel.errors import SettingError

revision = "0011"
down_revision = "0010"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.SmallInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("closed", "leaving")
KEY = "record_site_id_fkey"
INDEXES = {"record_by_id": ["record_id"], "record_by_subject": ["subject_id"]}


def upgrade() -> None:
    """Make the columns, drop the key."""
    for name in COLUMNS:
        op.add_column("ledger", sa.Column(name, sa.Text))
    if op.get_context().dialect.name == "sqlite":
        rebuild(owned=False)
    else:
        op.drop_constraint(KEY, "record")


def downgrade() -> None:
    """Undo it; refuse where an earlier version would take choices for a copy."""
    query = sa.text("SELECT site_id FROM ledger WHERE closed IS NOT NULL")
    copies = op.get_bind().execute(query).scalars().all()
    if copies:
        raise SettingError(
            f"the ledger of {', '.join(copies)} lives in another database, which "
            "earlier versions cannot tell; stay with this one"
        )
    if op.get_context().dialect.name == "sqlite":
        rebuild(owned=True)
    else:
        op.create_foreign_key(KEY, "record", "ledger", ["site_id"], ["site_id"])
    for name in COLUMNS:
        op.drop_column("ledger", name)


def rebuild(*, owned: bool) -> None:
    """Make the table anew: SQLite cannot change the keys of one."""
    for name in INDEXES:
        op.drop_index(name)
    op.rename_table("record", "record_before")
    owner = [sa.ForeignKey("ledger.site_id")] if owned else []
    op.create_table(
        "record",
        sa.Column("number", BIG, sa.Identity(), primary_key=True),
        sa.Column("site_id", sa.Text, *owner, nullable=False),
        *columns(),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO record SELECT * FROM record_before")
    op.drop_table("record_before")
    for name, rest in INDEXES.items():
        unique = name == "record_by_id"
        op.create_index(name, "record", ["site_id", *rest], unique=unique)


def columns() -> list[sa.Column[Any]]:
    """Return the columns behind the site, as they were made."""
    return [
        sa.Column("record_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", SMALL, nullable=False),
        sa.Column("arrived_at", BIG, nullable=False),
        sa.Column("subject_id", sa.LargeBinary(16)),
        sa.Column("click_digest", sa.LargeBinary, nullable=False),
        sa.Column("subject_salt", sa.LargeBinary(16)),
        sa.Column("subject", sa.LargeBinary),
        sa.Column("decision_salt", sa.LargeBinary(16)),
        sa.Column("decision", sa.LargeBinary),
        sa.Column("context_salt", sa.LargeBinary(16)),
        sa.Column("context", sa.LargeBinary),
        sa.Column("restricted_at", BIG),
    ]
