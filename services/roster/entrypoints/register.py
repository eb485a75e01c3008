"""Workers: contract, registration, admission. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.entrypoints.base import Part
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class RegisterPart(Part):
    """Workers: contract, registration, admission."""

    @command("roster.check_papers")
    def check_papers(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Look for contract and registration."""
        return self.app.run("check_papers", unit, command.data)

    @command("roster.record_contract")
    def record_contract(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep a labour contract (TL-2.1.1-2b)."""
        return self.app.run("record_contract", unit, command.data)

    @command("roster.register_worker")
    def register_worker(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Register a worker (TL-2.1.2-2a)."""
        return self.app.run("register_worker", unit, command.data)

    @command("roster.decide_entry")
    def decide_entry(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on an entry (TL-2.1.1-2a)."""
        return self.app.run("decide_entry", unit, command.data)

    @command("roster.admit_worker")
    def admit_worker(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Admit a worker."""
        return self.app.run("admit_worker", unit, command.data)

    @command("roster.refuse_entry")
    def refuse_entry(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Refuse an entry."""
        return self.app.run("refuse_entry", unit, command.data)

    @command("roster.record_late_contract")
    def record_late_contract(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep a contract made up for (SX-5-1)."""
        return self.app.run("record_late_contract", unit, command.data)

    @command("roster.flag_missing_contract")
    def flag_missing_contract(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Flag a missing contract (SX-5-1)."""
        return self.app.run("flag_missing_contract", unit, command.data)

    @query("roster.request_entry")
    def request_entry(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Ask to enter a site."""
        return self._in_unit("request_entry", parameters)

    @query("roster.import_register")
    def import_register(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Take a register file."""
        return self._in_unit("import_register", parameters)

    @query("roster.list_register")
    def list_register(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of the register."""
        return self._read("list_register", parameters)
