"""What several modules read: accounts, dated parameters, days as text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from services.escrow.application.projects import project_of
from services.escrow.domain.accounts import WageAccount
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.escrow.application.ports import Work
    from services.escrow.domain.project import Project


def account_of(work: Work, project_id: str, *, lock: bool = False) -> WageAccount:
    """Return the account of a project; `lock` makes changes take turns.

    Raises:
        HuxinError: code `unknown_account`.
    """
    account = work.records.one(WageAccount, lock=lock, project_id=project_id)
    if account is None:
        raise HuxinError("unknown_account", "There is no wage account", f"project {project_id} has none planned", status=404)
    return account


def visible_project(work: Work, project_id: str, firms: list[str] | None) -> Project:
    """Return a project to its parties and the account's bank; `firms` None means everybody.

    Raises:
        HuxinError: code `unknown_project`, for strangers too, so that nothing can be guessed.
    """
    project = project_of(work, project_id)
    if firms is not None and not parties(work, project) & set(firms):
        raise HuxinError("unknown_project", "No such project", f"no permit has announced project {project_id}", status=404)
    return project


def parties(work: Work, project: Project) -> set[str]:
    """Return the credit codes of the firms that a project's money concerns: owner, contractor, and the account's bank."""
    account = work.records.one(WageAccount, project_id=project.project_id)
    bank = account.opening.get("bank_code") if account else None
    return {project.construction_unit, project.general_contractor, *([str(bank)] if bank else [])}


def parameter(work: Work, project: Project, name: str) -> object:
    """Return the value of a dated parameter as it holds today where the project lies."""
    return work.law.law(project.jurisdiction).parameter(name, work.now.date()).value


def local_flag(work: Work, project: Project, name: str) -> bool:
    """Tell whether a switch of one local profile is on; elsewhere it is off."""
    return project.jurisdiction == name.partition(".")[0] and parameter(work, project, name) is True


def day_of(value: object, name: str) -> date:
    """Read a day.

    Raises:
        HuxinError: code `bad_day`, naming the member.
    """
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise HuxinError("bad_day", "A day cannot be read", f"{name}: {value!r}", status=422, fix="Write a day like 2026-03-31.") from None


def month_of(value: object) -> date:
    """Read a month `YYYY-MM` and return its first day.

    Raises:
        HuxinError: code `bad_month`.
    """
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        raise HuxinError("bad_month", "A month cannot be read", f"{value!r}", status=422, fix="Write a month like 2026-03.") from None


def day_in_month(first: date, day: int) -> date:
    """Return a day of the month that begins on `first`, the last one where the month is shorter."""
    last = month_after(first) - timedelta(days=1)
    return first.replace(day=min(day, last.day))


def month_after(first: date) -> date:
    """Return the first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def beginning_of(day: date) -> str:
    """Return the moment at which a day begins, for a timer."""
    return f"{day.isoformat()}T00:00:00+08:00"


def end_of(day: date) -> str:
    """Return the moment at which a last day is over, for a timer."""
    return beginning_of(day + timedelta(days=1))


def time_left(now: datetime, moment: str) -> str:
    """Return how long it is until a moment, as an ISO 8601 duration in clock minutes; one minute once it has passed.

    So a task can be due on a day that the law counts from elsewhere, and not from when somebody got to it.
    """
    return f"PT{max(1, -(-int((datetime.fromisoformat(moment) - now).total_seconds()) // 60))}M"
