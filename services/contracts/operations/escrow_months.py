"""Operations on one month's labour cost: certified, decided, waited for, compared with the wages (P03)."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Moment, Object, Objects, Text, Words
from services.contracts.operations.escrow_accounts import ProjectRef, Told


class MonthRef(ProjectRef):
    """Which month of which project."""

    month = Text(required=True)


class MonthAndFacts(MonthRef):
    """Which month, and the process's data with what people filled in."""

    facts = Object(required=True)


class LabourCost(Contract):
    """What the owner must put in, until when, and whether it is there already."""

    outcome = Text(required=True)
    required_fen = Fen(required=True)
    due_on = Day(required=True)
    late_at = Moment(required=True)
    planned = Flag(required=True)
    missing = Words()
    reasons = Objects()


class Uncertified(Contract):
    """Whether the owner let the last day pass without a word, told for the first time, and the order that was asked for."""

    first = Flag(required=True)
    order_id = Text(allow_none=True)


class Missing(Contract):
    """What the owner has put in and what is missing."""

    missing_fen = Fen(required=True)
    paid_fen = Fen(required=True)


class Balance(Contract):
    """Whether the account holds the wages; the owner's unpaid part stays a claim."""

    outcome = Text(required=True)
    shortfall_fen = Fen(required=True)
    owner_claim_fen = Fen(required=True)
    payday_on = Day(required=True)
    payday_at = Moment(required=True)
    missing = Words()
    reasons = Objects()


def _command(name: str, parameters: type[Contract], result: type[Contract], zh: str, en: str, *clauses: str) -> Operation:
    return Operation(name=f"escrow.{name}", kind="command", parameters=parameters, result=result, title_zh=zh, title_en=en, clauses=clauses)


FIX_LABOUR_COST = _command(
    "fix_labour_cost",
    MonthAndFacts,
    LabourCost,
    "确定当月应拨人工费用",
    "Decide the month's labour cost",
    "TL-2.3.1-1c",
    "SX-4-1b",
    "CN724-24",
)
FLAG_UNCERTIFIED = _command(
    "flag_uncertified",
    MonthRef,
    Uncertified,
    "提示进度款逾期未确认",
    "Flag progress that nobody certified",
    "TL-2.3.1-3b",
    "SX-4-1b",
    "CN724-24",
    "CN724-57",
)
FLAG_LATE = _command("flag_late", MonthRef, Missing, "提示拨付逾期", "Flag late funding", "TL-2.3.1-3b", "TL-2.3.1-4b", "CN724-57")
CHECK_BALANCE = _command("check_balance", MonthAndFacts, Balance, "核对专户余额", "Check the balance", "TL-2.3.1-2a", "SX-11-2a")
FLAG_SHORT = _command("flag_short", MonthRef, Told, "提示发薪日余额不足", "Flag a shortage on the payday", "SX-11-2a", "CN724-31")
