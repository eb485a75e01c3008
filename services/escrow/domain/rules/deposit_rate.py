"""Which share of the contract price does the general contractor store as wage deposit, in basis points? 0 is exempt.

The table names the case, first hit first: raises stand before exemptions and cuts, which is a reading. Both local rules leave the numbers
to the national ones (SX-8-3a, SX-8-3b, TL-2.3.2-1), so one table serves every profile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from services.escrow.domain.facts import DEPOSIT_RATE
from services.kernel.answering import decided, names_of
from services.kernel.calendar import ONE_DAY, add_months
from services.kernel.cases import by_cases
from services.kernel.decision import UNDETERMINED, Decision, Derived, Inquiry, Lawbook, Reason, Rule
from services.kernel.money import share_up
from services.kernel.ordered import first_hit
from services.kernel.period import Period
from services.kernel.scope import within_scope
from services.kernel.unary import Unknown, all_of

if TYPE_CHECKING:
    from services.kernel.facts import Facts
    from services.kernel.tables import Row
    from services.kernel.unary import Truth

NAME = "deposit_rate"
PERCENT = 100
_HISTORY = ("last_arrears_on", "active_in_area_since")
_SUMS = {
    "raised_listed": ("base_rate_bp", "local_raise_listed_percent"),
    "raised_arrears": ("base_rate_bp", "local_raise_arrears_percent"),
    "cut": ("base_rate_bp",),
    "lowered": ("base_rate_bp", "multi_project_rate_bp"),
    "base": ("base_rate_bp",),
}
_LOCAL = {
    "shaoxing": {"raised_listed": ("SX-8-3b",), "raised_arrears": ("SX-8-3b",), "exempt": ("SX-8-3a",), "cut": ("SX-8-3a",)},
    "toli-draft": dict.fromkeys(("raised_listed", "raised_arrears", "exempt", "cut", "lowered", "base"), ("TL-2.3.2-1",)),
}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Return the rate in basis points; it never undercuts what national rules set as least."""
    inquiry = Inquiry(facts, law, on, {"construction_contract_signed_on": lambda asked: asked.on}, DERIVED)
    hit = first_hit(inquiry.table("deposit_rate_national").judge(inquiry), lambda row: _rate(inquiry, str(row.outputs["outcome"])))
    if isinstance(hit.answer, Unknown):
        missing = DEPOSIT_RATE.ordered(hit.answer.names)
        return decided(NAME, inquiry, UNDETERMINED, [inquiry.lacking(missing, hit.rows)], missing=missing)
    rate, price = int(str(hit.answer)), inquiry.value("contract_price_fen")
    also = {"deposit_fen": share_up(price, rate)} if isinstance(price, int) else {"deposit_fen": 0} if rate == 0 else {}
    return decided(NAME, inquiry, rate, [_told(inquiry, row, hit.before) for row in hit.rows], also)


def _last_arrears(law: Lawbook, on: date) -> list[date | None]:
    """Return one day for everything that last arrears may mean: never, now, and just beyond each period that the table looks back."""
    lengths = ("arrears_lookback", "cut_after", "exempt_after")
    terms = [law.parameter(f"deposit.{length}_duration", on).value for length in lengths]
    return [None, on, *(add_months(on, -Period.parse(str(term)).months) - ONE_DAY for term in terms)]


def _told(inquiry: Inquiry, row: Row, before: tuple[Row, ...]) -> Reason:
    reason, case = inquiry.reason(row, before), str(row.outputs["outcome"])
    local = _LOCAL.get(inquiry.law.jurisdiction, {}).get(case, ())
    sums = inquiry.stated(("contract_price_fen", *_SUMS.get(case, ())))
    return replace(reason, clauses=(*local, *reason.clauses), facts={**reason.facts, **sums})


