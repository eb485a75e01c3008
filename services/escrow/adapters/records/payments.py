"""Rows of orders to the bank."""

from __future__ import annotations

from services.escrow.adapters.tables import payments
from services.escrow.domain.payment import PaymentLine, PaymentOrder
from services.runtime.records import Shape

SHAPES = (Shape(PaymentOrder, payments.payment_order), Shape(PaymentLine, payments.payment_line))
