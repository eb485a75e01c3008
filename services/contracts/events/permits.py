"""Events of the permits service (P01)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Fen, Objects, Text


class ApplicationSubmitted(Contract):
    """An application for a construction permit was lodged; further members are its facts, by the names of the decisions."""

    application_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    construction_unit_code = Text(required=True)
    general_contractor_code = Text(required=True)


class PermitIssued(Contract):
    """A permit was issued; deposit, wage account and registration follow from it."""

    application_id = Text(required=True)
    permit_id = Text(required=True)
    project_id = Text(required=True)
    issued_on = Day(required=True)
    jurisdiction = Text(required=True)
    project_name = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    contract_price_fen = Fen(allow_none=True)
    construction_contract_signed_on = Day(allow_none=True)
    project_sector = Text(allow_none=True)
    investment_fen = Fen(allow_none=True)


class ApplicationRefused(Contract):
    """An application was refused, with reasons `{text, text_en, clauses}`."""

    application_id = Text(required=True)
    reasons = Objects(required=True)


class ApplicationOutOfScope(Contract):
    """An application was closed because the local rules do not bind the project."""

    application_id = Text(required=True)
    outcome = Text(required=True)


APPLICATION_SUBMITTED = Event(
    name="permits.application.submitted",
    data=ApplicationSubmitted,
    key="application_id",
    title_zh="施工许可申请已提交",
    title_en="Permit application submitted",
    clauses=("SX-10-2a",),
)
PERMIT_ISSUED = Event(
    name="permits.permit.issued",
    data=PermitIssued,
    key="application_id",
    title_zh="施工许可证已核发",
    title_en="Permit issued",
    clauses=("CN65-DUE",),
)
APPLICATION_REFUSED = Event(
    name="permits.application.refused",
    data=ApplicationRefused,
    key="application_id",
    title_zh="施工许可申请未予许可",
    title_en="Application refused",
    clauses=("SX-10-2b", "TL-2.2.1-1"),
)
APPLICATION_OUT_OF_SCOPE = Event(
    name="permits.application.out_of_scope",
    data=ApplicationOutOfScope,
    key="application_id",
    title_zh="施工许可申请不在适用范围",
    title_en="Application out of scope",
    clauses=("SX-2-1",),
)
