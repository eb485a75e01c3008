"""Frozen records as rows, for services that keep theirs in tables of the same shape: column and field have one name.

Days stay dates, moments are ISO 8601 text with offset, lists and objects are JSON text.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

R = TypeVar("R")


@dataclass(frozen=True)
class Shape:
    """The table of one kind of record. A field's annotation says how its column is read."""

    kind: type[Any]
    table: sa.Table

    @cached_property
    def _types(self) -> dict[str, str]:
        return {field.name: str(field.type) for field in fields(self.kind)}

    def row(self, record: object) -> dict[str, Any]:
        """Return the row of a record."""
        return {name: stored(getattr(record, name)) for name in self._types}

    def record(self, row: dict[str, Any]) -> Any:  # noqa: ANN401 - an instance of `kind`
        """Return the record of a row."""
        return self.kind(**{name: _loaded(row[name], kind) for name, kind in self._types.items()})


class ShapedRecords:
    """Adds, changes and finds records on one connection, each in the table of its kind."""

    def __init__(self, connection: sa.Connection, shapes: Mapping[type[Any], Shape]) -> None:
        self._connection = connection
        self._shapes = shapes
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""
        shape = self._shapes[type(record)]
        statement = self._insert(shape.table).values(**shape.row(record)).on_conflict_do_nothing()
        return self._connection.execute(statement).rowcount == 1

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""
        shape = self._shapes[type(record)]
        row = shape.row(record)
        key = [column.name for column in shape.table.primary_key]
        rest = {name: value for name, value in row.items() if name not in key}
        statement = self._insert(shape.table).values(**row)
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest))

    def one(self, kind: type[R], *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed.

        The lock leaves the key alone, so that rows which refer to this one can be written meanwhile.
        """
        shape = self._shapes[kind]
        statement = sa.select(shape.table).where(*_conditions(shape, where)).limit(1)
        row = self._connection.execute(statement.with_for_update(key_share=True) if lock else statement).mappings().first()
        return shape.record(dict(row)) if row else None

    def many(self, kind: type[R], *, after: object = None, limit: int | None = None, lock: bool = False, **where: object) -> Sequence[R]:
        """Return records in the order of their key, after a key, locked when they are going to be changed; a list means any of them."""
        shape = self._shapes[kind]
        keys = list(shape.table.primary_key)
        statement = sa.select(shape.table).where(*_conditions(shape, where)).order_by(*keys).limit(limit)
        if after is not None:
            statement = statement.where(keys[-1] > after)
        if lock:
            statement = statement.with_for_update(key_share=True)
        return [shape.record(dict(row)) for row in self._connection.execute(statement).mappings()]


def stored(value: Any) -> Any:  # noqa: ANN401 - a field's value
    """Return a field's value as its column keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value


def _conditions(shape: Shape, where: Mapping[str, object]) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    for name, value in where.items():
        column = shape.table.c[name]
        conditions.append(column.in_([stored(each) for each in value]) if isinstance(value, list) else column == stored(value))
    return conditions


def _loaded(value: Any, kind: str) -> Any:  # noqa: ANN401 - a column's value
    if value is None:
        return None
    if kind.startswith("datetime"):
        return datetime.fromisoformat(value)
    if kind.startswith("date"):
        return value if isinstance(value, date) else date.fromisoformat(value)
    if kind.startswith("tuple"):
        return tuple(orjson.loads(value))
    if kind.startswith("dict"):
        return orjson.loads(value)
    return value
