"""Whether a ledger is a copy: one that is not complete, or one that was left."""

import sqlalchemy as sa
from alembic import op

from consent_server.kernel.errors import SettingError

revision = "0011"
down_revision = "0010"

COLUMNS = ("closed", "leaving")


def upgrade() -> None:
    """Make the columns."""
    for name in COLUMNS:
        op.add_column("ledger", sa.Column(name, sa.Text))


def downgrade() -> None:
    """Drop them; refuse where an earlier version would take choices for a copy."""
    query = sa.text("SELECT site_id FROM ledger WHERE closed IS NOT NULL")
    copies = op.get_bind().execute(query).scalars().all()
    if copies:
        raise SettingError(
            f"the ledger of {', '.join(copies)} lives in another database, which "
            "earlier versions cannot tell; stay with this one"
        )
    for name in COLUMNS:
        op.drop_column("ledger", name)
