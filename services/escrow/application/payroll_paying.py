"""From the signed and sealed sheet to the workers' cards: approval, order to the bank, results, ledger (SX-7-3, SX-6-2b, SX-3-2a)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from services.escrow.application.payments import place_order
from services.escrow.application.payroll import lines_of, must_be_changeable, payroll_of, sheet_digest
from services.escrow.application.projects import project_of
from services.escrow.domain.payment import FINAL, PaymentLine, PaymentOrder
from services.escrow.domain.payroll import PAYABLE, Payroll, PayrollLine, shared_accounts
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project
    from services.kernel.protected import Protected

AMOUNTS = ("line_amount_fen", "signed_amount_fen")
SHOWN = 20  # refused lines that a task shows; all of them lie on their lines


def approve_payroll(work: Work, *, payroll_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Take the general contractor's signature and seal, and set payday: on a rest day the working day before it (CN724-14, SX-7-2b).

    Returns:
        `approved`; `pay_at` and `overdue_at` as moments. Nobody approves while a subcontractor's signature is owed.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    signed = facts.get("general_contractor_signs") is True and facts.get("form_sealed") is True
    if payroll.state == "approved" and payroll.pay_on is not None:
        return _approval(work, payroll.pay_on, approved=True)
    must_be_changeable(payroll)
    pay_on = _payday(work, payroll, facts.get("agreed_payday"))
    if not signed or any(not entry["signed"] for entry in payroll.firms.values()):
        return _approval(work, pay_on, approved=False)
    signer = str(facts.get("general_contractor_signer") or "")
    work.records.put(replace(payroll, state="approved", sealed=True, sealed_by=signer, pay_on=pay_on, approved_at=work.now))
    return _approval(work, pay_on, approved=True)


def _approval(work: Work, pay_on: date, *, approved: bool) -> dict[str, Any]:
    zone = work.now.tzinfo
    return {
        "approved": approved,
        "pay_on": pay_on.isoformat(),
        "pay_at": datetime.combine(pay_on, time(9), zone).isoformat(),
        "overdue_at": datetime.combine(pay_on, time(23, 59, 59), zone).isoformat(),
    }


def _payday(work: Work, payroll: Payroll, agreed: object) -> date:
    """Return the payday: the agreed one, never later than one wage period after the month (CN724-31), moved before rest days."""
    law, month_end = work.law.law(payroll.jurisdiction), payroll.form_due_on
    today = work.now.date()
    usual = work.law.due(payroll.jurisdiction, month_end, str(law.parameter("payroll.payday_duration", today).value), "calendar").nominal
    latest = work.law.due(payroll.jurisdiction, month_end, str(law.parameter("payroll.period", today).value), "calendar").nominal
    wanted = date.fromisoformat(agreed) if isinstance(agreed, str) and agreed else usual
    return work.law.calendar(payroll.jurisdiction).payday(min(wanted, latest)).day


def prepare_posting(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Return what is to be posted of the sheet and who has signed it (SX-7-1, SX-7-2b, TL-2.1.2-2d)."""
    payroll = payroll_of(work, payroll_id)
    lines, project = lines_of(work, payroll_id), project_of(work, payroll.project_id)
    return {
        "kind": "wage_sheet",
        "about": payroll_id,
        "project_id": payroll.project_id,
        "project_name": project.name,
        "general_contractor": project.general_contractor,
        "jurisdiction": payroll.jurisdiction,
        "title": f"{project.name} {payroll.month} 工资发放表",
        "digest": sheet_digest(lines),
        "workers": len(lines),
        "total_fen": sum(line.due_fen for line in lines),
        "signatures": {
            "worker": any(line.state == "signed" for line in lines),
            "subcontractor": all(entry["signed"] for entry in payroll.firms.values()),
            "general_contractor": payroll.sealed,
        },
    }


