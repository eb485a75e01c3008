"""The yearly review of deposits after the Spring Festival, and the reminder before a guarantee letter ends (SX-8-2, CN65-LETTER)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.escrow.application.deposits import cited, decided_rate, deposit_of, move
from services.escrow.application.lookup import end_of, parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.deposits import EXEMPT, LETTER, STORED, Deposit, DepositReview
from services.kernel.calendar import add_months
from services.kernel.errors import HuxinError
from services.kernel.period import Period

if TYPE_CHECKING:
    from datetime import date

    from services.escrow.application.ports import Handler, Work

REVIEWED_IN = ("shaoxing",)  # the only profile with a yearly review
FESTIVAL = "春节"
PAGE = 500


def sweep_deposits(work: Work, *, day: date) -> dict[str, Any]:
    """Do what the day asks for: begin the reviews (A17), remind of letters that end."""
    begun = sum(_begin_reviews(work, jurisdiction, day) for jurisdiction in REVIEWED_IN if review_day(work, jurisdiction, day.year) == day)
    return {"reviews": begun, "reminders": _remind(work, day)}


def review_day(work: Work, jurisdiction: str, year: int) -> date | None:
    """Return the first working day after the Spring Festival of a year; None where the calendar knows no such holiday."""
    calendar = work.law.calendar(jurisdiction)
    off = calendar.holiday_days(year, FESTIVAL)
    if not off:
        return None
    day = off[-1] + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def open_deposit_review(work: Work, *, review_id: str) -> dict[str, Any]:
    """Return what the review starts from: the rate so far, the time for it, since when complaints count (SX-8-2)."""
    review = review_of(work, review_id)
    project, deposit = project_of(work, review.project_id), deposit_of(work, review.project_id)
    months = Period.parse(str(parameter(work, project, "shaoxing.deposit_review_lookback"))).months
    return {
        "old_rate_bp": review.old_rate_bp,
        "old_due_fen": deposit.due_fen,
        "general_contractor": deposit.holder,
        "complaints_since": add_months(work.now.date(), -months).isoformat(),
        "review_limit": str(parameter(work, project, "shaoxing.deposit_review_duration")),
        "adjust_limit": str(parameter(work, project, "deposit.top_up_duration")),
    }


def review_deposit_rate(work: Work, *, review_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on the rate again from the complaints and how they were handled (SX-8-3a, SX-8-3b)."""
    review = review_of(work, review_id, lock=True)
    project, deposit = project_of(work, review.project_id), deposit_of(work, review.project_id)
    answer = decided_rate(work, project, facts)
    if answer["outcome"] == "undetermined":
        return {**answer, "outcome": "undetermined"}
    work.records.put(
        replace(
            review,
            new_rate_bp=answer["rate_bp"],
            new_due_fen=answer["deposit_fen"],
            facts=answer["facts"],
            reasons=tuple(answer["reasons"]),
            state="decided",
        )
    )
    change = answer["deposit_fen"] - deposit.due_fen
    return {**answer, "outcome": "raised" if change > 0 else "lowered" if change < 0 else "unchanged"}


def apply_deposit_review(work: Work, *, review_id: str) -> dict[str, Any]:
    """Put the reviewed rate into force and tell the contractor (SX-8-2); again, it changes nothing.

    Returns:
        `{direction, difference_fen}`: `store` what is now missing, `pay_back` what lies there too much, or `none`.
    """
    review = review_of(work, review_id, lock=True)
    project, deposit = project_of(work, review.project_id), deposit_of(work, review.project_id, lock=True)
    if review.new_rate_bp is None or review.new_due_fen is None:
        raise HuxinError("review_not_decided", "The review has no result yet", review_id, status=409)
    if review.state != "applied":
        deposit = replace(
            deposit,
            rate_bp=review.new_rate_bp,
            due_fen=review.new_due_fen,
            facts=review.facts,
            reasons=review.reasons,
            state=STORED if review.new_due_fen or deposit.held_fen else EXEMPT,
        )
        work.records.put(deposit)
        work.records.put(replace(review, state="applied"))
        work.emit(
            "escrow.deposit.rate_changed",
            subject=project.project_id,
            jurisdiction=project.jurisdiction,
            data={
                "project_id": project.project_id,
                "year": review.year,
                "old_rate_bp": review.old_rate_bp,
                "new_rate_bp": review.new_rate_bp,
                "due_fen": review.new_due_fen,
            },
        )
        tell(
            work,
            project,
            about=f"review {review_id}",
            kind="deposit_rate",
            addressees=(deposit.holder,),
            zh=f"{review.year} 年度调整后，本项目应存工资保证金 {review.new_due_fen} 分。",
            en=f"After the review of {review.year} the deposit of the project is {review.new_due_fen} fen.",
            clauses=("SX-8-2", *cited({"reasons": review.reasons})),
        )
    difference = deposit.held_fen - deposit.due_fen
    duration = str(parameter(work, project, "deposit.top_up_duration"))
    last_day = work.law.due(project.jurisdiction, work.now.date(), duration, "working").last_day
    direction = "store" if difference < 0 else "pay_back" if difference else "none"
    return {"direction": direction, "difference_fen": abs(difference), "late_at": end_of(last_day)}


