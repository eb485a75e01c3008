"""Rows of wage accounts, their months, orders and reports."""

from __future__ import annotations

from services.escrow.adapters.tables import accounts
from services.escrow.domain.accounts import WageAccount
from services.escrow.domain.months import FundingMonth
from services.escrow.domain.orders import BankReport, Order
from services.runtime.records import Shape

SHAPES = (
    Shape(WageAccount, accounts.wage_account),
    Shape(FundingMonth, accounts.funding_month),
    Shape(Order, accounts.correction_order),
    Shape(BankReport, accounts.bank_report),
)
