"""What is made public, where, how long, and who must have signed it first (P19).

A wage sheet hangs on site until the next month's (SX-7-1, TL-2.1.2-2d) and only once its parties have signed (SX-7-2b); a changed deposit
and the closing of an account are told to the public (SX-8-3c, CN724-27).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from services.kernel.law import Law

State = Literal["open", "posted", "taken_down", "refused"]
Place = Literal["board", "site"]

# kind: where it is made public, and the parameter that says for how long
KINDS: dict[str, tuple[Place, str]] = {
    "wage_sheet": ("board", "posting.wage_sheet_duration"),
    "deposit_rate": ("site", "posting.notice_duration"),
    "account_closing": ("board", "posting.notice_duration"),
    "deposit_return": ("board", "posting.notice_duration"),
    "complaint_channels": ("board", "posting.notice_duration"),
}
PARTIES = {
    "worker": ("农民工", "the workers"),
    "subcontractor": ("分包单位", "the subcontractors"),
    "general_contractor": ("总承包单位", "the general contractor"),
}
SIGNERS = ".payroll_signatures"


@dataclass(frozen=True, kw_only=True)
class Posting:
    """One thing that is made public.

    Attributes:
        kind: one of `KINDS`.
        about: what it is about, for a wage sheet the payroll's id; with `digest` it names one content.
        place: `board` on the site of the works, `site` to the public at large.
        missing: parties that have not signed, where the content needs signatures.
        due_on: day until which the proof is expected.
        spot, proof: where exactly, and the number of the photo or receipt.
        hold_until: last day on which it must stay up.
    """

    posting_id: str
    kind: str
    about: str
    digest: str
    project_id: str
    jurisdiction: str
    title: str
    state: State
    place: Place
    signatures: dict[str, Any]
    missing: tuple[str, ...]
    opened_at: datetime
    due_on: date
    late: bool = False
    posted_on: date | None = None
    spot: str = ""
    proof: str = ""
    hold_until: date | None = None
    taken_down_on: date | None = None


def signatures_missing(law: Law, on: date, kind: str, signatures: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parties whose signature a wage sheet lacks, and the clauses that ask for it.

    The parties are a parameter of the jurisdiction (SX-7-2b); elsewhere the workers sign (TL-2.1.2-2e, CN724-31).
    """
    if kind != "wage_sheet":
        return (), ()
    names = [name for name in law.versions if name.endswith(SIGNERS)]
    signers: list[str] = sorted({str(party) for name in names for party in law.parameter(name, on).value} or {"worker"})
    clauses = ("SX-7-2b",) if names else ("CN724-31",)
    return tuple(party for party in signers if signatures.get(party) is not True), clauses
