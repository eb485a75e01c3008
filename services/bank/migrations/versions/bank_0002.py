"""Account numbers of payees are protected and files in the mail sealed; accounts are known by their marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.escrow.adapters.bank.signing import sample_bank_vault
from services.runtime.migrations import revision_settings

revision = "bank_0002"
down_revision = "bank_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the columns, then seal row by row."""
    with op.batch_alter_table("transfer") as batch:
        batch.alter_column("payee_account", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("booking") as batch:
        batch.alter_column("other_account", existing_type=sa.String(40), type_=sa.Text(), existing_nullable=True)
    for name, key, column, way in (
        ("account", "number", "number", "mark"),
        ("transfer", "end_to_end_id", "payee_account", "protect"),
        ("booking", "reference", "other_account", "protect"),
        ("mail", "mail_id", "content", "seal"),
    ):
        _change(name, key, column, way)


def downgrade() -> None:
    """Refuse: numbers that are protected do not go back into the clear."""
    raise NotImplementedError("protected numbers are not put into the clear again")


def _change(name: str, key: str, column: str, way: str) -> None:
    table = sa.table(name, *[sa.column(each) for each in {key, column}])
    connection, vault = op.get_bind(), None
    for known in connection.scalars(sa.select(table.c[key])).all():
        text = connection.scalar(sa.select(table.c[column]).where(table.c[key] == known))
        if text:
            vault = vault or sample_bank_vault(revision_settings(op))
            changed = vault.protect(text).text if way == "protect" else vault.mark(text) if way == "mark" else vault.seal(text)
            connection.execute(table.update().where(table.c[key] == known).values(**{column: changed}))
