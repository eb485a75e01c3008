"""Wage deposits on the wire. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, daily, query

if TYPE_CHECKING:
    from datetime import date

    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Deposits(Entrypoints):
    """Commands of the deposit's processes, and what people ask about deposits."""

    @command("escrow.register_deposit")
    def register_deposit(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Register the duty (TL-2.3.2-2, CN65-DUE)."""
        return self.app.run("register_deposit", unit, command.data)

    @command("escrow.set_deposit_rate")
    def set_deposit_rate(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on the rate (TL-2.3.2-1, SX-8-3a, SX-8-3b)."""
        return self.app.run("set_deposit_rate", unit, command.data)

    @command("escrow.book_deposit")
    def book_deposit(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book what was stored (TL-2.3.2-2)."""
        return self.app.run("book_deposit", unit, command.data)

    @command("escrow.flag_missing_deposit")
    def flag_missing_deposit(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag what is missing (CN65-DUE)."""
        return self.app.run("flag_missing_deposit", unit, command.data)

    @command("escrow.open_deposit_use")
    def open_deposit_use(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Find what the deposit can pay (CN65-USE)."""
        return self.app.run("open_deposit_use", unit, command.data)

    @command("escrow.issue_deposit_notice")
    def issue_deposit_notice(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Give the bank the payment notice (CN65-USE)."""
        return self.app.run("issue_deposit_notice", unit, command.data)

    @command("escrow.flag_late_bank")
    def flag_late_bank(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag a late bank (CN65-USE)."""
        return self.app.run("flag_late_bank", unit, command.data)

    @command("escrow.book_deposit_use")
    def book_deposit_use(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book what was used (CN65-USE)."""
        return self.app.run("book_deposit_use", unit, command.data)

    @command("escrow.open_deposit_review")
    def open_deposit_review(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Open the yearly review (SX-8-2)."""
        return self.app.run("open_deposit_review", unit, command.data)

    @command("escrow.review_deposit_rate")
    def review_deposit_rate(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on the rate again (SX-8-3a, SX-8-3b)."""
        return self.app.run("review_deposit_rate", unit, command.data)

    @command("escrow.apply_deposit_review")
    def apply_deposit_review(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Put the reviewed rate into force (SX-8-2)."""
        return self.app.run("apply_deposit_review", unit, command.data)

    @command("escrow.prepare_rate_posting")
    def prepare_rate_posting(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Say what is made public about a changed deposit (SX-8-3c)."""
        return self.app.run("prepare_rate_posting", unit, command.data)

    @command("escrow.book_deposit_refund")
    def book_deposit_refund(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book what was paid back."""
        return self.app.run("book_deposit_refund", unit, command.data)

    @command("escrow.decide_deposit_return")
    def decide_deposit_return(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on the return (CN65-RETURN)."""
        return self.app.run("decide_deposit_return", unit, command.data)

    @command("escrow.book_deposit_return")
    def book_deposit_return(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book the return (CN65-RETURN)."""
        return self.app.run("book_deposit_return", unit, command.data)

    @daily("deposits")
    def sweep_deposits(self, unit: UnitOfWork, day: date) -> None:
        """Begin reviews after the Spring Festival and remind of letters that end."""
        self.app.run("sweep_deposits", unit, {"day": day})

    @query("escrow.request_deposit_return")
    def request_deposit_return(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Apply for the return of a deposit."""
        return self._in_unit("request_deposit_return", parameters)

    @query("escrow.get_deposit")
    def get_deposit(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a deposit."""
        return self._read("show_deposit", parameters)

    @query("escrow.list_deposits")
    def list_deposits(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of deposits."""
        return self._read("list_deposits", parameters)
