"""Account numbers of workers are protected and bank files sealed, also those that lie there already."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from services.kernel.protected import is_protected, without_numbers
from services.runtime.migrations import revision_settings
from services.runtime.vault import load_vault

if TYPE_CHECKING:
    from collections.abc import Callable

    Change = Callable[[Any, str], str]

revision = "escrow_0002"
down_revision = "escrow_0001"
branch_labels = None
depends_on = None

WIDENED = (("payroll_line", "account"), ("payment_line", "account"), ("bank_entry", "other_account"))


def upgrade() -> None:
    """Widen the columns, then seal row by row."""
    for table, column in WIDENED:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
    vault = None
    changes: tuple[tuple[str, tuple[str, ...], dict[str, Change]], ...] = (
        ("payroll_line", ("payroll_id", "worker_id"), {"account": _protect}),
        ("payment_line", ("end_to_end_id",), {"account": _protect, "reason": _cover}),
        ("bank_entry", ("account", "reference"), {"other_account": _protect, "text": _cover}),
        ("bank_status", ("message_id", "end_to_end_id"), {"info": _cover}),
        ("attendance_part", ("project_id", "month", "part"), {"lines": _protect_lines}),
        ("bank_file", ("file_id",), {"content": _seal}),
    )
    for table, keys, change in changes:
        vault = _change(table, keys, change, vault)


def downgrade() -> None:
    """Refuse: numbers that are protected do not go back into the clear."""
    raise NotImplementedError("protected numbers are not put into the clear again")


def _change(name: str, keys: tuple[str, ...], change: dict[str, Change], vault: Any) -> Any:  # noqa: ANN401 - a vault, once needed
    """Change columns of every row; the vault is opened with the first row there is."""
    table = sa.table(name, *[sa.column(column) for column in (*keys, *change)])
    connection = op.get_bind()
    for key in connection.execute(sa.select(*[table.c[key] for key in keys])).all():  # one row at a time: a bank file may have megabytes
        vault = vault or load_vault(revision_settings(op))
        where = [table.c[column] == value for column, value in zip(keys, key, strict=True)]
        row = connection.execute(sa.select(*[table.c[column] for column in change]).where(*where)).mappings().one()
        values = {column: act(vault, row[column]) for column, act in change.items()}
        connection.execute(table.update().where(*where).values(**values))
    return vault


def _protect(vault: Any, number: str) -> str:  # noqa: ANN401 - a vault
    return number if is_protected(number) else str(vault.protect(number).text)


def _protect_lines(vault: Any, lines: str) -> str:  # noqa: ANN401 - a vault
    rows = [{**row, "account": _protect(vault, str(row.get("account") or ""))} for row in json.loads(lines)]
    return json.dumps(rows, ensure_ascii=False)


def _seal(vault: Any, content: str) -> str:  # noqa: ANN401 - a vault
    return str(vault.seal(content))


def _cover(_vault: Any, text: str) -> str:  # noqa: ANN401 - a vault
    return without_numbers(text)