def _rate(inquiry: Inquiry, case: str) -> object:
    """Return the rate of a case in basis points, or `Unknown`."""
    if case == "exempt":
        return 0
    if case == "lowered":
        return _lowered_rate(inquiry)
    base = _base(inquiry)
    percent = _change(inquiry, case)
    if not isinstance(base, int) or not isinstance(percent, int):
        return Unknown(names_of(base, percent))
    if case == "cut":  # the cut is at least the whole percentage, so a fraction of a basis point falls to the firm
        return base * percent // PERCENT
    return -(-base * percent // PERCENT)


def _lowered_rate(inquiry: Inquiry) -> object:
    """Return the rate for several projects: never under its floor, and never above the base rate that it lowers (CN65-MULTI)."""
    stated = inquiry.value("lowered_rate")
    if not isinstance(stated, int):
        return stated
    lowered, base = max(stated, _number(inquiry, "deposit.multi_project_floor_bp")), _base(inquiry)
    least = inquiry.parameter_if_in_force("deposit.base_rate_min_bp")
    if isinstance(least, int) and lowered <= least:  # no base rate is under it, so which one holds here need not be known
        return lowered
    return min(lowered, base) if isinstance(base, int) else base


def _base(inquiry: Inquiry) -> object:
    """Return the regional base rate, held between the national bounds (CN65-RATE)."""
    stated = inquiry.value("base_rate_bp")
    set_here = inquiry.parameter_if_in_force("deposit.base_rate_bp")
    base = set_here if isinstance(stated, Unknown) and isinstance(set_here, int) else stated
    low, high = (inquiry.parameter_if_in_force(f"deposit.base_rate_{end}_bp") for end in ("min", "max"))
    if isinstance(base, int) and isinstance(low, int) and isinstance(high, int):
        return min(max(base, low), high)
    return base


def _change(inquiry: Inquiry, case: str) -> object:
    """Return what remains of the base rate in percent; a local raise counts where it is higher than the national one (CN65-RAISE)."""
    if case == "base":
        return PERCENT
    if case == "cut":
        return PERCENT - _number(inquiry, "deposit.cut_percent")
    kind = "listed" if case == "raised_listed" else "arrears"
    local = inquiry.value(f"local_raise_{kind}_percent")
    if isinstance(local, Unknown):
        return local
    least = _number(inquiry, f"deposit.raise_{kind}_percent")
    return PERCENT + max(least, local if isinstance(local, int) else 0)


def _number(inquiry: Inquiry, name: str) -> int:
    return int(str(inquiry.parameter(name)))


def _over(inquiry: Inquiry, since: object, length: str) -> Truth:
    """Tell whether a period that began with an event is over: its last day is the day of the same number (CCL-202)."""
    if isinstance(since, Unknown):
        return since
    return not isinstance(since, date) or _ends(inquiry, since, length) < inquiry.on


def _ends(inquiry: Inquiry, since: date, length: str) -> date:
    """Return the last day of a period; one that runs beyond the calendar's years never ends."""
    try:
        return add_months(since, Period.parse(str(inquiry.parameter(length))).months)
    except ValueError:
        return date.max


def _recent(inquiry: Inquiry) -> Truth:
    over = _over(inquiry, inquiry.value("last_arrears_on"), "deposit.arrears_lookback_duration")
    return over if isinstance(over, Unknown) else not over


def _clean(length: str) -> Derived:
    """Return a reader: has the firm worked here that long without arrears? A firm new to the area has not."""

    def read(inquiry: Inquiry) -> Truth:
        return all_of(_over(inquiry, inquiry.value(name), length) for name in _HISTORY)

    return Derived(_HISTORY, read)


def _clean_before_signing(inquiry: Inquiry) -> Truth:
    """Tell whether the year before the contract was signed is free of arrears; a new firm has none (CN65-EX)."""
    last, signed = inquiry.value("last_arrears_on"), inquiry.value("construction_contract_signed_on")
    if isinstance(last, Unknown):
        return last
    if not isinstance(last, date) or not isinstance(signed, date):
        return True
    return not last <= signed <= _ends(inquiry, last, "deposit.small_project_clean_duration")


def _lowered(inquiry: Inquiry) -> object:
    """Return the lowered rate that was stated, else the one that an authority set, else None."""
    stated = inquiry.value("multi_project_rate_bp")
    set_here = inquiry.parameter("deposit.multi_project_rate_bp")
    return stated if isinstance(stated, int) or set_here is None else set_here


DERIVED = {
    "recent_arrears": Derived(("last_arrears_on",), _recent),
    "clean_before_signing": Derived(("last_arrears_on", "construction_contract_signed_on"), _clean_before_signing),
    "clean_for_cut": _clean("deposit.cut_after_duration"),
    "clean_for_exemption": _clean("deposit.exempt_after_duration"),
    "lowered_rate": Derived(("multi_project_rate_bp",), _lowered),
}

RULE = Rule(
    name=NAME,
    title_zh="工资保证金比例",
    title_en="Rate of the wage deposit",
    schema=DEPOSIT_RATE,
    outcomes=("<integer>", UNDETERMINED),
    apply=within_scope(by_cases(decide, DEPOSIT_RATE, {"last_arrears_on": _last_arrears})),
)
