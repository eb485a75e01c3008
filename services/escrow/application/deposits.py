"""A project's wage deposit from its permit to its storing: last day, rate, cash or letter, and what is missing (P05)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.lookup import day_of, end_of, parameter
from services.escrow.application.projects import project_from, project_of, tell
from services.escrow.domain.deposits import ASSESSING, DUE, EXEMPT, LETTER, SIGNS, STORED, Deposit, Deposited, DepositMove
from services.kernel.calendar import add_months
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.kernel.period import Period

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.deposits import MoveKind
    from services.escrow.domain.project import Project

NONE_SET = dict.fromkeys(("local_raise_arrears_percent", "local_raise_listed_percent", "multi_project_rate_bp"))
MAX_PAGE = 200


def register_deposit(work: Work, *, project: dict[str, Any]) -> dict[str, Any]:
    """Open the deposit of a permitted project, count its last day, and tell contractor and sector bureau (CN65-DUE, TL-2.3.2-2)."""
    work.records.add_new(project_from(project))
    known = project_of(work, str(project["project_id"]))
    duration = str(parameter(work, known, "deposit.due_duration"))
    due = work.law.due(known.jurisdiction, known.permit_issued_on, duration, "working").last_day
    work.records.add_new(
        Deposit(project_id=known.project_id, jurisdiction=known.jurisdiction, holder=known.general_contractor, state=ASSESSING, due_on=due)
    )
    _tell_duty(work, known, due.isoformat())
    return {
        "project_id": known.project_id,
        "due_on": due.isoformat(),
        "due_at": end_of(due),
        "assess_limit": str(parameter(work, known, "deposit.assess_duration")),
        "collector": collector(work, known),
    }


def collector(work: Work, project: Project) -> str:
    """Return the department that sees to it that the deposit comes in: in Tuoli the sector's own bureau (TL-2.6.2-2f, C18)."""
    routing = work.law.law(project.jurisdiction).routing
    if project.jurisdiction == "toli-draft" and project.project_sector:
        return routing.for_sector(project.project_sector)
    return routing.for_function("deposit_register")


