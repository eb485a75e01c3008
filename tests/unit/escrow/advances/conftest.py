from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any

import pytest

from services.runtime.settings import Settings
from tests.unit.escrow.accounts.desk import PROJECT, Desk, permit

CAUSE = {
    "employer_kind": "subcontractor",
    "cause": "sub_default",
    "owner_unsettled_fen": 10_000_000,
    "gc_unsettled_to_sub_fen": 0,
    "gc_objects_owner_unpaid": False,
    "engineering_dispute": False,
    "continued_after_stop_duty": False,
}
ARREARS = 80_000_000


class AdvanceDesk(Desk):
    """A desk that knows the steps of an advance."""

    def open(self, jurisdiction: str = "shaoxing", **more: Any) -> dict[str, Any]:
        self.run("register_project", event=permit(jurisdiction=jurisdiction))
        request = {"project_id": PROJECT, "arrears_fen": ARREARS, "about": "示例工资表", "advance_id": "V-1", **more}
        return self.run("open_advance", request=request)

    def decide(self, **facts: Any) -> dict[str, Any]:
        return self.run("decide_liability", advance_id="V-1", facts={**CAUSE, **facts})

    def noticed(self, jurisdiction: str = "shaoxing", **facts: Any) -> None:
        self.open(jurisdiction)
        self.decide(**facts)
        self.run("serve_advance_notice", advance_id="V-1")

    def settle(
        self, contractor: Any = None, owner: Any = None, guarantor: Any = None, receipt: str = "示例-1", **more: Any
    ) -> dict[str, Any]:
        facts = {
            "contractor_advanced_fen": contractor,
            "contractor_receipt": receipt,
            "owner_advanced_fen": owner,
            "owner_receipt": receipt,
            "guarantor_paid_fen": guarantor,
            "guarantor_receipt": receipt,
            "wages_paid_out": True,
            **more,
        }
        return self.run("settle_advance", advance_id="V-1", facts=facts)

    def advance(self, **more: Any) -> dict[str, Any]:
        return self.read("show_advance", advance_id="V-1", **more)


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("advances")
    Desk(replace(Settings(), database_url=f"sqlite:///{folder}/{{service}}.db")).database.close()
    return folder / "escrow.db"


@pytest.fixture
def desk(tmp_path, prepared_database):
    shutil.copy(prepared_database, tmp_path / "escrow.db")
    desk = AdvanceDesk(replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db"), prepared=True)
    yield desk
    desk.database.close()
