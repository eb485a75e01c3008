"""Events of the roster service (P02). None of them carries an identity number, a telephone or a card number in clear."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Flag, Moment, Object, Objects, Text, Whole, Words


class EntryRequested(Contract):
    """Somebody asks to enter a site; the name is masked."""

    request_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    worker_id = Text(required=True)
    worker_name = Text(required=True)
    employer = Text(required=True)
    general_contractor = Text(required=True)


class EntryRecorded(Contract):
    """A worker without a contract was on site; `contract_due_at` is the end of the time for making the contract up."""

    entry_key = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    worker_id = Text(required=True)
    worker_name = Text(required=True)
    employer = Text(required=True)
    general_contractor = Text(required=True)
    first_entry_on = Day(required=True)
    contract_due_on = Day(required=True)
    contract_due_at = Moment(required=True)
    contract_limit = Text(required=True)


class WorkerAdmitted(Contract):
    """A worker may enter the site."""

    request_id = Text(required=True)
    project_id = Text(required=True)
    worker_id = Text(required=True)


class EntryRefused(Contract):
    """A worker may not enter the site, with reasons `{text, clauses}`."""

    request_id = Text(required=True)
    project_id = Text(required=True)
    worker_id = Text(required=True)
    reasons = Objects(required=True)


class SubcontractSubmitted(Contract):
    """A subcontract was reported; further members are its facts, by the names of the decision."""

    subcontract_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    awarding_corp_code = Text(required=True)
    corp_code = Text(required=True)
    corp_name = Text(required=True)
    general_contractor = Text(required=True)


class SubcontractRefused(Contract):
    """A subcontract may not be made, with reasons `{text, clauses}`."""

    subcontract_id = Text(required=True)
    project_id = Text(required=True)
    reasons = Objects(required=True)


class RegistrationReady(Contract):
    """A project has its officer, its equipment and, where the law asks for it, its employment filing."""

    project_id = Text(required=True)
    filing_required = Flag(required=True)


class AttendanceClosed(Contract):
    """A part of a month's attendance.

    Each of `lines` is `{worker_id, id_hash, name, days, quantity_fen?, unit, rate_fen, employer, account, signed}`: `days` that count,
    `rate_fen` for one `unit` (`day`, `month`, `quantity`), `account` the wage card as a protected
    number's text (its last four digits, a keyed mark and the sealed whole, with dots between; empty without a card), `signed` whether
    a labour contract is there.
    """

    project_id = Text(required=True)
    month = Text(required=True)
    part = Whole(required=True)
    parts = Whole(required=True)
    lines = Objects(required=True)


class ViolationFound(Contract):
    """A breach was found; `worker_id` is missing where it concerns the project."""

    project_id = Text(required=True)
    kind = Text(required=True)
    worker_id = Text(allow_none=True)
    found_at = Moment(required=True)
    clauses = Words(required=True)
    detail = Object()


ENTRY_REQUESTED = Event(
    name="roster.entry.requested",
    data=EntryRequested,
    key="request_id",
    title_zh="申请进场",
    title_en="Entry requested",
    clauses=("TL-2.1.1-2a",),
)
ENTRY_RECORDED = Event(
    name="roster.entry.recorded",
    data=EntryRecorded,
    key="entry_key",
    title_zh="未签合同已进场",
    title_en="Entry without a contract recorded",
    clauses=("SX-5-1",),
)
WORKER_ADMITTED = Event(
    name="roster.worker.admitted", data=WorkerAdmitted, key="request_id", title_zh="工人已准予进场", title_en="Worker admitted"
)
ENTRY_REFUSED = Event(name="roster.entry.refused", data=EntryRefused, key="request_id", title_zh="工人未准予进场", title_en="Entry refused")
SUBCONTRACT_SUBMITTED = Event(
    name="roster.subcontract.submitted",
    data=SubcontractSubmitted,
    key="subcontract_id",
    title_zh="分包合同已报送",
    title_en="Subcontract submitted",
)
SUBCONTRACT_REFUSED = Event(
    name="roster.subcontract.refused",
    data=SubcontractRefused,
    key="subcontract_id",
    title_zh="不得分包",
    title_en="Subcontract refused",
    clauses=("TL-2.2.1-2b", "TL-2.2.1-3"),
)
REGISTRATION_READY = Event(
    name="roster.registration.completed",
    data=RegistrationReady,
    key="project_id",
    title_zh="实名制准备完成",
    title_en="Real-name registration ready",
)
ATTENDANCE_CLOSED = Event(
    name="roster.attendance.closed",
    data=AttendanceClosed,
    key="project_id",
    title_zh="当月考勤已结算",
    title_en="A month's attendance closed",
    clauses=("SX-5-2b",),
)
VIOLATION_FOUND = Event(
    name="roster.violation.found",
    data=ViolationFound,
    key="project_id",
    title_zh="发现用工违规",
    title_en="A breach of the employment rules found",
)
