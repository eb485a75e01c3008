"""Persons, their places on a project and their contracts: what a request to enter and a register file both write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.roster.application.lookup import parameter_of
from services.roster.domain.contract_terms import MOST_FEN, lacking
from services.roster.domain.identity import (
    RESIDENT,
    checked_bank_card,
    checked_credit_code,
    checked_id_number,
    checked_name,
    checked_phone,
)
from services.roster.domain.model import (
    PAY_UNITS,
    ContractFile,
    ProjectMaster,
    ProjectSubContractor,
    ProjectWorker,
    TeamMaster,
    TeamMember,
    WorkerContractRule,
    WorkerMaster,
)

if TYPE_CHECKING:
    from datetime import datetime

    from services.roster.application.ports import Work


def keep_person(work: Work, *, name: str, id_number: str, card_type: str = RESIDENT, phone: str = "") -> WorkerMaster:
    """Return the person with this identity number, added when new; a new telephone replaces the old one.

    Raises:
        HuxinError: `bad_name`, `bad_id_number`, `bad_phone`; `other_name` when the number is known under another name.
    """
    checked, number, mobile = checked_name(name), checked_id_number(id_number, card_type), checked_phone(phone)
    hashed = work.secrets.look_up(number)
    person = WorkerMaster(
        id=uuid7(), worker_name=checked, id_card_type=card_type, id_card_hash=hashed, id_card_number=number, cell_phone=mobile
    )
    known = work.records.one(WorkerMaster, lock=True, id_card_hash=hashed)
    if known is None and work.records.add_new(person):
        return person
    known = known or work.records.one(WorkerMaster, lock=True, id_card_hash=hashed) or person  # somebody else was quicker
    if known.worker_name != checked:
        raise HuxinError(
            "other_name",
            "The identity number is known under another name",
            "name and identity number do not belong together",
            status=409,
            fix="Compare both with the card.",
            extra={"detail_zh": "该证件号码已登记在另一姓名之下"},
        )
    if mobile and mobile != known.cell_phone:
        known = replace(known, cell_phone=mobile)
        work.records.put(known)
    return known


def keep_place(  # noqa: PLR0913 - the members of a worker's place
    work: Work, project: ProjectMaster, person: WorkerMaster, *, corp_code: str, work_type: str = "", bank_card: str = ""
) -> ProjectWorker:
    """Return the person's place on the project, added when new.

    Raises:
        HuxinError: `bad_firm`, `bad_bank_card`, `unknown_employer`; `other_employer` when somebody else employs the person there.
    """
    code, card = checked_credit_code(corp_code), checked_bank_card(bank_card)
    _must_take_part(work, project, code)
    place = ProjectWorker(
        id=uuid7(),
        project_code=project.project_code,
        worker_id=person.id,
        corp_code=code,
        work_type=work_type.strip()[:60],
        pay_roll_bank_card_number=card,
    )
    where: dict[str, Any] = {"project_code": project.project_code, "worker_id": person.id}
    known = work.records.one(ProjectWorker, lock=True, **where)
    if known is None and work.records.add_new(place):
        return place
    known = known or work.records.one(ProjectWorker, lock=True, **where) or place  # somebody else was quicker
    if known.corp_code != code:
        raise HuxinError(
            "other_employer",
            "Another firm employs this worker on the project",
            "the worker's employer on this project is another firm",
            status=409,
            extra={"detail_zh": "该工人在本项目已由另一单位登记"},
        )
    changed = replace(
        known, work_type=work_type.strip()[:60] or known.work_type, pay_roll_bank_card_number=card or known.pay_roll_bank_card_number
    )
    if changed != known:
        work.records.put(changed)
    return changed


def keep_contract(work: Work, place: ProjectWorker, facts: dict[str, Any], signed_at: datetime) -> list[str]:
    """Keep a signed contract and return what it lacks; one that lacks something is not kept (TL-2.1.1-2b).

    A contract that is there already stays as it is.

    Raises:
        HuxinError: code `bad_contract` for an unknown unit of pay.
    """
    if contract_of(work, place) is not None:
        return []
    project = work.records.one(ProjectMaster, project_code=place.project_code)
    jurisdiction = project.jurisdiction if project else ""
    required = parameter_of(work, jurisdiction, work.now.date(), "labour_contract.required_terms")
    lacks = lacking(facts, tuple(str(term) for term in required.value))
    if lacks:
        return lacks
    unit = facts["contract_pay_unit"]
    if unit not in PAY_UNITS:
        raise HuxinError("bad_contract", "The contract cannot be kept", f"the unit of pay is none of {', '.join(PAY_UNITS)}", status=422)
    if facts["contract_pay_rate_fen"] > MOST_FEN:
        raise HuxinError(
            "bad_contract",
            "The contract cannot be kept",
            f"the pay for one unit is more than {MOST_FEN} fen",
            status=422,
            extra={"detail_zh": "单价过大"},
        )
    contract = WorkerContractRule(
        id=uuid7(),
        project_code=place.project_code,
        worker_id=place.worker_id,
        corp_code=place.corp_code,
        signed_at=signed_at,
        work_hours=facts["contract_work_hours"].strip()[:200],
        work_content=facts["contract_work_content"].strip()[:200],
        unit=unit,
        unit_price_fen=facts["contract_pay_rate_fen"],
        pay_method=facts["contract_pay_method"].strip()[:200],
        standard_text=facts.get("contract_standard_text") is True,
    )
    work.records.add(contract)
    name, digest = str(facts.get("contract_file_name") or ""), str(facts.get("contract_file_sha256") or "").lower()
    if name and digest:
        work.records.add(ContractFile(contract_id=contract.id, file_name=name[:200], sha256=digest[:64]))
    return []


def contract_of(work: Work, place: ProjectWorker) -> WorkerContractRule | None:
    """Return the contract of a worker's place."""
    return work.records.one(WorkerContractRule, project_code=place.project_code, worker_id=place.worker_id)


def join_team(work: Work, place: ProjectWorker, team_name: str) -> None:
    """Put a worker into the team of his employer that has this name; it is made when new."""
    name = team_name.strip()[:60]
    if not name:
        return
    where: dict[str, Any] = {"project_code": place.project_code, "corp_code": place.corp_code, "team_name": name}
    team = work.records.one(TeamMaster, **where)
    if team is None:
        team = TeamMaster(team_sys_no=uuid7(), project_code=place.project_code, corp_code=place.corp_code, team_name=name)
        work.records.add(team)
    work.records.add_new(TeamMember(team_sys_no=team.team_sys_no, worker_id=place.worker_id, joined_on=work.now.date()))


def _must_take_part(work: Work, project: ProjectMaster, code: str) -> None:
    """Let only the general contractor and firms with a subcontract that is not refused employ workers on a project (TL-2.2.1-2b)."""
    if code == project.contractor_corp_code:
        return
    states = {one.state for one in work.records.many(ProjectSubContractor, project_code=project.project_code, corp_code=code)}
    if not states - {"refused"}:
        raise HuxinError(
            "unknown_employer",
            "The employer has no part in the project",
            f"{code} is neither the general contractor nor a subcontractor of project {project.project_code}",
            status=422,
            fix="Report the subcontract first.",
            extra={"detail_zh": "用人单位不是本项目的总包或者已报送的分包单位"},
        )
