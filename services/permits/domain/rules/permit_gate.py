"""May the construction permit be issued?

The rows of `permit_gate_national` hold in every profile, because a local rule that asks less never switches off a
national duty; the profile's own table adds to them. A row names a fault: one that is certain refuses, none issues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.decision import NATIONAL, UNDETERMINED, Decision, Inquiry, Lawbook, Reason, Rule, merged
from services.kernel.scope import within_scope
from services.permits.domain.facts import PERMIT_GATE

if TYPE_CHECKING:
    from datetime import date

    from services.kernel.facts import Facts
    from services.kernel.tables import Row

REFUSE, ISSUE = "refuse", "issue"


def _deposit_mode(inquiry: Inquiry) -> object:
    """Read the operator's switch when the application does not name a mode (SX-8-1 against the national deposit rules)."""
    return "permit_condition" if inquiry.parameter("shaoxing.deposit_as_permit_condition") else "notice_20_working_days"


PRESUMED = {"permit_deposit_mode": _deposit_mode}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Decide on the permit: `refuse` with every certain fault, else `undetermined` while one is open, else `issue`."""
    inquiry = Inquiry(facts, law, on, PRESUMED)
    tables = [inquiry.table("permit_gate_national")]
    if law.jurisdiction != NATIONAL:
        tables.append(inquiry.own_table("permit_gate"))
    judged = [row for table in tables for row in table.judge(inquiry)]
    certain = [one.row for one in judged if one.truth is True]
    unclear = [one for one in judged if one.row.outputs["outcome"] == REFUSE and one.open]
    missing: tuple[str, ...] = ()
    if any(row.outputs["outcome"] == REFUSE for row in certain):
        outcome, reasons = REFUSE, _faults(inquiry, certain)
    elif unclear:
        missing = PERMIT_GATE.ordered(frozenset().union(*(one.open for one in unclear)))
        outcome, reasons = UNDETERMINED, (inquiry.lacking(missing, [one.row for one in unclear]),)
    else:
        # Rows with outcome `issue` state the grounds, and the notices that go with the permit.
        outcome, reasons = ISSUE, merged(inquiry.reason(row) for row in certain)
    return Decision(
        decision="permit_gate",
        jurisdiction=law.jurisdiction,
        on=on,
        outcome=outcome,
        reasons=reasons,
        missing=missing,
        parameters=inquiry.parameters,
        version=inquiry.version(),
        ignored=facts.ignored,
    )


def _faults(inquiry: Inquiry, certain: list[Row]) -> tuple[Reason, ...]:
    """Give one reason a fault or note; a fault that merely follows from another (annotation `follows`) is not told twice."""
    codes = {str(row.outputs["code"]) for row in certain}
    told = (row for row in certain if row.outputs["outcome"] != ISSUE and not codes & set(row.annotations.get("follows", "").split()))
    return merged(inquiry.reason(row) for row in told)


RULE = Rule(
    name="permit_gate",
    title_zh="施工许可",
    title_en="May the construction permit be issued",
    schema=PERMIT_GATE,
    outcomes=(ISSUE, REFUSE, UNDETERMINED),
    apply=within_scope(decide),
)
