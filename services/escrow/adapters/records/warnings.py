"""Rows of early warnings and of what they need of other services."""

from __future__ import annotations

from services.escrow.adapters.tables import warnings
from services.escrow.domain.warnings import ContractGap, EarlyWarning, PostedSheet
from services.runtime.records import Shape

SHAPES = (
    Shape(EarlyWarning, warnings.early_warning),
    Shape(ContractGap, warnings.contract_gap),
    Shape(PostedSheet, warnings.posted_sheet),
)
