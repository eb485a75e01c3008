"""Must this unit stop working because contract money is late?

Only the Tuoli draft makes it a duty: more than a month after the due day, for professional and labour subcontractors (TL-2.2.2-6a). That
the payer calls itself solvent, and which payer it is, changes nothing; a part payment does not start the month anew.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.kernel.answering import decided, names_of
from services.kernel.decision import UNDETERMINED, Decision, Derived, Inquiry, Lawbook, Rule
from services.kernel.ordered import first_hit
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown
from services.permits.domain.lateness import AMOUNTS, DAYS, first_stop_day, grace_over, paid_by_amount
from services.permits.domain.stop_facts import STOP_WORK_DUE

if TYPE_CHECKING:
    from services.kernel.facts import Facts
    from services.kernel.unary import Truth

NAME = "stop_work_due"


def _paid_in_full(inquiry: Inquiry) -> Truth:
    """Tell whether full payment ended the duty: by the day it was told, or by the amounts; one known answer is enough."""
    paid_on, by_amount = inquiry.value("fully_paid_on"), paid_by_amount(inquiry)
    if by_amount is True or (isinstance(paid_on, date) and paid_on <= inquiry.on):
        return True
    if by_amount is False or not isinstance(paid_on, Unknown):
        return False
    return Unknown(names_of(paid_on, by_amount))


DERIVED = {
    "paid_in_full": Derived((*AMOUNTS, "fully_paid_on"), _paid_in_full),
    "month_over": Derived(DAYS, grace_over),
}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Decide on the duty, and show its first day in the draft."""
    inquiry = Inquiry(facts, law, on, derived=DERIVED)
    hit = first_hit(inquiry.table("stop_work_due_all").judge(inquiry), lambda row: row.outputs["outcome"])
    first = first_stop_day(inquiry) if law.jurisdiction == "toli-draft" else None
    also = {"first_stop_day": first} if isinstance(first, date) else {}
    if isinstance(hit.answer, Unknown):
        missing = STOP_WORK_DUE.ordered(hit.answer.names)
        return decided(NAME, inquiry, UNDETERMINED, [inquiry.lacking(missing, hit.rows)], also, missing=missing)
    return decided(NAME, inquiry, str(hit.answer), [inquiry.reason(row, hit.before) for row in hit.rows], also)


RULE = Rule(
    name=NAME,
    title_zh="是否应当停工",
    title_en="Must this unit stop working",
    schema=STOP_WORK_DUE,
    outcomes=("due", "not_due", UNDETERMINED),
    apply=within_scope(decide),
)
