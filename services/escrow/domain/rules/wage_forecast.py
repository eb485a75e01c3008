"""Next month's wages in fen (TL-2.3.1-2a): the larger of the last month and the mean of the last months, scaled by headcount.

In the first month the contract's rate stands for what was paid. The labour officer may put in another number, with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.answering import names_of
from services.kernel.errors import HuxinError
from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from services.kernel.decision import Inquiry


def forecasts(inquiry: Inquiry) -> tuple[object, ...]:
    """Return the possible forecasts: one number where everything is known, `Unknown` for what cannot be worked out.

    Two stand beside each other where the officer's number is known and nobody has said whether it has a reason; then an `Unknown` names
    the reason.
    """
    put_in, reason = inquiry.value("officer_forecast_fen"), inquiry.value("officer_reason")
    given: bool | None = None if isinstance(reason, Unknown) else isinstance(reason, str) and bool(reason.strip())
    if put_in is None or given is False:  # without a reason the officer's number changes nothing
        return (computed(inquiry),)
    if given and isinstance(put_in, int):
        return (put_in,)
    return put_in, computed(inquiry), Unknown(names_of(put_in, reason))


def computed(inquiry: Inquiry) -> object:
    """Return the forecast from what was paid, or from the contract in the first month; a fraction of a fen is rounded up."""
    paid, first = inquiry.value("wages_last_three_fen"), inquiry.value("first_month")
    planned = inquiry.value("planned_headcount")
    if planned == 0:
        return 0
    if first is True or paid == ():
        rate = inquiry.value("contract_monthly_rate_fen")
        return planned * rate if isinstance(planned, int) and isinstance(rate, int) else Unknown(names_of(planned, rate))
    base = inquiry.value("headcount_base")
    if not isinstance(paid, tuple):
        # Nobody says what was paid; whether it is the first month then matters too, and so may the contract's rate.
        rate = inquiry.value("contract_monthly_rate_fen") if isinstance(first, Unknown) else None
        return Unknown(names_of(paid, first, planned, base, rate))
    if not isinstance(base, int) or not isinstance(planned, int):
        return Unknown(names_of(planned, base))
    return _scaled(inquiry, paid, base, planned)


def _scaled(inquiry: Inquiry, paid: tuple[int, ...], base: int, planned: int) -> int:
    if base == 0:
        raise HuxinError(
            "bad_facts",
            "A fact cannot be used",
            "headcount_base: given 0, though wages were paid",
            fix="give the headcount of the base month, or first_month true when nobody was paid yet",
        )
    months = inquiry.parameter("forecast.base_months")
    last = paid[-int(str(months)) :]
    # The larger of the last month and the mean, as exact fractions over the same denominator (TL-2.3.1-2a).
    larger = max(paid[-1] * len(last), sum(last))
    return -(-larger * planned // (base * len(last)))
