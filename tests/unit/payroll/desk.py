"""The escrow service on a real SQLite file, with the law of the checkout, a project, and a clock that the test moves."""

from __future__ import annotations

from datetime import datetime
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

CONTRACTOR, SUBCONTRACTOR, OTHER_SUB = "91000000EXAMPLE0B2", "91000000EXAMPLE0S5", "91000000EXAMPLE0S6"
PROJECT, MONTH = "P-1", "2026-11"
PAYROLL = f"{PROJECT}:{MONTH}"


def moment(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def attendance(number: int, **changes: Any) -> dict[str, Any]:
    line = {"worker_id": f"W{number}", "id_hash": f"h{number}", "name": f"示例{number}", "days": 20, "quantity_fen": 0, "unit": "day"}
    return {**line, "rate_fen": 30_000, "employer": SUBCONTRACTOR, "account": f"62000{number}", "signed": True, **changes}


class Desk:
    """Runs handlers, each in a transaction of its own, and keeps what was announced."""

    def __init__(self, settings: Settings, clock: MovableClock | None = None) -> None:
        self.clock = clock or MovableClock(moment("2026-11-27"))
        self.database = Database.for_service("escrow", settings)
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

    def project(self, jurisdiction: str = "shaoxing") -> None:
        event = {"project_id": PROJECT, "project_name": "示例住宅楼", "jurisdiction": jurisdiction, "issued_on": "2026-03-02"}
        firms = {"construction_unit": "91000000EXAMPLE0A1", "general_contractor": CONTRACTOR}
        self.run("register_project", event={**event, **firms})

    def attend(self, *lines: dict[str, Any], part: int = 1, parts: int = 1, month: str = MONTH) -> dict[str, Any]:
        event = {"project_id": PROJECT, "month": month, "part": part, "parts": parts, "lines": list(lines)}
        return self.run("receive_attendance", event=event)

    def compiled(self, *lines: dict[str, Any], jurisdiction: str = "shaoxing") -> dict[str, Any]:
        self.project(jurisdiction)
        self.attend(*lines)
        return self.run("compile_payroll", payroll_id=PAYROLL)

    def sign(self, *pairs: tuple[str, int], **more: Any) -> dict[str, Any]:
        signatures = [{"worker_id": worker, "fen": fen, **more} for worker, fen in pairs]
        return self.run("sign_lines", payroll_id=PAYROLL, signatures=signatures, by="示例专管员")

    def approve(self, **facts: Any) -> dict[str, Any]:
        given = {"general_contractor_signs": True, "form_sealed": True, "general_contractor_signer": "示例经理", **facts}
        return self.run("approve_payroll", payroll_id=PAYROLL, facts=given)

    def signed_by_firm(self, *, signs: bool = True) -> dict[str, Any]:
        return self.run("record_subcontractor", payroll_id=PAYROLL, firm=SUBCONTRACTOR, facts={"subcontractor_signs": signs})

    def approved(self, *lines: dict[str, Any], unsigned: tuple[str, ...] = (), jurisdiction: str = "shaoxing") -> None:
        """A payroll that everybody has signed, but for the workers named."""
        self.compiled(*lines, jurisdiction=jurisdiction)
        self.run("open_signing", payroll_id=PAYROLL)
        shown = self.lines()
        self.sign(*[(worker, line["due_fen"]) for worker, line in shown.items() if worker not in unsigned])
        self.signed_by_firm()
        assert self.approve()["approved"]

    def lines(self) -> dict[str, dict[str, Any]]:
        items = self.read("list_payroll_lines", payroll_id=PAYROLL, limit=200)["items"]
        return {line["worker_id"]: line for line in items}

    def head(self) -> dict[str, Any]:
        return self.read("get_payroll", payroll_id=PAYROLL)
