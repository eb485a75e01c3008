"""A project's wage account from its planning to its closing (P03, P16). One account a project (CN53-ONE)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date

PLANNED, CHECKED, ACTIVE, CLOSING, CLOSED = "planned", "checked", "active", "closing", "closed"
_MAX_DAY = 31


@dataclass(frozen=True, kw_only=True)
class WageAccount:
    """The account and what was agreed about it.

    Attributes:
        contract_due_on: last day to open it, counted from the construction contract, or from the permit where that day is unknown.
        opening_due_on: the last day after the start of works is known too.
        opening: what contractor and bank reported, by form field.
        terms: what the contract says about labour cost, by form field.
        late: opened after the last day, or not opened by it.
    """

    project_id: str
    account_id: str
    jurisdiction: str
    state: str
    contract_due_on: date
    opening_due_on: date
    late: bool = False
    works_start_on: date | None = None
    opened_on: date | None = None
    filed_on: date | None = None
    activated_on: date | None = None
    closed_on: date | None = None
    opening: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)

    @property
    def funding_day(self) -> int:
        """Day of the month by which the owner must have put the labour cost in."""
        return day_of_month(self.terms.get("funding_day"), "funding_day")

    @property
    def payday(self) -> int:
        """Day of the following month on which wages are paid."""
        return day_of_month(self.terms.get("payday"), "payday")

    def must_be(self, *states: str) -> WageAccount:
        """Return the account when it is in one of the states.

        Raises:
            HuxinError: code `wrong_account_state`.
        """
        if self.state not in states:
            raise HuxinError(
                "wrong_account_state",
                "The wage account is not in the state for this",
                f"the account of project {self.project_id} is {self.state}, not {' or '.join(states)}",
                status=409,
                fix="Finish the step before, or look at the account again.",
            )
        return self

    def with_state(self, state: str, **changes: Any) -> WageAccount:  # noqa: ANN401 - the record's fields
        """Return the account in another state."""
        return replace(self, state=state, **changes)


def day_of_month(value: object, name: str) -> int:
    """Return a day of the month.

    Raises:
        HuxinError: code `bad_terms`.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MAX_DAY:
        raise HuxinError("bad_terms", "The contract's terms cannot be used", f"{name}: {value!r} is no day of a month", status=422)
    return value


def mask(number: str) -> str:
    """Return an account number of which only the last four digits can be read."""
    return f"{'*' * max(0, len(number) - 4)}{number[-4:]}"
