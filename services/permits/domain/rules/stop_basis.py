"""On what basis may, or must, works stop?

a: supervised by the sector authority (TL-2.2.2-4); b: a subcontractor's own duty (TL-2.2.2-6a); c: suspension after a missed order
(TL-2.3.1-4c); SX: the contractor applies (SX-11-1a); N: national penalty (CN724-55, CN724-57). Only c and N need a served order.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.kernel.answering import decided, names_of
from services.kernel.cases import by_cases, words_of
from services.kernel.decision import UNDETERMINED, Decision, Derived, Inquiry, Lawbook, Rule
from services.kernel.ordered import first_hit
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown, all_of, any_of
from services.kernel.wage_share import progress_share
from services.permits.domain.lateness import MONEY_UNPAID, STOP_DUTY_RUNS, first_stop_day
from services.permits.domain.stop_facts import STOP_BASIS

if TYPE_CHECKING:
    from services.kernel.facts import Facts
    from services.kernel.unary import Truth

NAME = "stop_basis"


def _share_short(inquiry: Inquiry) -> Truth:
    """Tell whether less was transferred than the local share or the contract makes due, the higher of both (SX-4-1b, SX-11-1a)."""
    transferred = inquiry.value("transferred_to_wage_account_fen")

    def below(owed: object) -> Truth:
        if owed == 0:
            return False
        both_known = isinstance(transferred, int) and isinstance(owed, int)
        return transferred < owed if both_known else Unknown(names_of(transferred, owed))  # type: ignore[operator]  # both are int here

    return any_of((below(progress_share(inquiry)), below(inquiry.value("agreed_labour_cost_fen"))))


def _order_missed(inquiry: Inquiry) -> Truth:
    """Tell whether an order to correct was served, its last day has passed, and nothing was corrected (CN724-55, CN724-57)."""
    served, corrected = inquiry.value("order_served_on"), inquiry.value("corrected_on")
    last = _last_day(inquiry, served)

    def passed(day: object) -> Truth:
        return day if isinstance(day, Unknown) else isinstance(day, date) and day <= inquiry.on

    over: Truth = last if isinstance(last, Unknown) else isinstance(last, date) and last < inquiry.on
    open_still: Truth = corrected if isinstance(corrected, Unknown) else passed(corrected) is False
    return all_of((passed(served), over, open_still))


def _last_day(inquiry: Inquiry, served: object) -> object:
    """Return the last day of the order; where it names none, the default in working days from its service (TL-2.3.1-4b)."""
    stated = inquiry.value("order_correct_by")
    if stated is not None or not isinstance(served, date):
        return served if stated is None else stated
    return inquiry.law.calendar.due(served, f"P{inquiry.parameter('order.default_working_days')}D", "working").last_day


DERIVED = {
    "money_unpaid": MONEY_UNPAID,
    "stop_duty_runs": STOP_DUTY_RUNS,
    "share_short": Derived(("certified_progress_fen", "agreed_labour_cost_fen", "transferred_to_wage_account_fen"), _share_short),
    "order_missed": Derived(("order_served_on", "order_correct_by", "corrected_on"), _order_missed),
}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Return the basis, or `none`."""
    inquiry = Inquiry(facts, law, on, derived=DERIVED)
    hit = first_hit(inquiry.own_table(NAME).judge(inquiry), lambda row: row.outputs["outcome"])
    first = first_stop_day(inquiry) if law.jurisdiction == "toli-draft" else None
    also = {"first_stop_day": first} if isinstance(first, date) else {}
    if isinstance(hit.answer, Unknown):
        missing = STOP_BASIS.ordered(hit.answer.names)
        return decided(NAME, inquiry, UNDETERMINED, [inquiry.lacking(missing, hit.rows)], also, missing=missing)
    return decided(NAME, inquiry, str(hit.answer), [inquiry.reason(row, hit.before) for row in hit.rows], also)


RULE = Rule(
    name=NAME,
    title_zh="停工依据",
    title_en="On what basis works stop",
    schema=STOP_BASIS,
    outcomes=("N", "SX", "a", "b", "c", "none", UNDETERMINED),
    apply=within_scope(by_cases(decide, STOP_BASIS, words_of(STOP_BASIS, "asked_by", "violation"))),
)
