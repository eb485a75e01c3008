"""What must be right before a wage account works: its name and agreement, the bank's part, the contract's terms (P03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_ENDING = "农民工工资专用账户"
SHAOXING, TOLI = "shaoxing", "toli-draft"


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing that is not right, with the clauses behind it."""

    code: str
    text: str
    text_en: str
    clauses: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the defect as a JSON object."""
        return {"code": self.code, "text": self.text, "text_en": self.text_en, "clauses": list(self.clauses)}


# Field that must be true, code, texts, clauses by jurisdiction; a jurisdiction without clauses does not ask for it.
_ASKED: tuple[tuple[str, str, str, str, dict[str, tuple[str, ...]]], ...] = (
    (
        "agency_agreement_signed",
        "no_agency_agreement",
        "没有与开户银行签订委托代发协议。",
        "There is no agreement that the bank pays the wages out.",
        {SHAOXING: ("SX-6-1b", "CN724-26"), TOLI: ("TL-2.3.1-1a", "CN724-26"), "national": ("CN724-26",)},
    ),
    (
        "wages_only_marked",
        "not_marked_wages_only",
        "银行没有把账户标为专款专用。",
        "The bank has not marked the account as one for wages only.",
        {SHAOXING: ("SX-4-1c", "SX-6-4a", "CN53-BANK"), TOLI: ("TL-2.3.1-1a", "CN53-BANK"), "national": ("CN53-BANK",)},
    ),
    (
        "cooperation_agreement_signed",
        "no_cooperation_agreement",
        "开户银行没有与建设主管部门和人社部门签订合作协议。",
        "The bank has no cooperation agreement with the construction authority and the human resources bureau.",
        {SHAOXING: ("SX-6-3", "SX-14-4c")},
    ),
    (
        "two_lines_agreed",
        "no_two_lines",
        "承包合同没有写明工程款与工资款分开拨付。",
        "The contract does not pay wages apart from other works money.",
        {SHAOXING: ("SX-4-1a", "CN724-24"), TOLI: ("TL-2.3.1-1b", "CN724-24"), "national": ("CN724-24",)},
    ),
    (
        "measuring_period_agreed",
        "no_measuring_period",
        "承包合同没有约定计量周期。",
        "The contract names no measuring period.",
        dict.fromkeys((SHAOXING, TOLI, "national"), ("CN53-CONTRACT", "CN724-24")),
    ),
)


def defects_of(jurisdiction: str, project_name: str, opening: Mapping[str, Any], terms: Mapping[str, Any]) -> tuple[Defect, ...]:
    """Return everything that is not right yet, all at once; nothing means that the account can be filed."""
    given = {**opening, **terms}
    found = [
        Defect(code=code, text=zh, text_en=en, clauses=clauses[jurisdiction])
        for name, code, zh, en, clauses in _ASKED
        if jurisdiction in clauses and given.get(name) is not True
    ]
    return (*_name(project_name, opening), *_cards(jurisdiction, opening), *found, *_amount(terms))


def _name(project_name: str, opening: Mapping[str, Any]) -> list[Defect]:
    name = str(opening.get("account_name") or "")
    if name.endswith(NAME_ENDING) and project_name in name:
        return []
    zh = f"账户名称须含项目名称并以“{NAME_ENDING}”结尾，现为“{name}”。"
    return [
        Defect(
            code="wrong_name", text=zh, text_en="The account is not named after contractor, project and purpose.", clauses=("CN53-NAME",)
        )
    ]


def _cards(jurisdiction: str, opening: Mapping[str, Any]) -> list[Defect]:
    """A worker's own account at another bank is as good: the bank's card is an offer (SX-6-2a, CN53-CARD)."""
    workers = int(opening.get("workers_registered") or 0)
    paid_to = int(opening.get("cards_issued") or 0) + int(opening.get("own_accounts_accepted") or 0)
    if workers <= paid_to:
        return []
    clauses = ("SX-6-2a", "CN53-CARD") if jurisdiction == SHAOXING else ("CN53-CARD", "CN724-31")
    zh = f"{workers} 名工人中还有 {workers - paid_to} 名没有可收工资的本人账户。"
    return [
        Defect(code="workers_without_card", text=zh, text_en=f"{workers - paid_to} workers have no account of their own.", clauses=clauses)
    ]


def _amount(terms: Mapping[str, Any]) -> list[Defect]:
    if terms.get("labour_cost_share_bp") or terms.get("agreed_labour_cost_fen"):
        return []
    return [
        Defect(
            code="no_labour_cost",
            text="承包合同没有约定人工费用的数额或比例。",
            text_en="The contract names neither an amount nor a share for labour cost.",
            clauses=("CN53-CONTRACT", "CN724-24"),
        )
    ]
