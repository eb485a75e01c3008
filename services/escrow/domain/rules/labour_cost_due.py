"""How much must the owner put into the wage account for the period, in fen?

National law leaves the amount to the contract (CN724-24). Shaoxing wants a share of the month's certified progress, whatever form the
rest is paid in (SX-4-1b); the Tuoli draft at least a share of each payment being made (TL-2.3.1-1c). The higher of both is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.domain.facts import LABOUR_COST_DUE
from services.kernel.answering import because, decided, names_of, undetermined
from services.kernel.decision import UNDETERMINED, Decision, Inquiry, Lawbook, Rule
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown
from services.kernel.wage_share import progress_share, rounded_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.kernel.facts import Facts

NAME = "labour_cost_due"
_AGREED = ("CN724-24", "CN53-FUND")
_SHARE = {"shaoxing": ("SX-4-1b", "CN724-24"), "toli-draft": ("TL-2.3.1-1c", "CN724-24")}
_READ = {
    "shaoxing": ("certified_progress_fen", "payment_form", "agreed_labour_cost_fen"),
    "toli-draft": ("payments_fen", "payment_kind", "returned_deposit_in_payments_fen", "agreed_labour_cost_fen"),
}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Return the amount in fen, a fraction of a fen rounded up."""
    inquiry = Inquiry(facts, law, on)
    agreed = inquiry.value("agreed_labour_cost_fen")
    share = _local_share(inquiry, agreed)
    read = _READ.get(law.jurisdiction, ("agreed_labour_cost_fen",))
    clauses = (*_SHARE.get(law.jurisdiction, ()), *_AGREED)
    if not isinstance(agreed, int) or not isinstance(share, int):
        return undetermined(NAME, inquiry, LABOUR_COST_DUE, names_of(agreed, share), tuple(dict.fromkeys(clauses)))
    if share > agreed:  # the higher of both is due, so a weaker contract never undercuts the share (TL-2.3.1-1c, SX-4-1b)
        texts = ("地方比例高于合同约定，按比例拨付。", "The local share is higher than what the contract makes due.")
        return decided(NAME, inquiry, share, [because(inquiry, "local_share_due", texts, _SHARE[law.jurisdiction], read)])
    if agreed:
        texts = ("按合同约定的人工费用拨付。", "What the contract makes due is due.")
        return decided(NAME, inquiry, agreed, [because(inquiry, "agreed_amount_due", texts, tuple(dict.fromkeys(clauses)), read)])
    texts = (
        "合同没有约定人工费用，当期也没有应按比例拨付的款项；合同应当补充约定。",
        "The contract states no labour cost and nothing is due by share; the contract ought to state it.",
    )
    return decided(NAME, inquiry, 0, [because(inquiry, "nothing_due", texts, tuple(dict.fromkeys(clauses)), read)])


def _local_share(inquiry: Inquiry, agreed: object) -> object:
    if inquiry.law.jurisdiction == "shaoxing":
        return progress_share(inquiry)
    if inquiry.law.jurisdiction == "toli-draft":
        return _payment_share(inquiry, agreed)
    return 0


def _payment_share(inquiry: Inquiry, agreed: object) -> object:
    """Return the share of every payment, each rounded by itself, returned deposits left out (TL-2.3.1-1c)."""
    rate = inquiry.parameter_if_in_force("toli.labour_cost_share_bp")
    payments, returned = inquiry.value("payments_fen"), inquiry.value("returned_deposit_in_payments_fen")
    if not isinstance(rate, int):
        return 0
    if not isinstance(payments, tuple):
        return Unknown(names_of(payments, returned))
    if isinstance(returned, int):
        return sum(rounded_share(inquiry, payment, rate) for payment in _without(payments, returned))
    most = sum(rounded_share(inquiry, payment, rate) for payment in payments)
    # Returned deposits only lower the share: where even the whole does not exceed the contract, they change nothing.
    return 0 if most == 0 or (isinstance(agreed, int) and most <= agreed) else returned


def _without(payments: Sequence[int], returned: int) -> list[int]:
    """Take returned deposits out of the payments, the first ones first; nothing becomes negative."""
    left: list[int] = []
    for payment in payments:
        taken = min(payment, returned)
        returned -= taken
        left.append(payment - taken)
    return left


RULE = Rule(
    name=NAME,
    title_zh="应拨付的人工费用",
    title_en="Labour cost due to the wage account",
    schema=LABOUR_COST_DUE,
    outcomes=("<integer>", UNDETERMINED),
    apply=within_scope(decide),
)
