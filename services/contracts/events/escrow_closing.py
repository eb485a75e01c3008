"""Events of closing a wage account (P16)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Text


class ClosingAsked(Contract):
    """Somebody asked for the closing; `reason` is works_completed or contractor_or_bank_changed."""

    closing_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    bank_code = Text(allow_none=True)
    reason = Text(required=True)
    step_limit = Text(required=True)


CLOSING_ASKED = Event(
    name="escrow.closing.asked",
    data=ClosingAsked,
    key="closing_id",
    title_zh="申请撤销专户",
    title_en="Closing of the wage account asked for",
    clauses=("SX-11-4", "CN724-27"),
)
