"""Rows of wage deposits."""

from __future__ import annotations

from services.escrow.adapters.tables import deposits
from services.escrow.domain.deposits import Deposit, DepositMove, DepositReturn, DepositReview, DepositUse
from services.runtime.records import Shape

SHAPES = (
    Shape(Deposit, deposits.deposit),
    Shape(DepositMove, deposits.move),
    Shape(DepositUse, deposits.use),
    Shape(DepositReview, deposits.review),
    Shape(DepositReturn, deposits.returning),
)
