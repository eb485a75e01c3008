"""Subcontracts. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.entrypoints.base import Part
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class SubcontractsPart(Part):
    """Subcontracts."""

    @command("roster.check_subcontract")
    def check_subcontract(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on a subcontract (TL-2.2.1-2a, TL-2.2.1-2b, TL-2.2.1-3)."""
        return self.app.run("check_subcontract", unit, command.data)

    @command("roster.refuse_subcontract")
    def refuse_subcontract(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Tell the refusal."""
        return self.app.run("refuse_subcontract", unit, command.data)

    @query("roster.submit_subcontract")
    def submit_subcontract(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Report a subcontract."""
        return self._in_unit("submit_subcontract", parameters)

    @query("roster.list_subcontracts")
    def list_subcontracts(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's subcontracts."""
        return self._read("list_subcontracts", parameters)
