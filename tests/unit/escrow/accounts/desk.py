"""The escrow service on a real database, with the law of the checkout and a clock that the test moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services.escrow.adapters.schema import SCHEMA
from services.escrow.bootstrap import Escrow
from services.kernel.clock import MovableClock
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.testing import FakeRelay, throwaway_vault

if TYPE_CHECKING:
    from services.runtime.settings import Settings

OWNER, CONTRACTOR, BANK = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2", "91000000EXAMPLE0K1"
PROJECT, MONTH = "P-1", "2026-11"
OPENING = {
    "account_opened_on": "2026-11-02",
    "bank_name": "示例银行",
    "bank_code": BANK,
    "account_name": "示例乙建筑示例住宅楼农民工工资专用账户",
    "account_number": "0000000012345678",
    "agency_agreement_signed": True,
    "wages_only_marked": True,
    "cooperation_agreement_signed": True,
    "workers_registered": 42,
    "cards_issued": 30,
    "own_accounts_accepted": 12,
    "two_lines_agreed": True,
    "measuring_period_agreed": True,
    "labour_cost_share_bp": 3000,
    "funding_day": 25,
    "payday": 15,
}
CERTIFIED = {
    "certified_progress_fen": 100_000_000,
    "payment_form": "bank_transfer",
    "payment_kind": "progress",
    "payment_fen": 100_000_000,
    "returned_deposit_in_payments_fen": 0,
    "agreed_labour_cost_fen": 0,
}


def moment(text: str) -> datetime:
    """Return a moment of `2026-11-02` or `2026-11-02T10:00`, in Shanghai."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T09:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def permit(project_id: str = PROJECT, jurisdiction: str = "shaoxing", **more: Any) -> dict[str, Any]:
    """Return what a permit announces."""
    return {
        "application_id": f"A-{project_id}",
        "permit_id": f"L-{project_id}",
        "project_id": project_id,
        "project_name": "示例住宅楼",
        "jurisdiction": jurisdiction,
        "issued_on": "2026-11-02",
        "construction_unit": OWNER,
        "general_contractor": CONTRACTOR,
        "contract_price_fen": 4_500_000_000,
        "construction_contract_signed_on": "2026-10-20",
        "project_sector": "building",
        "investment_fen": 4_500_000_000,
        **more,
    }


def receipt(
    reference: str, amount_fen: int, kind: str = "owner_transfer", month: str = MONTH, booked_on: str = "2026-11-02"
) -> dict[str, Any]:
    """Return a line of the bank."""
    return {"reference": reference, "kind": kind, "month": month, "amount_fen": amount_fen, "booked_on": booked_on}


class Desk:
    """Runs handlers, each in a transaction of its own, and keeps what was announced."""

    def __init__(self, settings: Settings, clock: MovableClock | None = None, *, prepared: bool = False) -> None:
        self.clock = clock or MovableClock(moment("2026-11-02"))
        self.database = Database.for_service("escrow", settings)
        if not prepared:
            migrations.upgrade(self.database, SCHEMA)
        self.relay = FakeRelay()
        self.units = Units(self.database, self.relay, self.clock)
        self.escrow = Escrow(settings.home, throwaway_vault())

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.units.begin() as unit:
            return self.escrow.run(handler, unit, parameters)

    def read(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.database.read() as connection:
            return self.escrow.read(handler, connection, self.clock.now(), parameters)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [message.data for message in self.relay.messages() if message.type == kind]

    def at(self, text: str) -> None:
        self.clock.move_to(moment(text))

    def watch(self, day: str) -> dict[str, Any]:
        return self.run("watch_accounts", day=date.fromisoformat(day))

    def opened(self, project_id: str = PROJECT, jurisdiction: str = "shaoxing") -> None:
        """Bring a project's account to work."""
        self.run("register_account", project=permit(project_id, jurisdiction))
        self.run("plan_opening", project_id=project_id, works_start_on="2026-11-16")
        assert self.run("check_opening", project_id=project_id, facts=OPENING)["outcome"] == "complete"
        self.run("activate_account", project_id=project_id, filed_on="2026-11-02")

    def due(self, month: str = MONTH, **facts: Any) -> dict[str, Any]:
        return self.run("fix_labour_cost", project_id=PROJECT, month=month, facts={**CERTIFIED, **facts})

    def receive(self, *lines: dict[str, Any]) -> dict[str, Any]:
        return self.run("book_receipts", project_id=PROJECT, lines=list(lines))

    def account(self, **more: Any) -> dict[str, Any]:
        return self.read("show_account", project_id=PROJECT, **more)

    def balanced(self) -> bool:
        return bool(self.read("audit_ledger")["ok"])
