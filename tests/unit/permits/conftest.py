"""The permits service on a real SQLite file, with the law of the checkout and a clock that the test moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.kernel.clock import MovableClock, parse_moment
from services.permits.adapters.schema import SCHEMA
from services.permits.bootstrap import Permits
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import Settings
from services.runtime.testing import FakeRelay

BUILDER, CONTRACTOR = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"
COMPLETE = {
    "project_place": "shaoxing",
    "project_sector": "building",
    "investment_fen": 4_500_000_000,
    "construction_contract_signed_on": "2026-09-15",
    "government_project": False,
    "funding_proof_kind": "funding_statement",
    "funding_proof_for_this_project": True,
    "funding_proof_valid_until": "2027-12-31",
    "funds_confirmed_by_person": True,
    "payment_guarantee_present": True,
    "payment_guarantee_for_this_project": True,
    "payment_guarantee_valid_until": "2027-12-31",
    "guarantee_terms_cover_wage_shortfall": True,
    "contract_has_two_line_clause": True,
    "wage_account_name_given": True,
    "agency_agreement_present": True,
    "deposit_due_fen": 67_500_000,
    "deposit_paid_fen": 67_500_000,
    "deposit_guarantee_letter_fen": 0,
}


class Desk:
    """Runs handlers, each in a transaction of its own, and keeps what was announced."""

    def __init__(self, settings: Settings) -> None:
        self.clock = MovableClock(datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
        self.database = Database.for_service("permits", settings)
        migrations.upgrade(self.database, SCHEMA)
        self.relay = FakeRelay()
        self.units = Units(self.database, self.relay, self.clock)
        self.permits = Permits(settings.home)

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.units.begin() as unit:
            return self.permits.run(handler, unit, parameters)

    def read(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.database.read() as connection:
            return self.permits.read(handler, connection, self.clock.now(), parameters)

    def register_firms(self) -> None:
        self.run("register_firm", credit_code=BUILDER, name="示例甲建设有限公司", kind="construction_unit")
        self.run("register_firm", credit_code=CONTRACTOR, name="示例乙建筑工程有限公司", kind="contractor")

    def submit(self, jurisdiction: str = "shaoxing", request_id: str | None = None, **facts: Any) -> str:
        answer = self.run(
            "submit_application",
            jurisdiction=jurisdiction,
            project_name="示例住宅楼",
            construction_unit=BUILDER,
            general_contractor=CONTRACTOR,
            facts={**COMPLETE, **facts},
            submitted_by="sample",
            request_id=request_id,
        )
        return answer["application_id"]

    def project(self, jurisdiction: str = "shaoxing") -> str:
        """A project of the two sample firms."""
        place = {"shaoxing": "shaoxing", "toli-draft": "tuoli"}.get(jurisdiction, "elsewhere")
        application_id = self.submit(jurisdiction=jurisdiction, project_place=place)
        return str(self.read("get_application", application_id=application_id, firms=None)["project_id"])

    def payment(self, jurisdiction: str = "shaoxing", **changes: Any) -> str:
        """A payment of 1,000,000.00 yuan that the owner owes; due 2026-11-10 unless said otherwise."""
        payment = {
            "payment_id": "PAY-1",
            "project_id": self.project(jurisdiction),
            "title": "第三期进度款",
            "kind": "instalment",
            "payer_role": "construction_unit",
            "instalment_fen": 100_000_000,
            "due_on": "2026-11-10",
            "government_project": False,
            "process_settlement": True,
        } | changes
        return str(self.run("register_payment", **payment)["payment_id"])

    def receive(
        self, payment_id: str, amount_fen: int, receipt_id: str = "R-1", paid_on: str = "2026-11-02", **more: Any
    ) -> dict[str, Any]:
        """Money arrives."""
        return self.run("report_receipt", payment_id=payment_id, receipt_id=receipt_id, amount_fen=amount_fen, paid_on=paid_on, **more)

    def at(self, moment: str) -> None:
        """Move the clock."""
        self.clock.move_to(parse_moment(moment))

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the data of the announced events of a name."""
        return [message.data for message in self.relay.messages("huxin.events") if message.type == name]

    def reviewed(self, **facts: Any) -> str:
        """An application that has been registered, scoped and judged."""
        application_id = self.submit(**facts)
        self.run("register_project", application_id=application_id)
        self.run("check_scope", application_id=application_id, facts={})
        self.run("evaluate_gate", application_id=application_id, facts={})
        return application_id


@pytest.fixture
def desk(tmp_path):
    settings = replace(Settings(), database_url=f"sqlite:///{tmp_path}/{{service}}.db")
    desk = Desk(settings)
    desk.register_firms()
    yield desk
    desk.database.close()
