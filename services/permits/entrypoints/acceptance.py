"""Completion acceptance on the wire (P07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.base import Entrypoints
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Acceptances(Entrypoints):
    """Applications for acceptance and filing."""

    @command("permits.register_acceptance")
    def register_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Register an application."""
        return self.app.run("register_acceptance", unit, command.data)

    @command("permits.evaluate_acceptance")
    def evaluate_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on acceptance or filing."""
        return self.app.run("evaluate_acceptance", unit, command.data)

    @command("permits.hold_acceptance")
    def hold_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Put an application on hold."""
        return self.app.run("hold_acceptance", unit, command.data)

    @command("permits.pass_acceptance")
    def pass_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the passed acceptance."""
        return self.app.run("pass_acceptance", unit, command.data)

    @command("permits.refuse_acceptance")
    def refuse_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Refuse with reasons."""
        return self.app.run("refuse_acceptance", unit, command.data)

    @command("permits.file_acceptance")
    def file_acceptance(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """File the acceptance."""
        return self.app.run("file_acceptance", unit, command.data)

    @command("permits.flag_late_filing")
    def flag_late_filing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag a late filing (CN279-49)."""
        return self.app.run("flag_late_filing", unit, command.data)

    @query("permits.apply_acceptance")
    def apply_acceptance(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Apply for acceptance or filing."""
        return self._in_unit("apply_acceptance", parameters)

    @query("permits.list_acceptances")
    def list_acceptances(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of acceptances."""
        return self._read("list_acceptances", parameters)
