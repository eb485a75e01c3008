"""The records of the escrow service, within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.escrow.adapters.records import (
    accounts,
    advances,
    bank,
    closing,
    deposits,
    ledger,
    payments,
    payroll,
    projects,
    warnings,
)
from services.escrow.adapters.records.shape import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.escrow.adapters.records.shape import Shape

R = TypeVar("R")
MODULES = (
    bank,
    accounts,
    advances,
    closing,
    deposits,
    projects,
    ledger,
    payments,
    payroll,
    warnings,
)
SHAPES: dict[type[Any], Shape] = {shape.kind: shape for module in MODULES for shape in module.SHAPES}


class SqlRecords:
    """Fulfils `services.escrow.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def add(self, record: object) -> None:
        """Add a record."""
        shape = SHAPES[type(record)]
        self._connection.execute(shape.table.insert().values(**shape.row(record)))

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""
        shape = SHAPES[type(record)]
        statement = self._insert(shape.table).values(**shape.row(record)).on_conflict_do_nothing()
        return self._connection.execute(statement).rowcount == 1

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""
        shape = SHAPES[type(record)]
        row = shape.row(record)
        key = [column.name for column in shape.table.primary_key]
        rest = {name: value for name, value in row.items() if name not in key}
        statement = self._insert(shape.table).values(**row)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=key, set_=rest) if rest else statement.on_conflict_do_nothing()
        )

    def add_all(self, records: Sequence[object]) -> None:
        """Add many records of one kind at once."""
        if records:
            shape = SHAPES[type(records[0])]
            self._connection.execute(shape.table.insert(), [shape.row(record) for record in records])

    def put_all(self, records: Sequence[object]) -> None:
        """Put many records of one kind at once."""
        if not records:
            return
        shape = SHAPES[type(records[0])]
        key = [column.name for column in shape.table.primary_key]
        statement = self._insert(shape.table)
        rest = {column.name: statement.excluded[column.name] for column in shape.table.columns if column.name not in key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest), [shape.row(record) for record in records])

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""
        shape = SHAPES[kind]
        statement = sa.select(shape.table).where(*self._conditions(shape, where)).limit(1)
        row = self._connection.execute(statement.with_for_update(key_share=True) if lock else statement).mappings().first()
        return shape.record(dict(row)) if row else None

    def many(
        self,
        kind: type[R],
        /,
        *,
        after: object = None,
        limit: int | None = None,
        newest_first: bool = False,
        lock: bool = False,
        **where: object,
    ) -> Sequence[R]:
        """Return records in the order of their key, after a key; a list or tuple as a value means any of them.

        Records that are going to be changed are locked; those that another transaction changed meanwhile are looked at anew.
        """
        shape = SHAPES[kind]
        keys = list(shape.table.primary_key)
        order = [column.desc() for column in keys] if newest_first else keys
        statement = sa.select(shape.table).where(*self._conditions(shape, where)).order_by(*order).limit(limit)
        if after is not None:
            statement = statement.where(keys[-1] < after if newest_first else keys[-1] > after)
        if lock:
            statement = statement.with_for_update(key_share=True)
        return [shape.record(dict(row)) for row in self._connection.execute(statement).mappings()]

    def total(self, kind: type[Any], column: str, /, **where: object) -> int:
        """Return the sum of a column over the records with these values; 0 when there are none."""
        shape = SHAPES[kind]
        statement = sa.select(sa.func.coalesce(sa.func.sum(shape.table.c[column]), 0)).where(*self._conditions(shape, where))
        return int(self._connection.scalar(statement) or 0)

    @staticmethod
    def _conditions(shape: Shape, where: dict[str, object]) -> list[sa.ColumnElement[bool]]:
        conditions: list[sa.ColumnElement[bool]] = []
        for name, value in where.items():
            column = shape.table.c[name]
            conditions.append(column.in_([stored(each) for each in value]) if isinstance(value, list | tuple) else column == stored(value))
        return conditions
