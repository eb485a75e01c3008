"""Advances of wages in arrears on the wire. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, event, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Advances(Entrypoints):
    """Commands of the process advance_payment_and_liability, and what people ask about advances."""

    @event("permits.arrears.found")
    def on_arrears_found(self, unit: UnitOfWork, message: Message) -> None:
        """Begin with arrears that the supervision of contract payments found."""
        self.app.run("take_found_arrears", unit, {"event": message.data})

    @command("escrow.open_advance")
    def open_advance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Open the case (TL-2.6.1-1a, TL-2.6.1-1b, TL-2.6.1-1c, SX-3-1a, SX-3-1b)."""
        return self.app.run("open_advance", unit, command.data)

    @command("escrow.decide_liability")
    def decide_liability(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide who pays first (TL-2.6.1-3, TL-2.6.1-4, SX-11-5)."""
        return self.app.run("decide_liability", unit, command.data)

    @command("escrow.serve_advance_notice")
    def serve_advance_notice(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Serve the notice."""
        return self.app.run("serve_advance_notice", unit, command.data)

    @command("escrow.settle_advance")
    def settle_advance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book what was advanced."""
        return self.app.run("settle_advance", unit, command.data)

    @command("escrow.refuse_advance")
    def refuse_advance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Hand over to the arrears case."""
        return self.app.run("refuse_advance", unit, command.data)

    @command("escrow.register_guarantee_claim")
    def register_guarantee_claim(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Call on the guarantor (SX-11-2b)."""
        return self.app.run("register_guarantee_claim", unit, command.data)

    @command("escrow.book_guarantee_payment")
    def book_guarantee_payment(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Note the guarantor's payment (SX-11-2b)."""
        return self.app.run("book_guarantee_payment", unit, command.data)

    @command("escrow.record_advance_filing")
    def record_advance_filing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep the filing (SX-11-2c)."""
        return self.app.run("record_advance_filing", unit, command.data)

    @command("escrow.flag_unfiled_advance")
    def flag_unfiled_advance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag a missing filing (SX-11-2c)."""
        return self.app.run("flag_unfiled_advance", unit, command.data)

    @command("escrow.open_recovery")
    def open_recovery(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Open the claims for recovery."""
        return self.app.run("open_recovery", unit, command.data)

    @command("escrow.book_recovery")
    def book_recovery(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Book the outcome of a recovery."""
        return self.app.run("book_recovery", unit, command.data)

    @query("escrow.request_advance")
    def request_advance(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Ask for an advance."""
        return self._in_unit("request_advance", parameters)

    @query("escrow.get_advance")
    def get_advance(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return an advance."""
        return self._read("show_advance", parameters)
