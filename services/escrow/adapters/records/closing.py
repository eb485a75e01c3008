"""Rows of applications to close accounts."""

from __future__ import annotations

from services.escrow.adapters.tables import closing
from services.escrow.domain.closing import Closing
from services.runtime.records import Shape

SHAPES = (Shape(Closing, closing.closing),)
