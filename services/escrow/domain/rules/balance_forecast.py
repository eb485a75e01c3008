"""Is there enough in the wage account?

The Tuoli draft wants next month's wages to be there at any time (TL-2.3.1-2a). Elsewhere the account is checked against the payroll of the
coming payday; in Shaoxing the contractor fills the gap, and what the owner failed to put in stays a claim (SX-11-2a, SX-4-1b).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.escrow.domain.facts import BALANCE_FORECAST
from services.escrow.domain.rules.wage_forecast import forecasts
from services.kernel.answering import because, decided, names_of, undetermined
from services.kernel.decision import UNDETERMINED, Decision, Inquiry, Lawbook, Rule
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown
from services.kernel.wage_share import progress_share

if TYPE_CHECKING:
    from services.kernel.facts import Facts

NAME = "balance_forecast"
COVERED, SHORT = "covered", "short"
_STANDING = ("TL-2.3.1-2a",)
_PAYDAY = {"shaoxing": ("SX-11-2a", "SX-3-2a", "CN724-31")}
_PAYDAY_NATIONAL = ("CN724-31", "CN724-14")
_FORECAST_FACTS = tuple(fact.name for fact in BALANCE_FORECAST.facts[5:13])
_PAYDAY_FACTS = ("balance_fen", "payroll_due_fen", "payday_on", "transferred_to_wage_account_fen", "contractor_topped_up_fen")


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Compare the account with next month's wages, or with the coming payday's payroll."""
    inquiry = Inquiry(facts, law, on)
    return _standing(inquiry) if law.jurisdiction == "toli-draft" else _payday(inquiry)


def _standing(inquiry: Inquiry) -> Decision:
    """Check the standing threshold: a warning on the day, never a sanction on one reading."""
    balance, possible = inquiry.value("balance_fen"), forecasts(inquiry)
    months = int(str(inquiry.parameter("toli.forecast_months")))
    numbers = [one * months for one in possible if isinstance(one, int)]
    complete = all(isinstance(one, int) for one in possible[:2])  # a third entry only names what keeps two numbers apart
    also: dict[str, object] = _payday_day(inquiry)
    if len(possible) == 1 and numbers:
        also["forecast_fen"] = possible[0]
        if isinstance(balance, int):
            also["shortfall_fen"] = max(0, numbers[0] - balance)
    if complete and max(numbers) == 0:
        outcomes = {COVERED}
    elif complete and isinstance(balance, int):
        outcomes = {COVERED if balance >= number else SHORT for number in numbers}
    else:
        outcomes = set()
    if len(outcomes) != 1:
        return undetermined(NAME, inquiry, BALANCE_FORECAST, names_of(balance, *possible), _STANDING, also=also)
    outcome = outcomes.pop()
    texts = (
        ("专户余额足以支付下月工资。", "The account covers next month's wages.")
        if outcome == COVERED
        else ("专户余额不足以支付下月工资，当日预警。", "The account does not cover next month's wages; a warning on the day.")
    )
    code = "covers_next_month" if outcome == COVERED else "short_of_next_month"
    return decided(NAME, inquiry, outcome, [because(inquiry, code, texts, _STANDING, _FORECAST_FACTS)], also)


def _payday(inquiry: Inquiry) -> Decision:
    """Check the account against the payroll: a gap is filled before wages are paid (SX-11-2a)."""
    due = inquiry.value("payroll_due_fen")
    available = _available(inquiry, due)
    clauses = _PAYDAY.get(inquiry.law.jurisdiction, _PAYDAY_NATIONAL)
    also = _payday_day(inquiry) | (_shaoxing_claims(inquiry, due) if inquiry.law.jurisdiction == "shaoxing" else {})
    if due != 0 and not (isinstance(due, int) and isinstance(available, int)):
        return undetermined(NAME, inquiry, BALANCE_FORECAST, names_of(due, available), clauses, also=also)
    shortfall = max(0, due - available) if isinstance(due, int) and isinstance(available, int) else 0
    also["shortfall_fen"] = shortfall
    if shortfall:
        texts = (
            "专户内的钱不够发放应发工资，须在发薪前补足。",
            "The account does not hold the payroll; the gap is filled before wages are paid.",
        )
        return decided(NAME, inquiry, SHORT, [because(inquiry, "short_of_payroll", texts, clauses, _PAYDAY_FACTS)], also)
    texts = ("专户内的钱足够发放应发工资。", "The account holds the payroll.")
    reasons = [because(inquiry, "covers_payroll", texts, clauses, _PAYDAY_FACTS)]
    if also.get("owner_claim_fen"):
        texts = (
            "施工单位补足不免除建设单位的欠拨，差额仍可追索。",
            "A gap that the contractor filled does not end the owner's default; the difference stays a claim.",
        )
        reasons.append(because(inquiry, "owner_claim_stays", texts, ("SX-11-2a", "SX-4-1b"), ("certified_progress_fen", *_PAYDAY_FACTS)))
    return decided(NAME, inquiry, COVERED, reasons, also)


def _available(inquiry: Inquiry, due: object) -> object:
    """Return what lies in the account: its balance, or where nobody read it, what owner and contractor put in.

    Where one of them put in enough by itself, nobody needs to know about the other.
    """
    balance = inquiry.value("balance_fen")
    put_in = inquiry.value("transferred_to_wage_account_fen"), inquiry.value("contractor_topped_up_fen")
    known = [amount for amount in put_in if isinstance(amount, int)]
    if isinstance(balance, int) or not known:
        return balance
    enough = isinstance(due, int) and sum(known) >= due
    return sum(known) if enough or len(known) == len(put_in) else Unknown(names_of(*put_in))


def _payday_day(inquiry: Inquiry) -> dict[str, object]:
    """Show the day on which wages must be paid: a payday on a rest day moves before it (CN724-14)."""
    agreed = inquiry.value("payday_on")
    return {"payday_effective": inquiry.law.calendar.payday(agreed).day} if isinstance(agreed, date) else {}


def _shaoxing_claims(inquiry: Inquiry, due: object) -> dict[str, object]:
    """Show what the owner still owes the account, and whether its guarantor may be called (SX-11-2a, SX-11-2b)."""
    transferred, owed = inquiry.value("transferred_to_wage_account_fen"), progress_share(inquiry)
    also: dict[str, object] = {}
    if isinstance(transferred, int) and isinstance(owed, int):
        also["owner_claim_fen"] = max(0, owed - transferred)
    if isinstance(transferred, int) and isinstance(due, int):
        also["guarantor_may_be_called"] = transferred < due
    return also


RULE = Rule(
    name=NAME,
    title_zh="专户余额是否够用",
    title_en="Is there enough in the wage account",
    schema=BALANCE_FORECAST,
    outcomes=(COVERED, SHORT, UNDETERMINED),
    apply=within_scope(decide),
)
