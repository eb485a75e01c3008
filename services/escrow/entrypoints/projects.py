"""Projects come from their permits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import event

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


class Projects(Entrypoints):
    """The read model of projects."""

    @event("permits.permit.issued")
    def on_permit_issued(self, unit: UnitOfWork, message: Message) -> None:
        """Keep the project of a permit."""
        self.app.run("register_project", unit, {"event": message.data})
