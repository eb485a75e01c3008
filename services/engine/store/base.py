"""What the parts of a session share: the connection, the dialect, and actions for after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import sqlalchemy as sa

    from services.engine.store.wire import Wire


class Part:
    """A transaction on the engine's tables.

    Args:
        connection: an open SQLAlchemy connection.
        wire: puts messages into the outbox and ids into the inbox.
        locking: lock every instance that is read.
    """

    def __init__(self, connection: sa.Connection, wire: Wire, *, locking: bool = False) -> None:
        self.connection = connection
        self.locking = locking
        self.wire = wire
        self.postgresql = connection.dialect.name == "postgresql"
        self.outgoing: list[Any] = []
        self.actions: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run an action once the transaction has been committed."""
        self.actions.append(action)

    def one(self, statement: sa.Select[Any]) -> sa.RowMapping | None:
        """Return the first row as a mapping, or None."""
        return self.connection.execute(statement).mappings().first()

    def many(self, statement: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        """Return all rows as mappings."""
        return self.connection.execute(statement).mappings().all()

    def locked(self, statement: sa.Select[Any], *, of: sa.Table, skip: bool = False) -> sa.Select[Any]:
        """Lock the rows that a statement reads. SQLite has one writer at a time, so there nothing is left to lock."""
        return statement.with_for_update(of=of, skip_locked=skip) if self.postgresql else statement
