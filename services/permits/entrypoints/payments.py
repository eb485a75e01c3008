"""Contract payments and wage claims on the wire (P06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.base import Entrypoints
from services.runtime.nameko import command, event, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Payments(Entrypoints):
    """Payments under supervision, and the wage claims of their projects."""

    @command("permits.open_supervision")
    def open_supervision(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Take a payment under supervision (TL-2.2.2-3b)."""
        return self.app.run("open_supervision", unit, command.data)

    @command("permits.check_payment")
    def check_payment(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Tell how far a payment has come."""
        return self.app.run("check_payment", unit, command.data)

    @command("permits.confirm_wages_first")
    def confirm_wages_first(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book the wages paid out of the money received (TL-2.2.2-3c)."""
        return self.app.run("confirm_wages_first", unit, command.data)

    @query("permits.register_payment")
    def register_payment(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Register a payment."""
        return self._in_unit("register_payment", parameters)

    @query("permits.report_receipt")
    def report_receipt(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Report money that arrived."""
        return self._in_unit("report_receipt", parameters)

    @query("permits.note_claim")
    def note_claim(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Note a wage claim of a project."""
        return self._in_unit("note_claim", parameters)

    @query("permits.get_payment")
    def get_payment(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return one payment."""
        return self._read("get_payment", parameters)

    @query("permits.list_payments")
    def list_payments(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of payments."""
        return self._read("list_payments", parameters)

    @event("escrow.funding.late")
    def on_funding_late(self, unit: UnitOfWork, message: Message) -> None:
        """Supervise the labour cost that did not come in time (SX-11-1a)."""
        self.app.run("note_late_funding", unit, {"event": message.data})

    @event("escrow.wages.paid", "escrow.wages.unpaid")
    def on_wages(self, unit: UnitOfWork, message: Message) -> None:
        """Keep what a payroll left unpaid."""
        self.app.run("note_payroll", unit, {"event": message.data})

    @event("cases.order.missed")
    def on_order_missed(self, unit: UnitOfWork, message: Message) -> None:
        """Keep the wages of a missed order."""
        self.app.run("note_missed_order", unit, {"event": message.data})

    @event("escrow.advance.paid")
    def on_advance_paid(self, unit: UnitOfWork, message: Message) -> None:
        """Take advanced wages off the claims."""
        self.app.run("note_advance", unit, {"event": message.data})
