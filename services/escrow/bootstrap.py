"""The composition root of the escrow service: handlers, records and law put together, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.adapters.lawbook import FileLawBook
from services.escrow.adapters.work import SqlWork
from services.escrow.application import (
    accounts,
    advance_payments,
    advances,
    bank,
    bank_checks,
    bank_taking,
    certifying,
    closing,
    deposit_return,
    deposit_review,
    deposit_use,
    deposits,
    ledger,
    months,
    orders,
    payments,
    payroll,
    payroll_paying,
    payroll_reading,
    payroll_signing,
    projects,
    reading,
    receipts,
    reports,
    sheets,
    warning_facts,
    warnings,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

    from services.escrow.adapters.work import Unit
    from services.escrow.application.ports import Handler
    from services.runtime.vault import Vault

MODULES = (
    bank,
    bank_checks,
    bank_taking,
    projects,
    ledger,
    accounts,
    months,
    certifying,
    receipts,
    orders,
    reports,
    reading,
    closing,
    payments,
    payroll,
    payroll_paying,
    payroll_reading,
    payroll_signing,
    sheets,
    deposits,
    deposit_use,
    deposit_review,
    deposit_return,
    advances,
    advance_payments,
    warnings,
    warning_facts,
)
HANDLERS: dict[str, Handler] = {name: handler for module in MODULES for name, handler in module.HANDLERS.items()}


class Escrow:
    """The service's handlers over its records, the law and the vault."""

    def __init__(self, home: Path, vault: Vault) -> None:
        self.law = FileLawBook(home)
        self.vault = vault

    def run(self, handler: str, unit: Unit, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler within a unit of work."""
        return HANDLERS[handler](SqlWork(unit, self.law, self.vault), **parameters)

    def read(self, handler: str, connection: sa.Connection, now: datetime, parameters: dict[str, Any]) -> dict[str, Any]:
        """Run a handler that only reads."""
        return HANDLERS[handler](SqlWork(_Reading(connection, now), self.law, self.vault), **parameters)


class _Reading:
    """A unit of work that cannot announce anything."""

    def __init__(self, connection: sa.Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    def emit(self, name: str, **_: Any) -> None:  # noqa: ANN401 - the unit's signature
        """Refuse: a read has no effects."""
        raise RuntimeError(f"a read announces nothing, not {name}")
