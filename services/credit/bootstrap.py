"""The composition root of the credit service: handlers, records and law put together, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.credit.adapters.lawbook import FileLawBook
from services.credit.adapters.work import SqlWork
from services.credit.application import (
    posting,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

    from services.credit.adapters.work import Unit
    from services.credit.application.ports import Handler

MODULES = (posting,)
HANDLERS: dict[str, Handler] = {name: handler for module in MODULES for name, handler in module.HANDLERS.items()}


class Credit:
    """The service's handlers over its records and the law."""

    def __init__(self, home: Path) -> None:
        self.law = FileLawBook(home)

    def run(self, handler: str, unit: Unit, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler within a unit of work."""
        return HANDLERS[handler](SqlWork(unit, self.law), **parameters)

    def read(self, handler: str, connection: sa.Connection, now: datetime, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler that only reads."""
        return HANDLERS[handler](SqlWork(_Reading(connection, now), self.law), **parameters)


class _Reading:
    """A unit of work that cannot announce anything."""

    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    def emit(self, name: str, **_: Any) -> None:  # noqa: ANN401 - the unit's signature
        """Refuse: a read has no effects."""
        raise RuntimeError(f"a read announces nothing, not {name}")