def order_wages(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Tell the bank to pay every line that the law lets pass; a refused line keeps its reasons (SX-3-2b, SX-6-2b, SX-7-3, TL-2.3.1-2b).

    An order that the bank still works on is not placed twice.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    if payroll.state == "ordered":
        return _ordered(work, payroll, [])
    if payroll.state not in {"approved", "settled"}:
        raise HuxinError("not_approved", "The payroll is not signed and sealed", f"payroll {payroll_id} is {payroll.state}", status=409)
    project, lines = project_of(work, payroll.project_id), lines_of(work, payroll_id)
    shared = shared_accounts({line.worker_id: line.account for line in lines})
    paid: list[PayrollLine] = []
    refused: list[PayrollLine] = []
    outcomes: dict[tuple[object, ...], dict[str, Any]] = {}
    for line in lines:
        if (line.state not in PAYABLE and line.state != "part_paid") or line.due_fen <= line.paid_fen:
            continue
        decision = _decision(work, payroll, line_facts(payroll, project, line, shared), outcomes)
        if decision["outcome"] == "pay":
            paid.append(replace(line, state="ordered", reasons=()))
        else:
            refused.append(replace(line, state="refused", reasons=tuple(_reason(line, reason) for reason in decision["reasons"])))
    work.records.put_all([*paid, *refused])
    if not paid:
        work.records.put(replace(payroll, state="settled", order_id=""))
        return {
            "order_id": "",
            "lines": 0,
            "total_fen": 0,
            "refused": len(refused),
            "refusals": [line.reasons[0] for line in refused][:SHOWN],
        }
    payees = [(line.worker_id, line.name, line.account, line.due_fen - line.paid_fen) for line in paid]
    pay_on = max(payroll.pay_on or work.now.date(), work.now.date())
    order = place_order(work, project, purpose="wages", about=payroll_id, pay_on=pay_on, payees=payees)
    payroll = replace(payroll, state="ordered", order_id=order.order_id)
    work.records.put(payroll)
    return _ordered(work, payroll, refused)


def _decision(work: Work, payroll: Payroll, facts: dict[str, Any], known: dict[tuple[object, ...], dict[str, Any]]) -> dict[str, Any]:
    """Return whether a line may be paid; lines that differ in nothing but an amount, signed as due, share one decision.

    The rule asks of amounts only whether they are the same, which a property test holds it to.
    """
    rest = {name: value for name, value in facts.items() if name not in AMOUNTS}
    key = (*rest.items(), facts["line_amount_fen"] == facts.get("signed_amount_fen"), "signed_amount_fen" in facts)
    if key not in known:
        known[key] = work.law.decide("pay_line_allowed", payroll.jurisdiction, work.now.date(), facts)
    return known[key]


def _ordered(work: Work, payroll: Payroll, refused: list[PayrollLine]) -> dict[str, Any]:
    order = work.records.one(PaymentOrder, order_id=payroll.order_id)
    shown = [line.reasons[0] for line in refused][:SHOWN]
    lines, total = (order.lines, order.total_fen) if order else (0, 0)
    return {"order_id": payroll.order_id, "lines": lines, "total_fen": total, "refused": len(refused), "refusals": shown}


def line_facts(payroll: Payroll, project: Project, line: PayrollLine, shared: set[Protected]) -> dict[str, Any]:
    """Return the facts by which a line may be paid; a card that several workers name is nobody's own."""
    hired_by_sub = line.employer != project.general_contractor and bool(line.employer)
    holder = line.account_holder or line.name
    return {
        "employer_kind": "construction",
        # another person's account, whoever that is, pays somebody who may not take wages for others (SX-3-2b)
        "payee_kind": line.payee_kind if holder == line.name else "foreman",
        "purpose": "wages",
        "channel": "bank_transfer",
        "pays_from": "wage_account",
        "account_holder_is_worker": bool(line.account) and holder == line.name and line.account not in shared,
        "card_at_account_bank": None,  # a card of another bank in the worker's own name is good (CN53-CARD)
        "hired_by": "subcontractor" if hired_by_sub else "general_contractor",
        "worker_signed": line.signed_fen is not None,
        "subcontractor_signed": bool(payroll.firms.get(line.employer, {}).get("signed")) if hired_by_sub else None,
        "general_contractor_signed": payroll.sealed,
        "form_sealed": payroll.sealed,
        "line_amount_fen": line.due_fen,
        **({"signed_amount_fen": line.signed_fen} if line.signed_fen is not None else {}),
    }


def _reason(line: PayrollLine, reason: dict[str, Any]) -> dict[str, Any]:
    return {
        "worker_id": line.worker_id,
        "code": reason["code"],
        "text": reason["text"],
        "text_en": reason["text_en"],
        "clauses": reason["clauses"],
    }


def settle_wages(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Carry the bank's results onto the sheet and sum up what has arrived; booking them again changes nothing.

    Returns:
        `to_correct`: lines whose account or payee must be put right before they can be paid.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    lines = lines_of(work, payroll_id)
    if payroll.state == "ordered":
        results = {line.payee: line for line in work.records.many(PaymentLine, order_id=payroll.order_id)}
        changed = [
            _after(line, results[line.worker_id])
            for line in lines
            if line.state == "ordered" and line.worker_id in results and results[line.worker_id].state in FINAL
        ]
        work.records.put_all(changed)
        work.records.put(replace(payroll, state="settled"))
        done = {line.worker_id: line for line in changed}
        lines = [done.get(line.worker_id, line) for line in lines]
    return _summary(lines)


def _after(line: PayrollLine, result: PaymentLine) -> PayrollLine:
    paid = line.paid_fen + result.paid_fen
    if result.state == "rejected":
        text = f"银行退回：{result.reason}"
        reason = {"worker_id": line.worker_id, "code": "bank_rejected", "text": text, "text_en": f"The bank returned it: {result.reason}"}
        return replace(line, state="rejected", reasons=({**reason, "clauses": ["SX-6-2b"]},))
    return replace(line, state="paid" if paid >= line.due_fen else "part_paid", paid_fen=paid)


def _summary(lines: list[PayrollLine]) -> dict[str, Any]:
    unpaid = [line for line in lines if line.paid_fen < line.due_fen]
    to_correct = [line for line in unpaid if line.state in {"refused", "rejected", "part_paid"} and line.signed_fen is not None]
    return {
        "paid_fen": sum(line.paid_fen for line in lines),
        "unpaid_fen": sum(line.due_fen - line.paid_fen for line in unpaid),
        "workers": len(unpaid),
        "fully_paid": not unpaid,
        "to_correct": len(to_correct),
        "refusals": [line.reasons[0] for line in to_correct if line.reasons][:SHOWN],
    }


def close_payroll(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Close the month: the ledger is kept for its years, and everybody is told what is paid and what is not (CN724-15, SX-3-2a)."""
    payroll = payroll_of(work, payroll_id, lock=True)
    summary = _summary(lines_of(work, payroll_id))
    keep = work.law.law(payroll.jurisdiction).parameter("payroll.ledger_keep_duration", work.now.date())
    until = payroll.keep_until or work.law.due(payroll.jurisdiction, work.now.date(), str(keep.value), "calendar").nominal
    if payroll.state != "closed":
        work.records.put(replace(payroll, state="closed", closed_at=work.now, keep_until=until))
    return {**{name: summary[name] for name in ("paid_fen", "unpaid_fen", "workers", "fully_paid")}, "keep_until": until.isoformat()}


HANDLERS: dict[str, Handler] = {
    "approve_payroll": approve_payroll,
    "prepare_posting": prepare_posting,
    "order_wages": order_wages,
    "settle_wages": settle_wages,
    "close_payroll": close_payroll,
}
