"""Closing a wage account on the wire (P16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import command, event, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Closings(Entrypoints):
    """The steps of the process special_account_closure, and what starts it."""

    @event("permits.acceptance.filed")
    def on_acceptance_filed(self, unit: UnitOfWork, message: Message) -> None:
        """Ask for the closing of a completed project's account."""
        self.app.run("ask_after_acceptance", unit, {"project_id": message.data["project_id"]})

    @query("escrow.ask_closing")
    def ask_closing(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Ask for the closing of an account (SX-11-4)."""
        return self._in_unit("ask_closing", parameters)

    @command("escrow.judge_closing")
    def judge_closing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Decide on what is known (SX-11-4, CN53-BLOCK)."""
        return self.app.run("judge_closing", unit, command.data)

    @command("escrow.prepare_notice")
    def prepare_notice(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Say what must be posted (CN724-27)."""
        return self.app.run("prepare_notice", unit, command.data)

    @command("escrow.start_notice")
    def start_notice(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Count the public notice (CN724-27)."""
        return self.app.run("start_notice", unit, command.data)

    @command("escrow.close_account")
    def close_account(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Close the account (SX-11-4)."""
        return self.app.run("close_account", unit, command.data)

    @command("escrow.refuse_closing")
    def refuse_closing(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Refuse with reasons (CN53-BLOCK)."""
        return self.app.run("refuse_closing", unit, command.data)
