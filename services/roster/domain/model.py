"""Projects, firms, workers and their records, named after the national real-name data standard (snake case). Frozen; money in fen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Means = Literal["face", "fixed_point", "card"]
MEANS: tuple[Means, ...] = ("face", "fixed_point", "card")
EntryState = Literal["open", "admitted", "refused"]
PayUnit = Literal["day", "month", "quantity"]
PAY_UNITS: tuple[PayUnit, ...] = ("day", "month", "quantity")


@dataclass(frozen=True, kw_only=True)
class ProjectMaster:
    """A project; `project_code` is the id under which all processes know it.

    Attributes:
        site_closed: whether the site is or can be closed; None until the contractor has said so.
        equipment: what the contractor reported about channels and clocks.
    """

    project_code: str
    project_name: str
    jurisdiction: str
    build_corp_code: str
    contractor_corp_code: str
    permit_issued_on: date
    contract_signed_on: date | None = None
    project_sector: str | None = None
    site_closed: bool | None = None
    equipment: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LabourOfficer:
    """A project's labour and wage officer; `account` is the sign-in under which he keeps the records."""

    id: str
    project_code: str
    corp_code: str
    officer_name: str
    account: str
    appointed_on: date


@dataclass(frozen=True, kw_only=True)
class EmploymentFiling:
    """The written employment filing of a project with labour inspection; `due_on` is its last day."""

    project_code: str
    due_on: date
    reminded_at: datetime | None = None
    overdue: bool = False
    filed_on: date | None = None
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class SubContractor:
    """A firm that takes work on; `corp_code` is its credit code."""

    corp_code: str
    corp_name: str


@dataclass(frozen=True, kw_only=True)
class ProjectSubContractor:
    """A subcontract of a project, with the facts and the last decision on it."""

    id: str
    project_code: str
    awarding_corp_code: str
    corp_code: str
    state: Literal["submitted", "allowed", "refused"]
    facts: dict[str, Any]
    submitted_at: datetime
    decision: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WorkerMaster:
    """A person. Number and telephone are sealed in the store; `id_card_hash` finds a known number again."""

    id: str
    worker_name: str
    id_card_type: str
    id_card_hash: str
    id_card_number: str
    cell_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectWorker:
    """A person on a project, employed by a firm. The wage card is sealed in the store."""

    id: str
    project_code: str
    worker_id: str
    corp_code: str
    work_type: str = ""
    pay_roll_bank_card_number: str = ""
    registered_at: datetime | None = None
    admitted_at: datetime | None = None
    first_entry_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TeamMaster:
    """A team of one firm on a project."""

    team_sys_no: str
    project_code: str
    corp_code: str
    team_name: str


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    """A worker's place in a team."""

    team_sys_no: str
    worker_id: str
    joined_on: date


@dataclass(frozen=True, kw_only=True)
class WorkerContractRule:
    """A written labour contract with what it states; `unit_price_fen` is for one unit of pay."""

    id: str
    project_code: str
    worker_id: str
    corp_code: str
    signed_at: datetime
    work_hours: str
    work_content: str
    unit: PayUnit
    unit_price_fen: int
    pay_method: str
    standard_text: bool = False


@dataclass(frozen=True, kw_only=True)
class ContractFile:
    """The signed paper of a contract: its file name and SHA-256, so that a copy shown later can be compared."""

    contract_id: str
    file_name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class EntryRequest:
    """A worker's request to enter a site, with the decision on it."""

    id: str
    project_code: str
    worker_id: str
    entry_at: datetime
    attend_type: Means
    state: EntryState = "open"
    decision: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntryExitHistory:
    """An entry that happened; `allowed` is False for one that was recorded although it should not have happened."""

    id: str
    project_code: str
    worker_id: str
    at: datetime
    kind: Literal["entry", "exit"]
    attend_type: Means
    allowed: bool


@dataclass(frozen=True, kw_only=True)
class WorkerAttendance:
    """One clocking. `counts` is False for a means that the site's rules do not accept; then `reason` says why."""

    project_code: str
    worker_id: str
    at: datetime
    day: date
    direction: Literal["in", "out"]
    attend_type: Means
    counts: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportRun:
    """A file that was imported, with the counts of its lines; `sha256` tells the same file again."""

    id: str
    project_code: str
    kind: Literal["attendance", "register"]
    file_name: str
    sha256: str
    by: str
    at: datetime
    accepted: int
    repeated: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """A line of a file that was not taken as it is, and why; `line` counts as the file's reader sees it, the heading is 1."""

    run_id: str
    line: int
    outcome: Literal["refused", "not_counted"]
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MonthClose:
    """A month whose attendance was closed and told."""

    project_code: str
    month: str
    closed_at: datetime
    by: str
    workers: int


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A breach that was found; each kind once for what it is `about`: a worker, a subcontract, or empty for the project itself."""

    project_code: str
    kind: str
    about: str
    found_at: datetime
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a party was told."""

    id: str
    project_code: str
    kind: str
    addressee: str
    text_zh: str
    text_en: str
    clauses: tuple[str, ...]
    created_at: datetime
