"""The composition root of the permits service: handlers, records and law put together, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.adapters.lawbook import FileLawBook
from services.permits.adapters.work import SqlWork
from services.permits.application import (
    accepting,
    applying,
    arrears,
    closing,
    deciding,
    order_stops,
    orders,
    overseeing,
    payments,
    reading,
    settling,
    stopping,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

    from services.permits.adapters.work import Unit

MODULES = (payments, arrears, stopping, orders, order_stops, accepting, settling, overseeing)
HANDLERS: dict[str, Callable[..., dict[str, Any]]] = {
    handler.__name__: handler
    for handler in (
        applying.register_firm,
        applying.submit_application,
        applying.register_project,
        deciding.check_scope,
        deciding.evaluate_gate,
        closing.issue_permit,
        closing.refuse_permit,
        closing.close_out_of_scope,
        closing.notify_contractor,
        closing.flag_late_decision,
        reading.get_application,
        reading.list_applications,
        reading.list_projects,
        reading.list_firms,
    )
} | {name: handler for module in MODULES for name, handler in module.HANDLERS.items()}


class Permits:
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
