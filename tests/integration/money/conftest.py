"""Escrow and permits on PostgreSQL, each test with a project of its own."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from services.escrow.adapters.schema import SCHEMA as ESCROW
from services.escrow.adapters.work import SqlWork
from services.escrow.bootstrap import Escrow
from services.escrow.domain.accounts import ACTIVE, WageAccount
from services.escrow.domain.project import Project
from services.kernel.ids import uuid7
from services.permits.adapters.schema import SCHEMA as PERMITS
from services.permits.bootstrap import Permits
from services.runtime import migrations
from services.runtime.settings import CHECKOUT
from services.runtime.testing import throwaway_vault
from tests.integration.money.meeting import Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.runtime.messaging import UnitOfWork

NOW, TODAY = datetime(2026, 11, 10, 9, 0, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 10)
OWNER, CONTRACTOR = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"


@pytest.fixture
def escrow(postgres_url: str) -> Iterator[Office]:
    """The escrow service."""
    office = Office(postgres_url, "escrow", Escrow(CHECKOUT, throwaway_vault()), NOW)
    migrations.upgrade(office.database, ESCROW)
    yield office
    office.database.close()


@pytest.fixture
def permits(postgres_url: str) -> Iterator[Office]:
    """The permits service."""
    office = Office(postgres_url, "permits", Permits(CHECKOUT), NOW)
    migrations.upgrade(office.database, PERMITS)
    yield office
    office.database.close()


@pytest.fixture
def account(escrow: Office) -> str:
    """A project whose wage account works."""
    project_id = f"P-{uuid7()}"

    def add(unit: UnitOfWork) -> None:
        records = SqlWork(unit, escrow.app.law, escrow.app.vault).records
        records.add(
            Project(
                project_id=project_id,
                name="示例住宅楼",
                jurisdiction="shaoxing",
                construction_unit=OWNER,
                general_contractor=CONTRACTOR,
                permit_issued_on=TODAY,
            )
        )
        terms = {"funding_day": 25, "payday": 15, "agreed_labour_cost_fen": 0}
        opening = {"account_number": "33000001", "account_name": "示例住宅楼农民工工资专用账户"}
        named = {"project_id": project_id, "account_id": "A1", "jurisdiction": "shaoxing", "state": ACTIVE}
        records.add(WageAccount(**named, contract_due_on=TODAY, opening_due_on=TODAY, opening=opening, terms=terms))

    escrow.units.run(add)
    return project_id
