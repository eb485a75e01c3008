"""Events about advances of wages in arrears (P11)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Fen, Text, Words


class AdvanceRequested(Contract):
    """Wages are in arrears; who pays them first is found next."""

    advance_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    arrears_fen = Fen(required=True)
    about = Text(required=True)


class AdvancePaid(Contract):
    """A payer advanced wages and they went on to the workers."""

    project_id = Text(required=True)
    advance_id = Text(required=True)
    payer = Text(required=True)
    amount_fen = Fen(required=True)


class AdvanceRefused(Contract):
    """Nobody advanced what is still owed; it is a case of arrears now."""

    advance_id = Text(required=True)
    project_id = Text(required=True)
    unpaid_fen = Fen(required=True)
    payers = Words(required=True)


class RecoveryOpened(Contract):
    """A payer may claim back what it advanced; roles as words, `creditor_code` where the creditor is a party of the project."""

    recovery_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    creditor = Text(required=True)
    creditor_code = Text(required=True, allow_none=True)
    debtor = Text(required=True)
    amount_fen = Fen(required=True)
    recovery_limit = Text(required=True)


ADVANCE_REQUESTED = Event(
    name="escrow.advance.requested",
    data=AdvanceRequested,
    key="advance_id",
    title_zh="须查明先行清偿责任",
    title_en="An advance of wages is asked for",
    clauses=("CN724-29", "CN724-30"),
)
ADVANCE_PAID = Event(
    name="escrow.advance.paid",
    data=AdvancePaid,
    key="project_id",
    title_zh="垫付工资已发放",
    title_en="Wages advanced",
    clauses=("TL-2.6.1-3", "CN724-29", "CN724-30"),
)
ADVANCE_REFUSED = Event(
    name="escrow.advance.refused",
    data=AdvanceRefused,
    key="advance_id",
    title_zh="未先行垫付，转欠薪案件",
    title_en="Advance refused",
    clauses=("TL-2.6.1-2", "CN724-30"),
)
RECOVERY_OPENED = Event(
    name="escrow.recovery.opened",
    data=RecoveryOpened,
    key="recovery_id",
    title_zh="垫付后可以追偿",
    title_en="Recovery opened",
    clauses=("TL-2.6.1-1c", "SX-3-1b"),
)