def prepare_rate_posting(work: Work, *, review_id: str) -> dict[str, Any]:
    """Say what the process of publicity makes public about a changed deposit (SX-8-3c)."""
    review = review_of(work, review_id)
    project, deposit = project_of(work, review.project_id), deposit_of(work, review.project_id)
    return {
        "kind": "deposit_rate",
        "about": review_id,
        "title": f"{project.name} {review.year} 年度工资保证金调整：应存 {deposit.due_fen} 分",
        "project_id": project.project_id,
        "jurisdiction": project.jurisdiction,
        "general_contractor": deposit.holder,
    }


def book_deposit_refund(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Book what the bank paid back after a lowered rate; what must stay there stays."""
    deposit = deposit_of(work, project_id, lock=True)
    paid, receipt = facts.get("refund_fen"), str(facts.get("refund_receipt") or "").strip()
    spare = deposit.held_fen - deposit.due_fen
    if isinstance(paid, bool) or not isinstance(paid, int) or not receipt or paid != spare:
        return {"booked": False, "problem": f"应退 {spare} 分，并填写银行回单号", "held_fen": deposit.held_fen}
    deposit = move(work, deposit, "paid_back", paid, receipt)
    deposit = replace(deposit, state=deposit.state if deposit.due_fen else EXEMPT)
    work.records.put(deposit)
    return {"booked": True, "problem": "", "held_fen": deposit.held_fen}


def review_of(work: Work, review_id: str, *, lock: bool = False) -> DepositReview:
    """Return a review.

    Raises:
        HuxinError: code `unknown_review`.
    """
    review = work.records.one(DepositReview, lock=lock, review_id=review_id)
    if review is None:
        raise HuxinError("unknown_review", "There is no such review", review_id, status=404)
    return review


def _begin_reviews(work: Work, jurisdiction: str, day: date) -> int:
    begun, after = 0, None
    while page := work.records.many(Deposit, after=after, limit=PAGE, jurisdiction=jurisdiction, state=(STORED, EXEMPT)):
        after = page[-1].project_id
        for deposit in page:
            begun += _begin(work, deposit, day)
    return begun


def _begin(work: Work, deposit: Deposit, day: date) -> bool:
    project = project_of(work, deposit.project_id)
    duration = str(parameter(work, project, "shaoxing.deposit_review_duration"))
    review = DepositReview(
        review_id=f"{deposit.project_id}:{day.year}",
        project_id=deposit.project_id,
        year=day.year,
        finish_by=work.law.due(deposit.jurisdiction, day, duration, "calendar").last_day,
        old_rate_bp=deposit.rate_bp,
    )
    if not work.records.add_new(review):
        return False
    work.emit(
        "escrow.deposit.review_due",
        subject=review.review_id,
        jurisdiction=deposit.jurisdiction,
        data={
            "review_id": review.review_id,
            "project_id": deposit.project_id,
            "project_name": project.name,
            "general_contractor": deposit.holder,
            "jurisdiction": deposit.jurisdiction,
            "year": review.year,
        },
    )
    return True


def _remind(work: Work, day: date) -> int:
    """Remind of every letter that ends within the lead, once for each end."""
    reminded, after = 0, None
    while page := work.records.many(Deposit, after=after, limit=PAGE, lock=True, form=LETTER, state=STORED):
        after = page[-1].project_id
        for deposit in page:
            project = project_of(work, deposit.project_id)
            months = Period.parse(str(parameter(work, project, "deposit.guarantee_reminder_lead"))).months
            ends = deposit.letter_valid_until
            if ends is None or deposit.reminded_for == ends or day < add_months(ends, -months):
                continue
            tell(
                work,
                project,
                about=f"letter {ends}",
                kind="deposit_letter_ending",
                addressees=(deposit.holder, "hr_bureau"),
                zh=f"工资保证金保函将于 {ends} 到期，请及时续保或者改存现金。",
                en=f"The guarantee letter ends on {ends}; renew it or store cash.",
                clauses=("CN65-LETTER",),
            )
            work.records.put(replace(deposit, reminded_for=ends))
            reminded += 1
    return reminded


HANDLERS: dict[str, Handler] = {
    "sweep_deposits": sweep_deposits,
    "open_deposit_review": open_deposit_review,
    "review_deposit_rate": review_deposit_rate,
    "apply_deposit_review": apply_deposit_review,
    "prepare_rate_posting": prepare_rate_posting,
    "book_deposit_refund": book_deposit_refund,
}
