"""Operations of the roster service for workers (P02): request to enter, contract, registration, admission."""

from __future__ import annotations

from functools import partial

from marshmallow import validate

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Flag, Moment, Object, Objects, Text, Whole, Words


class RequestEntry(Contract):
    """Who asks to enter which site, for which employer. Number, telephone and card are stored sealed and never sent on."""

    request_id = Text(required=True, validate=validate.Length(min=1, max=100))
    project_id = Text(required=True)
    corp_code = Text(required=True)
    worker_name = Text(required=True)
    id_card_number = Text(required=True)
    id_card_type = Text()
    cell_phone = Text()
    pay_roll_bank_card_number = Text()
    work_type = Text()
    attend_type = Text(required=True, validate=validate.OneOf(("face", "fixed_point", "card")))
    entry_at = Moment(allow_none=True)


class EntryRequested(Contract):
    """The request; `repeated` when it had been made before."""

    request_id = Text(required=True)
    worker_id = Text(required=True)
    repeated = Flag(required=True)


class RequestRef(Contract):
    """Which request."""

    request_id = Text(required=True)


class RequestFacts(RequestRef):
    """Which request, and the process's data with what people filled in."""

    facts = Object(required=True)


class Papers(Contract):
    """Whether the worker's contract and registration are there, and the limits for making them up."""

    contract_signed = Flag(required=True)
    registered = Flag(required=True)
    contract_limit = Text(required=True)
    register_limit = Text(required=True)


class ContractRecorded(Contract):
    """Whether a contract is there now, and what it lacks."""

    contract_signed = Flag(required=True)
    lacks = Words(required=True)


class LateContractRecorded(ContractRecorded):
    """The same, and whether the worker has left without one."""

    left = Flag(required=True)


class Registered(Contract):
    """Whether the worker is registered now."""

    registered = Flag(required=True)


class EntryDecided(Contract):
    """The decision with reasons `{text, clauses}` and missing facts."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)


class Admitted(Contract):
    """Since when the worker may enter."""

    admitted_at = Moment(required=True)


class Refused(Contract):
    """The refusal with its reasons."""

    reasons = Objects(required=True)


class RecordedEntryRef(Contract):
    """Which project and worker."""

    project_id = Text(required=True)
    worker_id = Text(required=True)


class RecordedEntryFacts(RecordedEntryRef):
    """Which project and worker, and the process's data with what people filled in."""

    facts = Object(required=True)


class Flagged(Contract):
    """Whether the contract is still missing."""

    missing = Flag(required=True)


class RegisterPage(Contract):
    """Which part of a project's register, for which firms (credit codes; None: an authority, which sees all)."""

    project_id = Text(required=True)
    firms = Words(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of a list."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")

REQUEST_ENTRY = Operation(
    name="roster.request_entry",
    kind="action",
    parameters=RequestEntry,
    result=EntryRequested,
    title_zh="申请进场",
    title_en="Request entry to the site",
    clauses=("TL-2.1.1-2a", "CN724-28"),
)
CHECK_PAPERS = _command(
    name="roster.check_papers",
    parameters=RequestRef,
    result=Papers,
    title_zh="查合同和实名登记",
    title_en="Look for contract and registration",
    clauses=("TL-2.1.1-2a", "TL-2.1.2-2a", "CN724-28"),
)
RECORD_CONTRACT = _command(
    name="roster.record_contract",
    parameters=RequestFacts,
    result=ContractRecorded,
    title_zh="登记劳动合同",
    title_en="Record the labour contract",
    clauses=("TL-2.1.1-1b", "TL-2.1.1-2b"),
)
REGISTER_WORKER = _command(
    name="roster.register_worker",
    parameters=RequestFacts,
    result=Registered,
    title_zh="完成实名登记",
    title_en="Register the worker",
    clauses=("TL-2.1.2-1", "TL-2.1.2-2a", "SX-5-2b"),
)
DECIDE_ENTRY = _command(
    name="roster.decide_entry",
    parameters=RequestFacts,
    result=EntryDecided,
    title_zh="判断能否进场",
    title_en="Decide on the entry",
    clauses=("TL-2.1.1-2a", "TL-2.1.2-2a", "TL-2.1.2-3b", "TL-2.1.2-3c", "CN724-28"),
)
ADMIT_WORKER = _command(
    name="roster.admit_worker",
    parameters=RequestRef,
    result=Admitted,
    title_zh="登记进场",
    title_en="Admit the worker",
    clauses=("TL-2.1.2-2f", "SX-5-2b"),
)
REFUSE_ENTRY = _command(
    name="roster.refuse_entry",
    parameters=RequestRef,
    result=Refused,
    title_zh="告知不得进场",
    title_en="Tell that entry is refused",
    clauses=("TL-2.1.1-2a", "TL-2.1.2-2a"),
)
RECORD_LATE_CONTRACT = _command(
    name="roster.record_late_contract",
    parameters=RecordedEntryFacts,
    result=LateContractRecorded,
    title_zh="登记补签的合同",
    title_en="Record a contract made up for",
    clauses=("SX-5-1",),
)
FLAG_MISSING_CONTRACT = _command(
    name="roster.flag_missing_contract",
    parameters=RecordedEntryRef,
    result=Flagged,
    title_zh="记录逾期未签合同",
    title_en="Flag a contract that is still missing",
    clauses=("SX-5-1",),
)
LIST_REGISTER = Operation(
    name="roster.list_register",
    kind="query",
    parameters=RegisterPage,
    result=PageResult,
    title_zh="查看职工名册",
    title_en="List the register",
    clauses=("SX-5-2b", "TL-2.1.2-2f"),
)
