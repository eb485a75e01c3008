"""Rows of the talk with banks."""

from __future__ import annotations

from services.escrow.adapters.tables import bank
from services.escrow.domain.bank import BankAccount, BankEntry, BankFile, BankStatement, BankStatus, Mismatch
from services.runtime.records import Shape

SHAPES = (
    Shape(BankAccount, bank.bank_account),
    Shape(BankFile, bank.bank_file),
    Shape(BankStatus, bank.bank_status),
    Shape(BankStatement, bank.bank_statement),
    Shape(BankEntry, bank.bank_entry),
    Shape(Mismatch, bank.bank_mismatch),
)