def set_deposit_rate(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on rate and amount from what the authority knows of the firm (SX-8-3a, SX-8-3b, TL-2.3.2-1)."""
    project, deposit = project_of(work, project_id), deposit_of(work, project_id, lock=True)
    answer = decided_rate(work, project, facts)
    # Once the last day has come none is left, and the task is due within the day.
    left = max(1, work.law.calendar(deposit.jurisdiction).working_days(work.now.date(), deposit.due_on))
    limits = {"store_limit": f"P{left}D", "due_at": end_of(deposit.due_on)}
    if answer["outcome"] == "undetermined":
        return {**answer, **limits}
    deposit.must_be(ASSESSING, DUE, EXEMPT)
    exempt = answer["rate_bp"] == 0
    deposit = replace(
        deposit,
        state=EXEMPT if exempt else DUE,
        rate_bp=answer["rate_bp"],
        due_fen=answer["deposit_fen"],
        facts=answer["facts"],
        reasons=tuple(answer["reasons"]),
    )
    work.records.put(deposit)
    tell(
        work,
        project,
        about=f"deposit rate {answer['rate_bp']} {answer['deposit_fen']}",
        kind="deposit_rate",
        addressees=(deposit.holder,),
        zh="经核定，本项目免存工资保证金。" if exempt else f"经核定，本项目应存工资保证金 {answer['deposit_fen']} 分。",
        en="The project is exempt from the deposit." if exempt else f"The deposit of the project is {answer['deposit_fen']} fen.",
        clauses=cited(answer),
    )
    return {**answer, **limits}


def decided_rate(work: Work, project: Project, entered: dict[str, Any]) -> dict[str, Any]:
    """Return `{outcome, rate_bp, deposit_fen, reasons, missing, facts}`; outcome `exempt`, `due` or `undetermined`."""
    names = work.law.known_facts("deposit_rate")
    facts = {**NONE_SET, **{name: value for name, value in entered.items() if name in names and value not in (None, "")}}
    if entered.get("arrears_history") == "never":
        facts["last_arrears_on"] = None
    if project.contract_price_fen is not None:
        facts["contract_price_fen"] = project.contract_price_fen
    if project.contract_signed_on is not None:
        facts["construction_contract_signed_on"] = project.contract_signed_on.isoformat()
    decision = work.law.decide("deposit_rate", project.jurisdiction, work.now.date(), facts)
    rate, amount = decision["outcome"], decision["also"].get("deposit_fen")
    told = {"reasons": decision["reasons"], "facts": facts}
    if not isinstance(rate, int):
        return {"outcome": "undetermined", "rate_bp": None, "deposit_fen": None, "missing": list(decision["missing"]), **told}
    if amount is None:
        return {"outcome": "undetermined", "rate_bp": rate, "deposit_fen": None, "missing": ["contract_price_fen"], **told}
    return {"outcome": "due" if rate else "exempt", "rate_bp": rate, "deposit_fen": amount, "missing": [], **told}


def book_deposit(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Book what the bank confirmed as stored, or name why it does not count (TL-2.3.2-2, CN65-BANK, CN65-LETTER).

    Returns:
        `{stored, shortfall_fen, problem, problem_en, late}`; `stored` once nothing is missing. The same receipt again changes nothing.
    """
    project, deposit = project_of(work, project_id), deposit_of(work, project_id, lock=True)
    deposit.must_be(DUE, STORED)
    try:
        given = deposited(facts)
    except HuxinError as error:
        return _not_counted(deposit, error.detail, error.detail)
    if facts.get("deposit_confirmed") is not True:
        return _not_counted(deposit, "银行未确认到账或保函真实", "the bank confirmed neither receipt nor letter")
    if given.form != LETTER and project.jurisdiction == "toli-draft" and facts.get("designated_account") is not True:
        return _not_counted(deposit, "未存入人社部门设定的账户", "not in the account that the HR bureau designated")
    if given.form == LETTER and (problem := _letter_problem(work, project, given)):
        return _not_counted(deposit, *problem)
    first = deposit.state == DUE and deposit.held_fen == 0
    deposit = move(work, deposit, "stored" if first else "topped_up", given.amount_fen, given.receipt)
    if given.form == LETTER:
        deposit = replace(deposit, letter_number=given.receipt, letter_valid_until=given.letter_valid_until, reminded_for=None)
    deposit = replace(deposit, form=given.form)
    if deposit.shortfall_fen:
        work.records.put(deposit)
        return _not_counted(deposit, f"还差 {deposit.shortfall_fen} 分", f"{deposit.shortfall_fen} fen are still missing")
    late = deposit.missing
    if deposit.state != STORED or late:
        work.emit(
            "escrow.deposit.stored",
            subject=project_id,
            jurisdiction=deposit.jurisdiction,
            data={"project_id": project_id, "amount_fen": deposit.held_fen, "form": deposit.form, "late": late},
        )
    work.records.put(replace(deposit, state=STORED, missing=False))
    return {"stored": True, "shortfall_fen": 0, "problem": "", "problem_en": "", "late": late}


def deposited(facts: dict[str, Any]) -> Deposited:
    """Read what a contractor stored from its form.

    Raises:
        HuxinError: `bad_deposit` or `bad_day`, naming the entry.
    """
    until, amount = facts.get("letter_valid_until"), facts.get("deposit_amount_fen")
    return Deposited(
        form=str(facts.get("deposit_form") or ""),
        amount_fen=amount if isinstance(amount, int) and not isinstance(amount, bool) else 0,
        receipt=str(facts.get("deposit_receipt") or ""),
        letter_valid_until=day_of(until, "letter_valid_until") if until else None,
    )


def flag_missing_deposit(work: Work, *, project_id: str) -> dict[str, Any]:
    """Note a last day that passed without the whole amount and tell everybody whose matter it is (CN65-DUE, CN724-55, TL-2.6.2-2f)."""
    project, deposit = project_of(work, project_id), deposit_of(work, project_id, lock=True)
    open_still = deposit.state in (ASSESSING, DUE) or deposit.shortfall_fen > 0
    if not open_still or deposit.state == EXEMPT:
        return {"missing": False, "amount_fen": 0}
    work.records.put(replace(deposit, missing=True))
    announce_missing(work, project, deposit)
    return {"missing": True, "amount_fen": deposit.shortfall_fen}


def announce_missing(work: Work, project: Project, deposit: Deposit) -> None:
    """Tell contractor, register and sector bureau, and announce the event, once for each missing amount and last day."""
    told = tell(
        work,
        project,
        about=f"deposit {deposit.due_on} {deposit.shortfall_fen}",
        kind="deposit_missing",
        addressees=tuple(dict.fromkeys((deposit.holder, "hr_bureau", collector(work, project)))),
        zh=f"工资保证金仍差 {deposit.shortfall_fen} 分，请立即补存。",
        en=f"The wage deposit lacks {deposit.shortfall_fen} fen; store it at once.",
        clauses=("CN65-DUE", "CN724-55", *(("TL-2.6.2-2f", "TL-2.3.2-2") if project.jurisdiction == "toli-draft" else ())),
    )
    if told:
        work.emit(
            "escrow.deposit.missing",
            subject=project.project_id,
            jurisdiction=project.jurisdiction,
            data={"project_id": project.project_id, "amount_fen": deposit.shortfall_fen},
        )


def move(work: Work, deposit: Deposit, kind: MoveKind, amount_fen: int, receipt: str) -> Deposit:
    """Book a change of the deposit under its receipt and return the deposit; a receipt that is known changes nothing."""
    changed = deposit.moved(kind, amount_fen)
    booked = DepositMove(
        id=uuid7(),
        project_id=deposit.project_id,
        key=f"{'in' if SIGNS[kind] > 0 else 'out'} {receipt}",  # one receipt counts once, whatever it was stored for
        kind=kind,
        amount_fen=amount_fen,
        receipt=receipt,
        booked_on=work.now.date(),
        booked_at=work.now,
    )
    return changed if work.records.add_new(booked) else deposit


def deposit_of(work: Work, project_id: str, *, lock: bool = False) -> Deposit:
    """Return the deposit of a project; `lock` makes changes take turns.

    Raises:
        HuxinError: code `unknown_deposit`, retryable: its permit may still be on the way.
    """
    deposit = work.records.one(Deposit, lock=lock, project_id=project_id)
    if deposit is None:
        raise HuxinError("unknown_deposit", "There is no wage deposit", f"project {project_id} has none", status=404, retryable=True)
    return deposit


def cited(answer: dict[str, Any]) -> tuple[str, ...]:
    """Return the clauses of a decision's reasons, each once."""
    return tuple(dict.fromkeys(clause for reason in answer["reasons"] for clause in reason["clauses"]))


def show_deposit(work: Work, *, project_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return a deposit with its changes; to a firm only its own."""
    deposit = deposit_of(work, project_id)
    if firms is not None and deposit.holder not in firms:
        raise HuxinError("unknown_deposit", "There is no wage deposit", f"project {project_id} has none", status=404)
    moves = work.records.many(DepositMove, project_id=project_id)
    return {
        **shown(deposit),
        "reasons": list(deposit.reasons),
        "moves": [
            {"kind": each.kind, "amount_fen": each.amount_fen, "receipt": each.receipt, "booked_on": each.booked_on.isoformat()}
            for each in moves
        ],
    }


def list_deposits(
    work: Work, *, firms: list[str] | None = None, jurisdiction: str | None = None, after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return a page of deposits in the order of their projects; `firms` None means all."""
    where: dict[str, Any] = {"jurisdiction": jurisdiction} if jurisdiction else {}
    if firms is not None:
        where["holder"] = firms
    size = min(limit, MAX_PAGE)
    page = work.records.many(Deposit, after=after, limit=size, **where)
    return {"items": [shown(each) for each in page], "next_cursor": page[-1].project_id if len(page) == size else None}


def shown(deposit: Deposit) -> dict[str, Any]:
    """Return a deposit as JSON members."""
    until = deposit.letter_valid_until
    return {
        "project_id": deposit.project_id,
        "jurisdiction": deposit.jurisdiction,
        "holder": deposit.holder,
        "state": deposit.state,
        "due_on": deposit.due_on.isoformat(),
        "rate_bp": deposit.rate_bp,
        "due_fen": deposit.due_fen,
        "held_fen": deposit.held_fen,
        "shortfall_fen": deposit.shortfall_fen,
        "form": deposit.form,
        "letter_valid_until": until.isoformat() if until else None,
        "missing": deposit.missing,
    }


def _not_counted(deposit: Deposit, zh: str, en: str) -> dict[str, Any]:
    return {"stored": False, "shortfall_fen": deposit.shortfall_fen, "problem": zh, "problem_en": en, "late": deposit.missing}


def _letter_problem(work: Work, project: Project, given: Deposited) -> tuple[str, str] | None:
    """Return why a guarantee letter does not count: it must run for the shortest term at least (CN65-LETTER)."""
    months = Period.parse(str(parameter(work, project, "deposit.guarantee_min_term"))).months
    least = add_months(work.now.date(), months)
    if given.letter_valid_until is not None and given.letter_valid_until < least:
        return f"保函有效期不得早于 {least.isoformat()}", f"the letter must be valid until {least.isoformat()} at least"
    return None


def _tell_duty(work: Work, project: Project, due_on: str) -> None:
    local = {"toli-draft": ("TL-2.3.2-2", "TL-2.6.2-2f"), "shaoxing": ("SX-8-1",)}.get(project.jurisdiction, ())
    tell(
        work,
        project,
        about="deposit",
        kind="deposit_duty",
        addressees=tuple(dict.fromkeys((project.general_contractor, collector(work, project)))),
        zh=f"施工总承包单位应于 {due_on} 前存储工资保证金或者提交银行保函。",
        en=f"The general contractor stores the wage deposit, or gives a bank's letter, by {due_on}.",
        clauses=("CN65-DUE", *local),
    )


HANDLERS: dict[str, Handler] = {
    "register_deposit": register_deposit,
    "set_deposit_rate": set_deposit_rate,
    "book_deposit": book_deposit,
    "flag_missing_deposit": flag_missing_deposit,
    "show_deposit": show_deposit,
    "list_deposits": list_deposits,
}
