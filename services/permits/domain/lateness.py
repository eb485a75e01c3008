"""Contract money past its due day: when it became late, and from when a subcontractor must stop (TL-2.2.2-6a)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from services.kernel.answering import names_of
from services.kernel.decision import Derived
from services.kernel.unary import Unknown, all_of, negate

if TYPE_CHECKING:
    from services.kernel.decision import Inquiry
    from services.kernel.unary import Truth

DAYS = ("contract_payment_due_on", "progress_certified_on")
AMOUNTS = ("instalment_fen", "paid_fen")


def due_day(inquiry: Inquiry) -> object:
    """Return the day whose passing makes the money late: the contract's, or where it names none, that of certified progress."""
    agreed = inquiry.value("contract_payment_due_on")
    return inquiry.value("progress_certified_on") if agreed is None else agreed


def paid_by_amount(inquiry: Inquiry) -> Truth:
    """Tell whether the instalment is paid by its amount; a part of it pays nothing off."""
    due, paid = inquiry.value("instalment_fen"), inquiry.value("paid_fen")
    if due == 0:
        return True
    return paid >= due if isinstance(due, int) and isinstance(paid, int) else Unknown(names_of(due, paid))


def first_stop_day(inquiry: Inquiry) -> object:
    """Return the first day on which the money is more than the grace late, were nothing paid; the last day moves off a rest day."""
    day = due_day(inquiry)
    if not isinstance(day, date):
        return day
    return inquiry.law.calendar.first_day_beyond(day, str(inquiry.parameter("toli.stop_grace_duration")))


def grace_over(inquiry: Inquiry) -> Truth:
    """Tell whether the money is more than the grace late on the day of the decision."""
    day = first_stop_day(inquiry)
    return day if isinstance(day, Unknown) else isinstance(day, date) and inquiry.on >= day


def _unpaid(inquiry: Inquiry) -> Truth:
    """Tell whether contract money is late: from the day after its due day (TL-2.2.2-4, SX-11-1a)."""
    day = due_day(inquiry)
    late: Truth = day if isinstance(day, Unknown) else isinstance(day, date) and inquiry.on > day
    return all_of((negate(paid_by_amount(inquiry)), late))


def _stop_duty_runs(inquiry: Inquiry) -> Truth:
    return all_of((negate(paid_by_amount(inquiry)), grace_over(inquiry)))


MONEY_UNPAID = Derived((*DAYS, *AMOUNTS), _unpaid)
STOP_DUTY_RUNS = Derived((*DAYS, *AMOUNTS), _stop_duty_runs)
