"""The records of the escrow service, within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.adapters.records import (
    accounts,
    advances,
    bank,
    closing,
    deposits,
    ledger,
    payments,
    payroll,
    projects,
    warnings,
)
from services.runtime.records import ShapedRecords

if TYPE_CHECKING:
    import sqlalchemy as sa

    from services.runtime.records import Shape

MODULES = (
    bank,
    accounts,
    advances,
    closing,
    deposits,
    projects,
    ledger,
    payments,
    payroll,
    warnings,
)
SHAPES: dict[type[Any], Shape] = {shape.kind: shape for module in MODULES for shape in module.SHAPES}


class SqlRecords(ShapedRecords):
    """Fulfils `services.escrow.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection, SHAPES)
