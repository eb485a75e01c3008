"""The reference service: each command leaves one row, so that an effect that happened twice or never shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.case.adapters.schema import SCHEMA, steps
from services.runtime.nameko import UnitOfWork, command

if TYPE_CHECKING:
    from services.contracts.envelope import Message

_INSERT = sa.insert(steps)


class CaseService:
    """Carries out `case.validate`, `case.act`, `case.notify` and `case.archive`."""

    name = "case"
    schema = SCHEMA

    @command("case.validate")
    def validate(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Validate a case."""
        return _do(unit, order, "validate")

    @command("case.act")
    def act(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Act on a case."""
        return _do(unit, order, "act")

    @command("case.notify")
    def notify(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Notify the parties of a case."""
        return _do(unit, order, "notify")

    @command("case.archive")
    def archive(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Archive a case."""
        return _do(unit, order, "archive")


def _do(unit: UnitOfWork, order: Message, step: str) -> dict[str, Any]:
    case_id = str(order.data["case_id"])
    unit.connection.execute(_INSERT, {"command_id": order.id, "case_id": case_id, "step": step})
    return {"case_id": case_id, "step": step}
