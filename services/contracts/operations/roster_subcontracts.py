"""Operations of the roster service for subcontracts (P02): submit, check, correct."""

from __future__ import annotations

from functools import partial

from marshmallow import validate

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Flag, Object, Objects, Text, Words


class SubmitSubcontract(Contract):
    """A subcontract as reported; firms by their credit codes, facts by the names of the decision `subcontract_allowed`."""

    request_id = Text(required=True, validate=validate.Length(min=1, max=100))
    project_id = Text(required=True)
    awarding_corp_code = Text(required=True)
    corp_code = Text(required=True)
    corp_name = Text(required=True)
    facts = Object(required=True)


class SubmittedSubcontract(Contract):
    """The subcontract; `repeated` when the request had been made before."""

    subcontract_id = Text(required=True)
    repeated = Flag(required=True)


class CheckSubcontract(Contract):
    """Which subcontract, and the process's data with what people filled in."""

    subcontract_id = Text(required=True)
    facts = Object(required=True)


class SubcontractChecked(Contract):
    """The decision with reasons `{text, clauses}` and missing facts, and the limit for the contractor's answer."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)
    answer_limit = Text(required=True)


class SubcontractRef(Contract):
    """Which subcontract."""

    subcontract_id = Text(required=True)


class SubcontractRefused(Contract):
    """The refusal with its reasons."""

    reasons = Objects(required=True)


class ListSubcontracts(Contract):
    """Which project, for which firms."""

    project_id = Text(required=True)
    firms = Words(allow_none=True)


class Items(Contract):
    """A list."""

    items = Objects(required=True)


_command = partial(Operation, kind="command")

SUBMIT_SUBCONTRACT = Operation(
    name="roster.submit_subcontract",
    kind="action",
    parameters=SubmitSubcontract,
    result=SubmittedSubcontract,
    title_zh="报送分包合同",
    title_en="Submit a subcontract",
    clauses=("TL-2.2.1-2a",),
)
CHECK_SUBCONTRACT = _command(
    name="roster.check_subcontract",
    parameters=CheckSubcontract,
    result=SubcontractChecked,
    title_zh="判断能否分包",
    title_en="Decide on the subcontract",
    clauses=("TL-2.2.1-2a", "TL-2.2.1-2b", "TL-2.2.1-3"),
)
REFUSE_SUBCONTRACT = _command(
    name="roster.refuse_subcontract",
    parameters=SubcontractRef,
    result=SubcontractRefused,
    title_zh="告知不得分包",
    title_en="Tell that the subcontract is refused",
    clauses=("TL-2.2.1-2b", "TL-2.2.1-3"),
)
LIST_SUBCONTRACTS = Operation(
    name="roster.list_subcontracts",
    kind="query",
    parameters=ListSubcontracts,
    result=Items,
    title_zh="列出分包合同",
    title_en="List subcontracts",
)
