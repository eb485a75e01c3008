"""Events about completion acceptance, its filing and the final settlement (P07, P17)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Objects, Text


class AcceptanceApplied(Contract):
    """Acceptance or its filing was applied for."""

    project_id = Text(required=True)
    acceptance_id = Text(required=True)
    title = Text(required=True)
    step = Text(required=True)
    construction_unit = Text()
    general_contractor = Text()
    supervision_unit = Text(allow_none=True)


class AcceptanceRefused(Contract):
    """Acceptance or filing was refused; the owner's own duty to file stays, with its last day."""

    project_id = Text(required=True)
    refused_on = Day(required=True)
    reasons = Objects(required=True)
    filing_due_on = Day(allow_none=True)


class AcceptanceFiled(Contract):
    """The acceptance is filed; closing the account and settling follow."""

    project_id = Text(required=True)
    filed_on = Day(required=True)
    acceptance_passed_on = Day(required=True)
    title = Text(required=True)
    construction_unit = Text()
    general_contractor = Text()


class SettlementLate(Contract):
    """The longest time to settle is over."""

    project_id = Text(required=True)
    day = Day(required=True)


ACCEPTANCE_APPLIED = Event(
    name="permits.acceptance.applied",
    data=AcceptanceApplied,
    key="project_id",
    title_zh="已申请竣工验收或备案",
    title_en="Acceptance or filing applied for",
    clauses=("TL-2.2.2-5a", "SX-9-1a"),
)
ACCEPTANCE_REFUSED = Event(
    name="permits.acceptance.refused",
    data=AcceptanceRefused,
    key="project_id",
    title_zh="不予竣工验收或备案",
    title_en="Acceptance or filing refused",
    clauses=("TL-2.2.2-5a", "TL-2.2.2-5b", "SX-9-1a", "SX-9-1b"),
)
ACCEPTANCE_FILED = Event(
    name="permits.acceptance.filed",
    data=AcceptanceFiled,
    key="project_id",
    title_zh="竣工验收已备案",
    title_en="Acceptance filed",
    clauses=("CN279-49",),
)
SETTLEMENT_LATE = Event(
    name="permits.settlement.late",
    data=SettlementLate,
    key="project_id",
    title_zh="竣工结算逾期",
    title_en="Settlement late",
    clauses=("SX-9-2a",),
)
