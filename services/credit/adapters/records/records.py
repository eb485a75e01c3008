"""The records of the credit service, within one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.credit.adapters.tables import posting
from services.credit.domain.posting import Posting
from services.runtime.records import Shape, ShapedRecords

if TYPE_CHECKING:
    import sqlalchemy as sa

SHAPES = {Posting: Shape(Posting, posting.posting)}


class SqlRecords(ShapedRecords):
    """Fulfils `services.credit.application.ports.Records` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection, SHAPES)
