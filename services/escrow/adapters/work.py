"""One transaction of the escrow service over the runtime's unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from services.escrow.adapters.records.ledger import SqlBooks
from services.escrow.adapters.records.records import SqlRecords
from services.escrow.adapters.watch import SqlWatch

if TYPE_CHECKING:
    from datetime import datetime

    import sqlalchemy as sa

    from services.escrow.adapters.lawbook import FileLawBook
    from services.runtime.vault import Vault


class Unit(Protocol):
    """What this service needs of a unit of work."""

    @property
    def connection(self) -> sa.Connection:
        """The open transaction."""

    @property
    def now(self) -> datetime:
        """The moment that counts as now."""

    def emit(self, name: str, *, data: dict[str, Any], subject: str | None, jurisdiction: str | None) -> object:
        """Announce an event with the commit."""


class SqlWork:
    """Fulfils `services.escrow.application.ports.Work`."""

    def __init__(self, unit: Unit, law: FileLawBook, vault: Vault) -> None:
        self._unit = unit
        self.law = law
        self.secrets = vault
        self.records = SqlRecords(unit.connection)
        self.books = SqlBooks(unit.connection)
        self.watch = SqlWatch(unit.connection)

    @property
    def now(self) -> datetime:
        """The time of this transaction."""
        return self._unit.now

    def emit(self, event: str, *, subject: str, jurisdiction: str, data: dict[str, Any]) -> None:
        """Announce an event with the commit."""
        self._unit.emit(event, subject=subject, jurisdiction=jurisdiction, data=data)
