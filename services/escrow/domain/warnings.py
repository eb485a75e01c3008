"""Early warnings W1 to W10 about a project's wages: what is found, how grave it is, whose desk it goes to (CN724-38, TL-2.1.3-1a)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

YELLOW, RED = "yellow", "red"
COLOURS = (YELLOW, RED)  # the graver later
HOUSING, HR, SECTOR = "housing_bureau", "hr_bureau", "industry_authority"


@dataclass(frozen=True)
class Kind:
    """One kind of warning.

    Attributes:
        function: the function of the routing table that takes it up; empty for the authority of the project's sector.
        clauses: the national clauses whose breach it announces.
    """

    name_zh: str
    name_en: str
    function: str
    clauses: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "W1": Kind("专用账户未开立", "Wage account not opened", "", ("CN53-OPEN",)),
    "W2": Kind("人工费用逾期未拨付", "The owner's transfer is late", "", ("CN724-24", "CN724-29")),
    "W3": Kind("拨付的人工费用不足", "The owner's transfer is too small", "", ("CN724-24", "CN724-29")),
    "W4": Kind("专户余额不足以支付工资", "The balance does not cover the wages", "", ("CN724-29",)),
    "W5": Kind("工资表月底未签认或未公示", "Payroll not signed or posted by month end", "labour_inspection", ("CN724-31",)),
    "W6": Kind("发薪日工资未付清", "Wages unpaid on payday", "labour_inspection", ("CN724-14", "CN724-31")),
    "W7": Kind("有考勤无劳动合同", "Attendance without a labour contract", "labour_inspection", ("CN724-28",)),
    "W8": Kind("工资保证金未存足或未补足", "Wage deposit missing or not topped up", "deposit_register", ("CN65-DUE", "CN65-USE")),
    "W9": Kind("保证金保函即将到期", "Guarantee letter about to end", "deposit_register", ("CN65-LETTER",)),
    "W10": Kind("银行报告专户资金被挪用", "The bank reports a diversion", "", ("CN724-27",)),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a query found wrong today.

    Attributes:
        subject: what tells it apart from others of its kind in the project, such as a month.
        measure: how far it has gone in the unit of its kind: days after the last day (below zero: before it), persons, or percent.
        facts: amounts in fen, days and months as text.
    """

    project_id: str
    subject: str
    measure: int
    facts: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class EarlyWarning:
    """A warning from its raising to its clearing; open while `cleared_on` is None.

    Attributes:
        department: the department that is competent by the routing table.
        handle_by: last day for that department to act before the leading group is told.
        measure_taken: what the department did last; empty while it has done nothing.
    """

    warning_id: str
    project_id: str
    jurisdiction: str
    kind: str
    subject: str
    colour: str
    department: str
    raised_on: date
    raised_at: datetime
    handle_by: date
    facts: dict[str, Any] = field(default_factory=dict)
    measure_taken: str = ""
    remark: str = ""
    handled_at: datetime | None = None
    told_up: bool = False
    cleared_on: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What there is one open warning of."""
        return self.project_id, self.kind, self.subject

    def seen_again(self, colour: str, facts: dict[str, Any]) -> EarlyWarning:
        """Return the warning as it stands today; it gets graver, never milder, until it is cured."""
        graver = max(self.colour, colour, key=COLOURS.index)
        return replace(self, colour=graver, facts=facts)


def colour_of(levels: Mapping[str, int], measure: int) -> str | None:
    """Return the gravest colour whose level a measure reaches; None while it reaches none.

    Args:
        levels: colour → the measure from which it holds.
        measure: days, persons or percent, as the kind counts.
    """
    reached = [colour for colour in COLOURS if colour in levels and measure >= levels[colour]]
    return reached[-1] if reached else None


def desk_of(department: str) -> str:
    """Return the queue of a department: construction and human resources have their own, every other bureau that of its sector."""
    if department in {HOUSING, "construction_authority"}:
        return HOUSING
    return HR if department == HR else SECTOR


@dataclass(frozen=True, kw_only=True)
class ContractGap:
    """A worker who was found on site without a labour contract; `signed` once a later month shows one."""

    project_id: str
    worker_id: str
    since_month: str
    last_month: str
    signed: bool = False


@dataclass(frozen=True, kw_only=True)
class PostedSheet:
    """A wage sheet that hangs on site, proven."""

    payroll_id: str
    posted_on: date
