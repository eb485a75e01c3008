"""Early warnings on the wire. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, daily, event, query

if TYPE_CHECKING:
    from datetime import date

    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Warnings(Entrypoints):
    """The daily sweep, the steps of the process early_warning, and what warnings keep of other services."""

    @daily("warnings")
    def sweep_warnings(self, unit: UnitOfWork, day: date) -> None:
        """Raise and clear the warnings of a day (CN724-38, TL-2.1.3-1a)."""
        self.app.run("sweep_warnings", unit, {"day": day})

    @event("roster.attendance.closed")
    def on_attendance_for_contracts(self, unit: UnitOfWork, message: Message) -> None:
        """Keep who was on site without a contract."""
        self.app.run("note_contracts", unit, {"event": message.data})

    @event("credit.posting.proven")
    def on_posting_proven(self, unit: UnitOfWork, message: Message) -> None:
        """Keep that a wage sheet hangs on site."""
        self.app.run("note_posting", unit, {"event": message.data})

    @command("escrow.look_at_warning")
    def look_at_warning(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Look at a warning as it stands (CN724-38)."""
        return self.app.run("look_at_warning", unit, command.data)

    @command("escrow.record_warning_measure")
    def record_warning_measure(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record what a department did (TL-2.1.3-1a)."""
        return self.app.run("record_warning_measure", unit, command.data)

    @query("escrow.review_warnings")
    def review_warnings(self) -> dict[str, Any]:
        """Sweep today once more, for who has just mended something or does not want to wait until tomorrow (CN724-38)."""
        with self.units.begin() as unit:
            return self.app.run("sweep_warnings", unit, {"day": unit.now.date()})

    @query("escrow.list_warnings")
    def list_warnings(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of warnings."""
        return self._read("list_warnings", parameters)
