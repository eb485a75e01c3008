"""A month's payroll with a real engine, real escrow and credit services on one clock, and the broker played by the test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.credit.adapters.schema import SCHEMA as CREDIT
from services.credit.bootstrap import Credit
from services.engine.application import correlating, moving, queries, replies
from services.engine.domain.model import Actor, Incoming
from services.engine.entrypoints.testing import EngineBench, bad, good
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import CHECKOUT, Settings
from services.runtime.testing import FakeRelay
from tests.unit.payroll.desk import PAYROLL, PROJECT, Desk

if TYPE_CHECKING:
    from pathlib import Path

    from services.contracts.envelope import Message

DIAGRAMS = ("publicity_and_posting", "payroll_signing", "wage_payment", "monthly_payroll")
ROUNDS = 60
EVERYBODY = ["labour_officer", "subcontractor", "general_contractor", "contractor", "construction_authority"]
FORMS: dict[str, dict[str, Any]] = {
    "check_sheet": {"sheet_checked": True},
    "handle_objections": {"objection_outcome": "corrected", "objection_remark": "示例"},
    "sign_subcontractor": {"subcontractor_signs": True, "subcontractor_signer": "示例"},
    "sign_general_contractor": {"general_contractor_signs": True, "form_sealed": True, "general_contractor_signer": "示例"},
    "resolve_refusal": {"refusal_resolution": "示例"},
    "correct_accounts": {"accounts_outcome": "corrected"},
    "post_board": {"posting_place": "gate", "posted_on": "2026-11-27", "posting_proof": "示例照-1"},
    "publish_site": {"posting_place": "website", "posted_on": "2026-11-27", "posting_proof": "示例"},
}


class Town:
    """`settle` carries commands and events until nothing moves."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/{{service}}.db"
        settings = replace(Settings(), database_url=url)
        self.engine = EngineBench(url)
        self.engine.clock.move_to(parse_moment("2026-11-27T09:00:00+08:00"))
        self.desk = Desk(settings, self.engine.clock)
        self.public = Database.for_service("credit", settings)
        migrations.upgrade(self.public, CREDIT)
        self.credit_relay = FakeRelay()
        self.credit_units = Units(self.public, self.credit_relay, self.engine.clock)
        self.credit = Credit(settings.home)
        self.thrown: list[Message] = []
        for name in DIAGRAMS:
            self.engine.deploy(CHECKOUT / "workflows" / "bpmn" / f"{name}.bpmn")

    def begin(self, *lines: dict[str, Any], jurisdiction: str = "shaoxing") -> None:
        """Send the project and, when there are lines, its closed attendance."""
        self.desk.project(jurisdiction)
        if lines:
            self.desk.attend(*lines)
        self.settle()

    def approved(self, *lines: dict[str, Any]) -> None:
        """Bring a sheet through all signatures."""
        self.begin(*lines)
        self.do("check_sheet")
        self.sign(*[line["worker_id"] for line in lines])
        self.do("sign_subcontractor")
        self.do("sign_general_contractor")

    def sign(self, *workers: str, **more: Any) -> None:
        """Let workers sign for what stands on the sheet."""
        lines = self.desk.lines()
        self.desk.sign(*[(worker, lines[worker]["due_fen"]) for worker in workers], **more)
        self.settle()

    def bank_pays(self, **reasons: str) -> None:
        """Let the bank answer: all lines paid but those of the named workers."""
        order = self.desk.head()["order_id"]
        items = self.desk.read("list_payment_lines", order_id=order)["items"]
        back = [
            {"end_to_end_id": line["end_to_end_id"], "paid_fen": 0, "reason": reasons[line["payee"]]}
            for line in items
            if line["payee"] in reasons
        ]
        self.desk.run("report_results", order_id=order, results=back, rest_paid=True)
        self.settle()

    def settle(self) -> None:
        """Carry out commands and deliver events until nothing is left."""
        for _ in range(ROUNDS):
            commands = self.engine.commands()
            replies.handle_replies(self.engine.context, [self._answer(command) for command in commands])
            self.thrown += self.engine.events()
            events = [*self.desk.relay.messages("huxin.events"), *self.credit_relay.messages("huxin.events")]
            self.desk.relay.rows, self.credit_relay.rows = [], []
            for event in events:
                self._deliver(event.type, str(event.subject), event.data, str(event.jurisdiction))
            if not commands and not events:
                return
        raise AssertionError("the processes never come to rest")

    def do(self, element: str, **changes: Any) -> None:
        """Do the open task of an element with its usual form and these changes."""
        task = next(task for task in self.tasks() if task["element_id"] == element)
        actor = Actor(
            user="示例",
            departments=(task["department"],),
            roles=("clerk", "leader"),
            jurisdiction=task["jurisdiction"],
            firms=(task["owner"],) if task["owner"] else (),
        )
        self.engine.complete(task["id"], {**FORMS[element], **changes}, actor)
        self.settle()

    def move(self, to: str) -> None:
        """Move the clock and let timers fire."""
        moving.move_clock(self.engine.context, to)
        self.settle()

    def tasks(self) -> list[dict[str, Any]]:
        return self.engine.tasks(departments=EVERYBODY)

    def todo(self) -> list[str]:
        return sorted(task["element_id"] for task in self.tasks())

    def case(self, process: str = "monthly_payroll") -> dict[str, Any]:
        """Return the newest case of a process."""
        items = queries.list_instances(self.engine.context, {"process": process, "limit": 1})["items"]
        return self.engine.instance(items[0]["id"])

    def waits_at(self, process: str = "monthly_payroll") -> set[str]:
        return {token["element_id"] for token in self.case(process)["tokens"] if token["state"] == "waiting"}

    def post(self, request: dict[str, Any], jurisdiction: str = "shaoxing") -> None:
        """Start a posting on its own."""
        whole = {"about": PAYROLL, "title": "示例公告", "project_id": PROJECT, "jurisdiction": jurisdiction, **request}
        self.engine.start("publicity_and_posting", data={"posting_request": whole}, jurisdiction=jurisdiction, business_key=PAYROLL)
        self.settle()

    def postings(self) -> list[dict[str, Any]]:
        with self.public.read() as connection:
            return self.credit.read("list_postings", connection, self.engine.clock.now(), {})["items"]

    def close(self) -> None:
        """Close the databases."""
        self.engine.close()
        self.desk.database.close()
        self.public.close()

    def _answer(self, command: Message) -> Any:
        service, _, handler = command.type.partition(".")
        try:
            if service == "credit":
                with self.credit_units.begin() as unit:
                    return good(command, self.credit.run(handler, unit, command.data))
            return good(command, self.desk.run(handler, **command.data))
        except HuxinError as error:
            return bad(command, code=error.code)

    def _deliver(self, message: str, key: str, data: dict[str, Any], jurisdiction: str) -> None:
        incoming = Incoming(id=uuid7(), message=message, subject=key, key=key, jurisdiction=jurisdiction, data=data)
        correlating.correlate(self.engine.context, incoming)
