"""A project as its permit announced it, and notices about it. Every module of the money starts from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project whose workers' wages are looked after. Firms by credit code, money in fen; None is not known."""

    project_id: str
    name: str
    jurisdiction: str
    construction_unit: str
    general_contractor: str
    permit_issued_on: date
    contract_price_fen: int | None = None
    contract_signed_on: date | None = None
    project_sector: str | None = None
    investment_fen: int | None = None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a firm (credit code) or a department was told; told once for each thing (`about`), kind and addressee."""

    id: str
    project_id: str
    about: str
    kind: str
    addressee: str
    text_zh: str
    text_en: str
    clauses: tuple[str, ...]
    created_at: datetime
