"""Wage accounts on the wire: each method hands a message or a call to its handler (P03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, daily, query

if TYPE_CHECKING:
    from datetime import date

    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Accounts(Entrypoints):
    """Opening, months, orders, reports; and what people ask and the bank tells."""

    @command("escrow.register_account")
    def register_account(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Plan the account of a project (CN53-OPEN, SX-6-1a)."""
        return self.app.run("register_account", unit, command.data)

    @command("escrow.plan_opening")
    def plan_opening(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Count the last day to open it (SX-6-1a)."""
        return self.app.run("plan_opening", unit, command.data)

    @command("escrow.check_opening")
    def check_opening(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Name everything that is not right (SX-6-1b, SX-4-1a)."""
        return self.app.run("check_opening", unit, command.data)

    @command("escrow.flag_unopened")
    def flag_unopened(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Ask for an order when no account was opened (TL-2.3.1-4b)."""
        return self.app.run("flag_unopened", unit, command.data)

    @command("escrow.activate_account")
    def activate_account(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Put the account to work (TL-2.6.2-2e)."""
        return self.app.run("activate_account", unit, command.data)

    @command("escrow.fix_labour_cost")
    def fix_labour_cost(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide what is due for the month (TL-2.3.1-1c, SX-4-1b)."""
        return self.app.run("fix_labour_cost", unit, command.data)

    @command("escrow.flag_uncertified")
    def flag_uncertified(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag progress that the owner did not certify in time (TL-2.3.1-3b)."""
        return self.app.run("flag_uncertified", unit, command.data)

    @command("escrow.flag_late")
    def flag_late(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Ask for an order when the owner is late (TL-2.3.1-3b)."""
        return self.app.run("flag_late", unit, command.data)

    @command("escrow.check_balance")
    def check_balance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Compare the account with the wages (TL-2.3.1-2a, SX-11-2a)."""
        return self.app.run("check_balance", unit, command.data)

    @command("escrow.flag_short")
    def flag_short(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Tell the authorities of a shortage on the payday (SX-11-2a)."""
        return self.app.run("flag_short", unit, command.data)

    @command("escrow.serve_order")
    def serve_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Serve an order with its last day (TL-2.3.1-4b)."""
        return self.app.run("serve_order", unit, command.data)

    @command("escrow.lapse_order")
    def lapse_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Close an order at its last day (TL-2.3.1-4b)."""
        return self.app.run("lapse_order", unit, command.data)

    @command("escrow.tell_report")
    def tell_report(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Pass a bank's report on (SX-6-4b)."""
        return self.app.run("tell_report", unit, command.data)

    @command("escrow.alarm_report")
    def alarm_report(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Alarm about a report on which nobody acted (SX-6-4b)."""
        return self.app.run("alarm_report", unit, command.data)

    @command("escrow.settle_report")
    def settle_report(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep what the authority found (SX-6-4a, SX-4-1c)."""
        return self.app.run("settle_report", unit, command.data)

    @daily("escrow.watch_accounts")
    def watch_accounts(self, unit: UnitOfWork, day: date) -> None:
        """Open months and compare balances once a day (TL-2.3.1-2a, TL-2.3.1-4a)."""
        self.app.run("watch_accounts", unit, {"day": day})

    @query("escrow.book_receipts")
    def book_receipts(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Book what reached the account."""
        return self._in_unit("book_receipts", parameters)

    @query("escrow.file_report")
    def file_report(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Take a bank's report (SX-6-4b)."""
        return self._in_unit("file_report", parameters)

    @query("escrow.get_account")
    def get_account(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's account."""
        return self._read("show_account", parameters)

    @query("escrow.list_accounts")
    def list_accounts(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of accounts."""
        return self._read("list_accounts", parameters)

    @query("escrow.get_funding")
    def get_funding(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's months."""
        return self._read("show_funding", parameters)

    @query("escrow.get_ledger")
    def get_ledger(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's ledger."""
        return self._read("show_ledger", parameters)

    @query("escrow.list_orders")
    def list_orders(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's orders."""
        return self._read("list_orders", parameters)

    @query("escrow.list_reports")
    def list_reports(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return the bank's reports about a project's account."""
        return self._read("list_reports", parameters)

    @query("escrow.list_notices")
    def list_notices(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return what was told about a project."""
        return self._read("list_notices", parameters)

    @query("escrow.audit_ledger")
    def audit_ledger(self) -> dict[str, Any]:
        """Check that the ledger balances."""
        return self._read("audit_ledger", {})
