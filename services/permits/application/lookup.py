"""Find what a command speaks of, or say clearly that it is not there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Work
    from services.permits.domain.model import Application, Firm, Project

MAX_ID = 100


def application_for_change(work: Work, application_id: str) -> Application:
    """Return an application with its row locked.

    Raises:
        HuxinError: code `unknown_application`.
    """
    return _found(work.records.application(application_id, lock=True), application_id)


def application_to_read(work: Work, application_id: str) -> Application:
    """Return an application.

    Raises:
        HuxinError: code `unknown_application`.
    """
    return _found(work.records.application(application_id), application_id)


def _found(application: Application | None, application_id: str) -> Application:
    if application is None:
        raise HuxinError("unknown_application", "No such application", f"there is no application {application_id}", status=404)
    return application


def project_of(work: Work, application: Application) -> Project:
    """Return the project of an application.

    Raises:
        HuxinError: code `unknown_project`.
    """
    return project_named(work, application.project_id)


def project_named(work: Work, project_id: str, firms: Sequence[str] | None = None, *, lock: bool = False) -> Project:
    """Return a project, for a firm only one of its own; `lock` makes changes to what belongs to it take turns.

    Raises:
        HuxinError: code `unknown_project`, also for another firm's project: its existence is not told.
    """
    project = work.records.project(project_id, lock=lock)
    if project is None or (firms is not None and not {project.construction_unit, project.general_contractor} & set(firms)):
        raise HuxinError("unknown_project", "No such project", f"there is no project {project_id}", status=404)
    return project


def check_id(name: str, value: str) -> str:
    """Return an id that a caller chose, without blanks around it.

    Raises:
        HuxinError: code `bad_id` when it is empty or longer than 100 characters.
    """
    text = value.strip()
    if not text or len(text) > MAX_ID:
        raise HuxinError(
            "bad_id", "The id cannot be used", f"{name} is empty or longer than {MAX_ID} characters", status=422, fix="Give a short id."
        )
    return text


def firm_named(work: Work, credit_code: str, role_zh: str) -> Firm:
    """Return a registered firm.

    Raises:
        HuxinError: code `unknown_firm`, with the way to register it.
    """
    firm = work.records.firm(credit_code)
    if firm is None:
        raise HuxinError(
            "unknown_firm",
            "The firm is not registered",
            f"{role_zh} {credit_code} is not in the register of firms",
            status=422,
            fix="Register the firm (POST /api/v1/firms), then retry.",
        )
    return firm


def time_left(now: datetime, last_day: date) -> str:
    """Return the clock time until a day is over, ISO 8601; a minute once it is.

    So a task is due on the day that the law counts from elsewhere, and not from when somebody got to it.
    """
    over = datetime.combine(last_day + timedelta(days=1), time.min, now.tzinfo)
    return f"PT{max(1, -(-int((over - now).total_seconds()) // 60))}M"
