"""A desk of the roster service: handlers run one by one, on a real SQLite file, under a clock that the test moves."""

from __future__ import annotations

import base64
import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stdnum.iso7064 import mod_11_2

from services.kernel.clock import MovableClock, parse_moment
from services.kernel.ids import uuid7
from services.roster.adapters.schema import SCHEMA
from services.roster.bootstrap import Roster
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.testing import FakeRelay

if TYPE_CHECKING:
    from services.runtime.settings import Settings

OWNER, CONTRACTOR, SUB = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2", "91000000EXAMPLE0S5"
OFFICER = "sample-officer"
TERMS = {
    "contract_signed": True,
    "contract_work_hours": "每日八小时",
    "contract_work_content": "钢筋绑扎",
    "contract_pay_unit": "day",
    "contract_pay_rate_fen": 32_000,
    "contract_pay_method": "按月转账至本人工资卡",
    "contract_standard_text": True,
}


def id_number(serial: int) -> str:
    """An invented identity number that nobody alive has: born in 1900, with a right check digit."""
    body = f"33060019000101{serial:03}"
    return body + mod_11_2.calc_check_digit(body)


def upload(rows: list[list[Any]], name: str = "sample.csv") -> dict[str, str]:
    """A CSV file as it travels."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return {"file_name": name, "content": base64.b64encode(text.getvalue().encode()).decode()}


class Desk:
    """Runs handlers, each in a transaction of its own, and keeps what was announced."""

    def __init__(self, settings: Settings) -> None:
        self.clock = MovableClock(datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
        self.database = Database.for_service("roster", settings)
        migrations.upgrade(self.database, SCHEMA)
        self.relay = FakeRelay()
        self.units = Units(self.database, self.relay, self.clock)
        self.roster = Roster(settings)

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        given = self.roster.unpack(handler, parameters)
        with self.units.begin() as unit:
            return self.roster.run(handler, unit, given)

    def read(self, handler: str, **parameters: Any) -> dict[str, Any]:
        with self.database.read() as connection:
            return self.roster.read(handler, connection, self.clock.now(), parameters)

    def close(self) -> None:
        """Remove every row, for the next test on the same database, and close it."""
        with self.database.begin() as connection:
            for table in reversed(SCHEMA.metadata.sorted_tables):
                connection.execute(table.delete())
        self.database.close()

    def events(self, name: str) -> list[dict[str, Any]]:
        return [message.data for message in self.relay.messages("huxin.events") if message.type == name]

    def violations(self) -> list[str]:
        return [event["kind"] for event in self.events("roster.violation.found")]

    def at(self, moment: str) -> None:
        self.clock.move_to(parse_moment(moment))

    def open(self, jurisdiction: str = "shaoxing", project: str = "P-1", **more: Any) -> dict[str, Any]:
        return self.run(
            "open_project",
            **{
                "project_id": project,
                "project_name": "示例住宅楼",
                "jurisdiction": jurisdiction,
                "construction_unit": OWNER,
                "general_contractor": CONTRACTOR,
                "issued_on": "2026-11-02",
                "construction_contract_signed_on": "2026-10-30",
                **more,
            },
        )

    def ready(self, jurisdiction: str = "shaoxing", *, closed: bool = True, device: str = "face") -> None:
        """A project with its labour officer and its equipment."""
        self.open(jurisdiction)
        self.run("record_officer", project_id="P-1", facts={"officer_name": "示例专管员", "officer_account": OFFICER})
        facts = {"site_can_be_closed": closed, "channel_present": True, "attendance_device": device}
        self.run("check_equipment", project_id="P-1", facts=facts)

    def ask(self, serial: int = 1, **more: Any) -> str:
        """Somebody asks to enter; returns the request."""
        given = {
            "request_id": uuid7(),
            "project_id": "P-1",
            "corp_code": CONTRACTOR,
            "worker_name": f"示例工人{serial}",
            "id_card_number": id_number(serial),
            "attend_type": "face",
            **more,
        }
        return self.run("request_entry", **given)["request_id"]

    def admitted(self, serial: int = 1, **more: Any) -> str:
        """A worker who has a contract, is registered and admitted; returns the worker."""
        request = self.ask(serial, **more)
        self.run("record_contract", request_id=request, facts=TERMS)
        self.run("register_worker", request_id=request, facts={"identity_checked": True, "team_name": "示例钢筋班"})
        assert self.run("decide_entry", request_id=request, facts={})["outcome"] == "admit"
        self.run("admit_worker", request_id=request)
        return self.worker(serial)

    def worker(self, serial: int) -> str:
        items = self.read("list_register", project_id="P-1")["items"]
        return next(item["worker_id"] for item in items if item["worker_name"] == f"示例工人{serial}")

    def attend(self, *lines: tuple[Any, ...], by: str = OFFICER, heading: tuple[str, ...] = ()) -> dict[str, Any]:
        """Send a file of clockings: (serial, moment, direction, means)."""
        rows = [list(heading or ("证件号码", "时间（北京时间）", "方向", "打卡方式"))]
        rows += [[id_number(line[0]) if isinstance(line[0], int) else line[0], *line[1:]] for line in lines]
        return self.run("import_attendance", project_id="P-1", by=by, **upload(rows))
