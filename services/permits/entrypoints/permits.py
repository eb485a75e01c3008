"""Permits on the wire: each method takes a message or a call and hands it to its handler. No decisions here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.permits.entrypoints.base import Entrypoints
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Permits(Entrypoints):
    """Commands of the process permit_gating, and what people ask about permits."""

    @command("permits.register_project")
    def register_project(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Register the project and its parties (SX-10-2a)."""
        return self.app.run("register_project", unit, command.data)

    @command("permits.check_scope")
    def check_scope(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide whether the rules bind the project (SX-2-1, SX-15-1)."""
        return self.app.run("check_scope", unit, command.data)

    @command("permits.evaluate_gate")
    def evaluate_gate(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide whether the permit may be issued (TL-2.2.1-1, SX-10-2b, SX-8-1)."""
        return self.app.run("evaluate_gate", unit, command.data)

    @command("permits.issue_permit")
    def issue_permit(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Issue the permit."""
        return self.app.run("issue_permit", unit, command.data)

    @command("permits.refuse_permit")
    def refuse_permit(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Refuse the permit with reasons."""
        return self.app.run("refuse_permit", unit, command.data)

    @command("permits.close_out_of_scope")
    def close_out_of_scope(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Close what the local rules do not bind."""
        return self.app.run("close_out_of_scope", unit, command.data)

    @command("permits.notify_contractor")
    def notify_contractor(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Tell the contractor of the deposit and account duties (CN65-DUE, CN53-OPEN)."""
        return self.app.run("notify_contractor", unit, command.data)

    @command("permits.flag_late_decision")
    def flag_late_decision(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Mark a decision that takes too long."""
        return self.app.run("flag_late_decision", unit, command.data)

    @query("permits.submit_application")
    def submit_application(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Lodge an application."""
        return self._in_unit("submit_application", parameters)

    @query("permits.register_firm")
    def register_firm(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Register a firm."""
        return self._in_unit("register_firm", parameters)

    @query("permits.get_application")
    def get_application(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return one application."""
        return self._read("get_application", {"firms": None, **parameters})

    @query("permits.list_applications")
    def list_applications(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of applications."""
        return self._read("list_applications", {"firms": None, **parameters})

    @query("permits.list_projects")
    def list_projects(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of projects."""
        return self._read("list_projects", {"firms": None, **parameters})

    @query("permits.list_firms")
    def list_firms(self) -> dict[str, Any]:
        """Return the register of firms."""
        return self._read("list_firms", {})

    @query("permits.decide")
    def decide(self, decision: str, jurisdiction: str, facts: dict[str, Any], on: str | None = None) -> dict[str, Any]:
        """Decide on given facts; nothing is kept."""
        day = date.fromisoformat(on) if on else self.units.clock.now().date()
        return self.app.law.decide(decision, jurisdiction, day, facts)

    @query("permits.list_decisions")
    def list_decisions(self) -> dict[str, Any]:
        """Return the decisions with the schema of their facts."""
        return {"items": self.app.law.catalogue()}
