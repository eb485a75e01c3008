"""The reference service `case`: four steps that only answer, so that a measurement shows the engine and the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.cli.case_schema import SCHEMA
from services.runtime.nameko import command

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.messaging import UnitOfWork


def _done(message: Message) -> dict[str, Any]:
    return {"case_id": message.data["case_id"], "step": message.type}


class CaseService:
    """Carries out the steps of the reference process `case_process`."""

    name = "case"
    schema = SCHEMA

    @command("case.validate")
    def validate(self, unit: UnitOfWork, message: Message) -> dict[str, Any]:  # noqa: ARG002 - the entrypoint's signature
        """Validate."""
        return _done(message)

    @command("case.act")
    def act(self, unit: UnitOfWork, message: Message) -> dict[str, Any]:  # noqa: ARG002 - the entrypoint's signature
        """Act."""
        return _done(message)

    @command("case.notify")
    def notify(self, unit: UnitOfWork, message: Message) -> dict[str, Any]:  # noqa: ARG002 - the entrypoint's signature
        """Notify."""
        return _done(message)

    @command("case.archive")
    def archive(self, unit: UnitOfWork, message: Message) -> dict[str, Any]:  # noqa: ARG002 - the entrypoint's signature
        """Archive."""
        return _done(message)
