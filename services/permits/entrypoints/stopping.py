"""Stops of work on the wire (P06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.base import Entrypoints
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Stopping(Entrypoints):
    """Orders to correct, and stops of work."""

    @command("permits.assess_stop")
    def assess_stop(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Find the basis of a stop."""
        return self.app.run("assess_stop", unit, command.data)

    @command("permits.record_stop")
    def record_stop(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record a stop."""
        return self.app.run("record_stop", unit, command.data)

    @command("permits.lift_stop")
    def lift_stop(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Lift a stop without ground (TL-2.2.2-7a)."""
        return self.app.run("lift_stop", unit, command.data)

    @command("permits.resume_work")
    def resume_work(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Resume work once the money has arrived (SX-11-1c)."""
        return self.app.run("resume_work", unit, command.data)

    @command("permits.record_loss")
    def record_loss(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the loss of a stop (SX-11-1b)."""
        return self.app.run("record_loss", unit, command.data)

    @command("permits.decide_application")
    def decide_application(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep the answer to an application (SX-11-1a)."""
        return self.app.run("decide_application", unit, command.data)

    @command("permits.serve_order")
    def serve_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record a served order (TL-2.3.1-4c)."""
        return self.app.run("serve_order", unit, command.data)

    @command("permits.close_order")
    def close_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record how an order ended."""
        return self.app.run("close_order", unit, command.data)

    @command("permits.assess_missed_order")
    def assess_missed_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Find the basis of a suspension over a missed order (TL-2.3.1-4c)."""
        return self.app.run("assess_missed_order", unit, command.data)

    @command("permits.suspend_after_order")
    def suspend_after_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record that suspension (CN724-55)."""
        return self.app.run("suspend_after_order", unit, command.data)

    @command("permits.resume_after_order")
    def resume_after_order(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """End it once the correction is seen."""
        return self.app.run("resume_after_order", unit, command.data)

    @query("permits.apply_stop")
    def apply_stop(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Apply to stop work (SX-11-1a)."""
        return self._in_unit("apply_stop", parameters)
