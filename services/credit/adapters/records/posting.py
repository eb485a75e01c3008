"""Rows of postings."""

from __future__ import annotations

from services.credit.adapters.records.shape import Shape
from services.credit.adapters.tables import posting
from services.credit.domain.posting import Posting

SHAPES = (Shape(Posting, posting.posting),)
