"""Final settlement on the wire (P17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.base import Entrypoints
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Settlements(Entrypoints):
    """The clocks of the final settlement."""

    @command("permits.start_settlement")
    def start_settlement(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Start both clocks (SX-9-2a)."""
        return self.app.run("start_settlement", unit, command.data)

    @command("permits.record_settled")
    def record_settled(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the settlement."""
        return self.app.run("record_settled", unit, command.data)

    @command("permits.record_delay_reason")
    def record_delay_reason(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the reason for delay."""
        return self.app.run("record_delay_reason", unit, command.data)

    @command("permits.mark_settlement_late")
    def mark_settlement_late(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Mark the settlement late."""
        return self.app.run("mark_settlement_late", unit, command.data)

    @command("permits.open_pledge_case")
    def open_pledge_case(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep the pledge case (SX-9-2b)."""
        return self.app.run("open_pledge_case", unit, command.data)

    @query("permits.list_settlements")
    def list_settlements(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of settlements."""
        return self._read("list_settlements", parameters)
