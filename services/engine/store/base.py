"""What the parts of a session share: the connection, the dialect, and actions for after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.runtime import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import sqlalchemy as sa

    from services.engine.store.at_once import AtOnce
    from services.engine.store.wire import Wire


@dataclass(frozen=True, slots=True)
class Hot:
    """A statement of the hot path: its text with `%s` for each value, and the names of the columns that it returns."""

    sql: str
    columns: tuple[str, ...]


class Part:
    """A transaction on the engine's tables.

    Args:
        connection: an open SQLAlchemy connection.
        wire: puts messages into the outbox and ids into the inbox.
        locking: lock every instance that is read.
    """

    def __init__(self, connection: sa.Connection, wire: Wire, *, locking: bool = False) -> None:
        self._connection = connection
        self.locking = locking
        self.wire = wire
        self.postgresql = connection.dialect.name == "postgresql"
        self.outgoing: list[Any] = []
        self.actions: list[Callable[[], None]] = []
        self.holds_last = False
        self._held: AtOnce | None = None

    @property
    def connection(self) -> sa.Connection:
        """The transaction; a step that was held back is written before anything else happens in it."""
        held, self._held = self._held, None
        if held is not None:
            held.write(self._connection)
        return self._connection

    def write_last(self, step: AtOnce) -> None:
        """Write a step; a session that `holds_last` does so at its end, since the last statement takes the commit along."""
        connection = self.connection
        if self.holds_last:
            self._held = step
        else:
            step.write(connection)

    def finish(self) -> None:
        """Write a step that was held back, and commit with it.

        Raises:
            StaleInstanceError: another step was written first, or the same start was made elsewhere at the same time.
        """
        held, self._held = self._held, None
        if held is not None:
            held.finish(self._connection)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run an action once the transaction has been committed."""
        self.actions.append(action)

    def one(self, statement: sa.Select[Any]) -> sa.RowMapping | None:
        """Return the first row as a mapping, or None."""
        return self.connection.execute(statement).mappings().first()

    def many(self, statement: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        """Return all rows as mappings."""
        return self.connection.execute(statement).mappings().all()

    def rows(self, hot: Hot, values: Sequence[Any], *, begin: bool = True) -> list[dict[str, Any]]:
        """Return the rows of a statement of the hot path by column name."""
        names = hot.columns
        return [dict(zip(names, row, strict=True)) for row in statements.fetch(self.connection, hot.sql, values, begin=begin)]

    def locked(self, statement: sa.Select[Any], *, of: sa.Table, skip: bool = False) -> sa.Select[Any]:
        """Lock the rows that a statement reads. SQLite has one writer at a time, so there nothing is left to lock."""
        return statement.with_for_update(of=of, skip_locked=skip) if self.postgresql else statement
