"""The engine's store: sessions on a service database, and what happens after their commit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from services.engine.store.due import DuePart
from services.engine.store.incidents import IncidentPart
from services.engine.store.messages import MessagePart
from services.engine.store.reading import ReadingPart
from services.engine.store.steps import StepPart
from services.engine.store.tasks import TaskPart
from services.engine.store.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sqlalchemy as sa

    from services.runtime.db import Database


class Waker(Protocol):
    """What the store needs of the relay."""

    def wake(self, rows: Sequence[Any]) -> None:
        """Take outbox rows that were just committed."""


class SqlSession(StepPart, TaskPart, MessagePart, DuePart, IncidentPart, ReadingPart):
    """One transaction on all of the engine's tables."""


class SqlStore:
    """Fulfils `services.engine.application.storage.Store`.

    Args:
        database: the engine's database.
        relay: woken with the outbox rows of each commit.
    """

    def __init__(self, database: Database, relay: Waker) -> None:
        self.database = database
        self._relay = relay
        self._wire = Wire()

    @contextmanager
    def transaction(self, *, lock: bool = False) -> Iterator[SqlSession]:
        """Open a transaction: committed at the end, rolled back on any exception; what it put into the outbox goes out at once."""
        with self.database.begin() as connection:
            session = SqlSession(connection, self._wire, locking=lock)
            session.holds_last = True
            yield session
            session.finish()
        if session.outgoing:
            self._relay.wake(session.outgoing)
        for action in session.actions:
            action()

    def within(self, connection: sa.Connection) -> SqlSession:
        """Return a session in somebody else's transaction; what is sent and done after the commit is that one's business."""
        return SqlSession(connection, self._wire)

    @contextmanager
    def reading(self) -> Iterator[SqlSession]:
        """Open a session for questions only; it never waits for writers."""
        with self.database.read() as connection:
            yield SqlSession(connection, self._wire)
