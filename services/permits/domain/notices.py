"""The duties that begin with the permit and of which the contractor is told when it is issued (P01 → P02, P03, P05).

Deposit: within twenty working days of the permit (CN65-DUE); where the deposit was a condition of the permit (SX-8-1) it is done.
Wage account: within thirty days of the construction contract (CN53-OPEN), in Shaoxing before works start (SX-6-1a).
Employment filing: within five days of the construction contract (TL-2.1.2-4).
All lengths are parameters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from services.permits.domain.model import Duty

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from services.kernel.law import Law, Parameter


class DueDay(Protocol):
    """The part of a counted due time that a duty needs."""

    @property
    def last_day(self) -> date:
        """The last day, included."""
        raise NotImplementedError

    @property
    def provisional(self) -> bool:
        """Whether the holiday calendar of that year is not published yet."""
        raise NotImplementedError


DUTIES: tuple[tuple[str, str, str, str], ...] = (
    ("deposit", "deposit.due_duration", "存储工资保证金或者提交保函", "Store the wage deposit or hand in a guarantee letter"),
    ("wage_account", "wage_account.opening_duration", "开立工资专用账户并备案", "Open and file the wage account"),
    ("employment_filing", "toli.filing_duration", "办理用工书面备案", "File the employment in writing"),
)


CONDITION = ".deposit_as_permit_condition"


def deposit_is_condition(law: Law, on: date, mode: object) -> bool:
    """Tell whether the full deposit must be proved before the permit (SX-8-1); the operator may switch to a notice instead (CN65-DUE)."""
    return mode != "notice_20_working_days" and any(
        law.parameter(name, on).value is True for name in law.versions if name.endswith(CONDITION)
    )


def contractor_duties(
    law: Law, *, issued_on: date, contract_signed_on: date | None, deposit_settled: bool, due: Callable[[date, str, str], DueDay]
) -> tuple[Duty, ...]:
    """Return the duties with their last days.

    Args:
        law: parameters of the jurisdiction on the day of issue.
        issued_on: day of the permit.
        contract_signed_on: day of the construction contract; when unknown, the day of the permit stands in.
        deposit_settled: whether the full deposit was proved before the permit.
        due: counts (start, duration, way of counting) by the legal calendar.
    """
    duties = []
    for kind, name, text_zh, text_en in DUTIES:
        if (kind == "deposit" and deposit_settled) or name not in law.versions:
            continue
        limit = law.parameter(name, issued_on)
        start = issued_on if kind == "deposit" else (contract_signed_on or issued_on)
        counted = due(start, *_length(limit))
        duties.append(
            Duty(
                kind=kind, text_zh=text_zh, text_en=text_en, due_on=counted.last_day, provisional=counted.provisional, clauses=limit.clauses
            )
        )
    return tuple(duties)


def _length(limit: Parameter) -> tuple[str, str]:
    """Return duration and way of counting; the unit says which, for example `duration_working`."""
    value: Any = limit.value
    return str(value), limit.unit.removeprefix("duration_")
