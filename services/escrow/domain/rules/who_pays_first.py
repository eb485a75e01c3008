"""Against whom may the worker or the authority turn at once, and up to what?

The general contractor pays a sub's arrears first and without a cap (CN724-30); an owner who paid late advances up to the unsettled money
(CN724-29); whoever contracted unlawfully pays (CN724-36). The draft's cap for the general contractor is weaker and does not bind. Who bears
the wages in the end is another matter (TL-2.2.2-8) and never cuts the worker's claim.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.escrow.domain.payment_facts import WHO_PAYS_FIRST
from services.kernel.answering import because, decided
from services.kernel.decision import UNDETERMINED, Decision, Inquiry, Lawbook, Reason, Rule
from services.kernel.ordered import first_hit
from services.kernel.period import Period
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.kernel.facts import Facts
    from services.kernel.tables import Row

NAME = "who_pays_first"
OWNER, CONTRACTOR = "construction_unit", "general_contractor"
BOTH = f"{OWNER}_and_{CONTRACTOR}"
_LOCAL = {
    "shaoxing": {
        "general_contractor_first": ("SX-3-1a", "SX-3-1b"),
        "general_contractor_employs": ("SX-3-1a",),
        "owner_paid_late": ("SX-3-1a", "SX-11-2b"),
        "owner_owes_nothing_more": ("SX-3-1a",),
        **dict.fromkeys(("unlawful_award", "unlawful_subcontract", "works_transferred"), ("SX-11-5",)),
    },
    "toli-draft": {
        "general_contractor_first": ("TL-2.6.1-1b", "TL-2.6.1-1c"),
        "general_contractor_employs": ("TL-2.6.1-1b",),
        **dict.fromkeys(("owner_paid_late", "owner_owes_nothing_more"), ("TL-2.6.1-3", "TL-2.6.1-1b")),
        **dict.fromkeys(("unlawful_award", "unlawful_subcontract", "works_transferred"), ("TL-2.6.1-4",)),
    },
}
_BEARERS = {"owner_late_money": OWNER, "gc_late_money": CONTRACTOR, "sub_default": "subcontractor"}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Return the parties that pay first, with what each must advance at most."""
    inquiry = Inquiry(facts, law, on)
    hit = first_hit(inquiry.table("who_pays_first_national").judge(inquiry), lambda row: row.outputs["outcome"])
    if isinstance(hit.answer, Unknown):
        missing = WHO_PAYS_FIRST.ordered(hit.answer.names)
        return decided(NAME, inquiry, UNDETERMINED, [inquiry.lacking(missing, hit.rows)], missing=missing)
    outcome = str(hit.answer)
    also = _limits(inquiry, outcome) | _shares(inquiry, outcome) | _bearer(inquiry)
    if law.jurisdiction == "shaoxing" and outcome == BOTH:
        also["guarantor_may_be_called"] = True  # the owner's money did not suffice (SX-11-2b)
    return decided(
        NAME, inquiry, outcome, [*(_told(inquiry, row, hit.before) for row in hit.rows), *_excuses(inquiry), *_overrun(inquiry)], also
    )


def _told(inquiry: Inquiry, row: Row, before: Sequence[Row]) -> Reason:
    reason = inquiry.reason(row, before)
    local = _LOCAL.get(inquiry.law.jurisdiction, {}).get(reason.code, ())
    return replace(reason, clauses=tuple(dict.fromkeys((*local, *reason.clauses))))


def _limits(inquiry: Inquiry, outcome: str) -> dict[str, object]:
    """Show what each party must advance at most: all arrears, the owner that paid late only the unsettled money (CN724-29)."""
    arrears, unsettled, claims = (inquiry.value(name) for name in ("arrears_fen", "owner_unsettled_fen", "sub_claims_fen"))
    if isinstance(arrears, Unknown) and isinstance(claims, tuple):
        arrears = sum(claims)
    if not isinstance(arrears, int):
        return {}
    if outcome != BOTH:
        return {"advance_limit_fen": {outcome: arrears}}
    owner = min(arrears, unsettled) if isinstance(unsettled, int) else arrears
    return {"advance_limit_fen": {OWNER: owner, CONTRACTOR: arrears}}


