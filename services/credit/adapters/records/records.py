"""The records of the credit service, within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.credit.adapters.records import (
    posting,
)
from services.credit.adapters.records.shape import stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.credit.adapters.records.shape import Shape

R = TypeVar("R")
MODULES = (posting,)
SHAPES: dict[type[Any], Shape] = {shape.kind: shape for module in MODULES for shape in module.SHAPES}


class SqlRecords:
    """Fulfils `services.credit.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

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
        self._connection.execute(self._insert(shape.table).values(**row).on_conflict_do_update(index_elements=key, set_=rest))

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""
        shape = SHAPES[kind]
        statement = sa.select(shape.table).where(*self._conditions(shape, where)).limit(1)
        row = self._connection.execute(statement.with_for_update(key_share=True) if lock else statement).mappings().first()
        return shape.record(dict(row)) if row else None

    def many(self, kind: type[R], /, *, before: object = None, limit: int | None = None, **where: object) -> Sequence[R]:
        """Return records, newest key first, before a key."""
        shape = SHAPES[kind]
        (key,) = shape.table.primary_key
        statement = sa.select(shape.table).where(*self._conditions(shape, where)).order_by(key.desc()).limit(limit)
        if before is not None:
            statement = statement.where(key < before)
        return [shape.record(dict(row)) for row in self._connection.execute(statement).mappings()]

    @staticmethod
    def _conditions(shape: Shape, where: dict[str, object]) -> list[sa.ColumnElement[bool]]:
        return [shape.table.c[name] == stored(value) for name, value in where.items()]
