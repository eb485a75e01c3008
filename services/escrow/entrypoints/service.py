"""The escrow service on the wire: one class of the modules' entrypoints. No decisions here."""

from __future__ import annotations

from services.escrow.adapters.schema import SCHEMA
from services.escrow.entrypoints.accounts import Accounts
from services.escrow.entrypoints.advances import Advances
from services.escrow.entrypoints.bank import BankFiles
from services.escrow.entrypoints.closing import Closings
from services.escrow.entrypoints.deposits import Deposits
from services.escrow.entrypoints.payments import Payments
from services.escrow.entrypoints.payroll import Payrolls
from services.escrow.entrypoints.projects import Projects
from services.escrow.entrypoints.sheets import Sheets
from services.escrow.entrypoints.warnings import Warnings


class EscrowService(
    Projects,
    Accounts,
    Advances,
    BankFiles,
    Closings,
    Deposits,
    Payments,
    Payrolls,
    Sheets,
    Warnings,
):
    """Wage accounts, payroll, deposits, advances and the closing of accounts."""

    name = "escrow"
    schema = SCHEMA
