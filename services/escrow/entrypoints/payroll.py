"""The monthly payroll on the wire (P04)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, daily, event, query

if TYPE_CHECKING:
    from datetime import date

    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Payrolls(Entrypoints):
    """Compiling, signing and paying."""

    @daily("payrolls")
    def payroll_sweep(self, unit: UnitOfWork, day: date) -> None:
        """Open the payrolls of the running month before it ends."""
        self.app.run("payroll_sweep", unit, {"day": day})

    @event("roster.attendance.closed")
    def on_attendance_closed(self, unit: UnitOfWork, message: Message) -> None:
        """Keep a part of a month's attendance."""
        self.app.run("receive_attendance", unit, {"event": message.data})

    @command("escrow.compile_payroll")
    def compile_payroll(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Fill the form (SX-7-2a)."""
        return self.app.run("compile_payroll", unit, command.data)

    @command("escrow.flag_late_payroll")
    def flag_late_payroll(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Mark a late form or payday."""
        return self.app.run("flag_late_payroll", unit, command.data)

    @command("escrow.open_signing")
    def open_signing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Lay the sheet out for signatures."""
        return self.app.run("open_signing", unit, command.data)

    @command("escrow.settle_signatures")
    def settle_signatures(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Count signatures and objections."""
        return self.app.run("settle_signatures", unit, command.data)

    @command("escrow.settle_objections")
    def settle_objections(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Settle objections or pass them on."""
        return self.app.run("settle_objections", unit, command.data)

    @command("escrow.record_subcontractor")
    def record_subcontractor(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Take a subcontractor's signature."""
        return self.app.run("record_subcontractor", unit, command.data)

    @command("escrow.approve_payroll")
    def approve_payroll(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Take the general contractor's signature and seal (SX-7-2b)."""
        return self.app.run("approve_payroll", unit, command.data)

    @command("escrow.prepare_posting")
    def prepare_posting(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Say what is to be posted (SX-7-1)."""
        return self.app.run("prepare_posting", unit, command.data)

    @command("escrow.order_wages")
    def order_wages(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Check every line and tell the bank (SX-7-3)."""
        return self.app.run("order_wages", unit, command.data)

    @command("escrow.settle_wages")
    def settle_wages(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Carry the bank's results onto the sheet."""
        return self.app.run("settle_wages", unit, command.data)

    @command("escrow.close_payroll")
    def close_payroll(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Close the month and keep its ledger (CN724-15)."""
        return self.app.run("close_payroll", unit, command.data)

    @query("escrow.sign_lines")
    def sign_lines(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Take workers' signatures and objections."""
        return self._in_unit("sign_lines", parameters)

    @query("escrow.correct_account")
    def correct_account(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Put another account on a line."""
        return self._in_unit("correct_account", parameters)

    @query("escrow.get_payroll")
    def get_payroll(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a payroll."""
        return self._read("get_payroll", parameters)

    @query("escrow.list_payrolls")
    def list_payrolls(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of payrolls."""
        return self._read("list_payrolls", parameters)

    @query("escrow.list_payroll_lines")
    def list_payroll_lines(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of lines."""
        return self._read("list_payroll_lines", parameters)
