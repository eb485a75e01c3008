"""Rows of applications to close accounts."""

from __future__ import annotations

from services.escrow.adapters.records.shape import Shape
from services.escrow.adapters.tables import closing
from services.escrow.domain.closing import Closing

SHAPES = (Shape(Closing, closing.closing),)
