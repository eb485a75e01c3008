"""A project as a whole: officer, equipment, filing. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.entrypoints.base import Part
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class FilingPart(Part):
    """A project as a whole: officer, equipment, filing."""

    @command("roster.open_project")
    def open_project(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Open the project's roster (TL-2.1.2-1)."""
        return self.app.run("open_project", unit, command.data)

    @command("roster.record_officer")
    def record_officer(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the labour officer (TL-2.1.2-2b, SX-5-2a)."""
        return self.app.run("record_officer", unit, command.data)

    @command("roster.check_equipment")
    def check_equipment(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Check the equipment (TL-2.1.2-3a, TL-2.1.2-3b, TL-2.1.2-3c)."""
        return self.app.run("check_equipment", unit, command.data)

    @command("roster.remind_filing")
    def remind_filing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Remind of the filing (TL-2.1.2-4)."""
        return self.app.run("remind_filing", unit, command.data)

    @command("roster.flag_late_filing")
    def flag_late_filing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag the overdue filing (TL-2.1.2-4)."""
        return self.app.run("flag_late_filing", unit, command.data)

    @command("roster.record_filing")
    def record_filing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Record the filing (TL-2.1.2-4)."""
        return self.app.run("record_filing", unit, command.data)

    @query("roster.get_project")
    def get_project(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a project's roster."""
        return self._read("get_project", parameters)
