"""Payments, claims and acceptances of one project that are changed from two sides at one moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.adapters.work import SqlWork
from services.permits.application import accepting, arrears
from services.permits.domain.acceptances import Acceptance
from services.permits.domain.model import Firm, Project
from services.permits.domain.payments import Claim

if TYPE_CHECKING:
    from tests.integration.money.meeting import Office

pytestmark = pytest.mark.services
OWNER, CONTRACTOR = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"


@pytest.fixture
def project(permits: Office) -> str:
    """A project."""
    project_id = uuid7()

    def add(unit: Any) -> None:
        records = SqlWork(unit, permits.app.law).records
        for code, kind in ((OWNER, "construction_unit"), (CONTRACTOR, "general_contractor")):
            records.add_firm(Firm(id=uuid7(), credit_code=code, name=f"示例公司{code[-2:]}", kind=kind))
        named = {"id": project_id, "name": "示例住宅楼", "jurisdiction": "shaoxing", "created_at": unit.now}
        records.add_project(Project(**named, construction_unit=OWNER, general_contractor=CONTRACTOR))

    permits.units.run(add)
    return project_id


def put(permits: Office, record: object) -> None:
    permits.units.run(lambda unit: SqlWork(unit, permits.app.law).records.shaped.put(record))


def acceptance(permits: Office, project_id: str) -> Acceptance:
    return Acceptance(
        acceptance_id=f"accept-{project_id}",
        project_id=project_id,
        jurisdiction="shaoxing",
        step="acceptance",
        state="applied",
        applied_on=permits.clock.now().date() - timedelta(days=1),
        acceptance_passed_on=None,
        filing_due_on=None,
        filed_on=None,
        refused_on=None,
        filing_late=False,
        facts={},
        decision={"outcome": "hold"},
    )


def test_two_advances_at_once_are_both_taken_off_the_arrears(permits: Office, project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    day = permits.clock.now().date()
    put(permits, Claim(claim_id=f"claim-{project}", project_id=project, amount_fen=100, status="admitted_list", noted_on=day))

    def advance(fen: int) -> dict[str, Any]:
        return permits.run("note_advance", event={"project_id": project, "amount_fen": fen})

    permits.meet(monkeypatch, (arrears, "replace"), lambda: advance(30), lambda: advance(40))
    assert advance(0)["arrears_fen"] == 30


def test_a_complaint_that_is_settled_while_the_acceptance_is_put_on_hold_lets_it_go_on(
    permits: Office, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(permits, acceptance(permits, project))
    claim = {"claim_id": f"claim-{project}", "project_id": project, "amount_fen": 100}
    permits.run("note_claim", **claim, status="unexamined_complaint")
    permits.meet(
        monkeypatch,
        (accepting, "project_named"),
        lambda: permits.run("hold_acceptance", acceptance_id=f"accept-{project}"),
        lambda: permits.run("note_claim", **claim, status="closed_unfounded"),
    )
    assert permits.events("permits.arrears.examined", project) == 1


def test_a_complaint_settled_between_the_decision_and_the_hold_lets_the_acceptance_go_on(permits: Office, project: str) -> None:
    put(permits, acceptance(permits, project))
    claim = {"claim_id": f"claim-{project}", "project_id": project, "amount_fen": 100}
    permits.run("note_claim", **claim, status="unexamined_complaint")
    permits.run("note_claim", **claim, status="closed_unfounded")
    assert permits.events("permits.arrears.examined", project) == 0  # nobody waited
    permits.run("hold_acceptance", acceptance_id=f"accept-{project}")
    assert permits.events("permits.arrears.examined", project) == 1


def test_of_two_applications_at_once_one_is_open(permits: Office, project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(number: int) -> str:
        try:
            permits.run("apply_acceptance", acceptance_id=f"{number}-{project}", project_id=project, step="acceptance", facts={})
        except HuxinError as error:
            return error.code
        return "taken"

    answers = permits.meet(monkeypatch, (accepting, "check_id"), lambda: apply(1), lambda: apply(2))
    assert answers == ("taken", "application_open")
