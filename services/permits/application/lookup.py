"""Find what a command speaks of, or say clearly that it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.permits.application.ports import Work
    from services.permits.domain.model import Application, Firm, Project


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
    project = work.records.project(application.project_id)
    if project is None:
        raise HuxinError("unknown_project", "No such project", f"there is no project {application.project_id}", status=404)
    return project


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
