"""Rows of advances."""

from __future__ import annotations

from services.escrow.adapters.tables import advances
from services.escrow.domain.advances import Advance, AdvancePayment, GuaranteeClaim, Recovery
from services.runtime.records import Shape

SHAPES = (
    Shape(Advance, advances.advance),
    Shape(AdvancePayment, advances.payment),
    Shape(GuaranteeClaim, advances.guarantee_claim),
    Shape(Recovery, advances.recovery),
)
