"""Publicity and posting on the wire (P19)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.credit.entrypoints.base import Entrypoints
from services.runtime.nameko import command, query

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Postings(Entrypoints):
    """Checked, proven, held, taken down."""

    @command("credit.open_posting")
    def open_posting(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Check what is to be made public (SX-7-2b)."""
        return self.app.run("open_posting", unit, command.data)

    @command("credit.record_posting")
    def record_posting(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Keep the proof (SX-7-1, TL-2.1.2-2d)."""
        return self.app.run("record_posting", unit, command.data)

    @command("credit.flag_unposted")
    def flag_unposted(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Mark what was not posted in time."""
        return self.app.run("flag_unposted", unit, command.data)

    @command("credit.take_down")
    def take_down(self, unit: UnitOfWork, command: Message) -> dict[str, Any]:
        """Close a posting after its period."""
        return self.app.run("take_down", unit, command.data)

    @query("credit.list_postings")
    def list_postings(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of postings."""
        return self._read("list_postings", parameters)
