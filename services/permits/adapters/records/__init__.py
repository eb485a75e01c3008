"""The records of the permits service on one connection: permits in their own way, the supervision processes by shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.permits.adapters.records.permits import PermitRecords
from services.permits.adapters.records.shapes import SHAPES
from services.runtime.records import ShapedRecords

if TYPE_CHECKING:
    import sqlalchemy as sa


class SqlRecords(PermitRecords):
    """Fulfils `services.permits.application.ports.Records` on one connection; `shaped` keeps the supervision processes."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self.shaped = ShapedRecords(connection, SHAPES)