def _shares(inquiry: Inquiry, outcome: str) -> dict[str, object]:
    """Show how the owner's unsettled money is spread over several claims, in proportion to wages (TL-2.6.1-3)."""
    unsettled, claims = inquiry.value("owner_unsettled_fen"), inquiry.value("sub_claims_fen")
    if outcome != BOTH or not isinstance(unsettled, int) or not isinstance(claims, tuple):
        return {}
    return {"owner_shares_fen": spread(unsettled, claims)}


def spread(amount: int, claims: Sequence[int]) -> list[int]:
    """Spread an amount in fen over claims in proportion; fen left over go to the largest fractions, earlier claims first."""
    total = sum(claims)
    if total <= amount:
        return list(claims)
    shares = [amount * claim // total for claim in claims]
    by_fraction = sorted(range(len(claims)), key=lambda index: (-(amount * claims[index] % total), index))
    for index in by_fraction[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def _overrun_starts(inquiry: Inquiry) -> date | None:
    """Return the first wage day that falls on a unit which went on working in spite of its duty to stop (TL-2.2.2-8)."""
    began = inquiry.value("stop_duty_from")
    if inquiry.law.jurisdiction != "toli-draft" or inquiry.value("continued_after_stop_duty") is not True or not isinstance(began, date):
        return None
    grace = timedelta(days=Period.parse(str(inquiry.parameter("toli.stop_late_duration"))).days)
    return began + grace if began <= date.max - grace else date.max


def _overruns(inquiry: Inquiry) -> bool:
    """Tell whether all the arrears are wages of days after the duty to stop; of mixed ones nobody is named as their bearer here."""
    starts, first = _overrun_starts(inquiry), inquiry.value("arrears_period_from")
    return starts is not None and isinstance(first, date) and first >= starts


def _bearer(inquiry: Inquiry) -> dict[str, object]:
    """Show who bears the wages in the end, where the law says so."""
    if _overruns(inquiry) and isinstance(employer := inquiry.value("employer_kind"), str):
        return {"final_bearer": employer}
    cause = inquiry.value("cause")
    return {"final_bearer": _BEARERS[cause]} if isinstance(cause, str) and cause in _BEARERS else {}


def _overrun(inquiry: Inquiry) -> list[Reason]:
    if not _overruns(inquiry):
        return []
    texts = (
        "应停工而继续施工，此后的工资最终由该单位承担；农民工的债权不受影响。",
        "It went on working where it had to stop, so it bears these wages in the end; the workers' claim is not cut.",
    )
    facts = ("stop_duty_from", "arrears_period_from", "continued_after_stop_duty")
    return [because(inquiry, "worked_on_after_stop_duty", texts, ("TL-2.2.2-8",), facts)]


def _excuses(inquiry: Inquiry) -> list[Reason]:
    """Tell which objections change nothing: an unpaid owner, a dispute on the works (CN724-30, CN724-35, TL-2.6.1-2)."""
    local = ("TL-2.6.1-2",) if inquiry.law.jurisdiction == "toli-draft" else ()
    told: list[Reason] = []
    if inquiry.value("gc_objects_owner_unpaid") is True:
        texts = ("建设单位未付款不是拖欠工资的理由。", "That the owner has not paid excuses no arrears.")
        told.append(because(inquiry, "unpaid_owner_is_no_excuse", texts, (*local, "CN724-30"), ("gc_objects_owner_unpaid",)))
    if inquiry.value("engineering_dispute") is True:
        texts = ("工程争议不是拖欠工资的理由。", "A dispute on the works excuses no arrears.")
        told.append(because(inquiry, "dispute_is_no_excuse", texts, (*local, "CN724-35"), ("engineering_dispute",)))
    return told


RULE = Rule(
    name=NAME,
    title_zh="谁先清偿",
    title_en="Who pays the arrears first",
    schema=WHO_PAYS_FIRST,
    outcomes=(OWNER, BOTH, "employer", CONTRACTOR, "name_lender", UNDETERMINED),
    apply=within_scope(decide),
)
