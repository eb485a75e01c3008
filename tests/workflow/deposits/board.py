"""The processes of deposits and advances with a real engine and a real escrow service, and the broker played by the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.engine.application import correlating, moving, queries, replies, resolving
from services.engine.domain.model import Actor, Incoming
from services.engine.entrypoints.testing import OPERATOR, EngineBench, bad, good
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime.settings import CHECKOUT, Settings
from tests.unit.escrow.accounts.desk import PROJECT, Desk, permit
from tests.workflow.wage_account.town import Publicity

if TYPE_CHECKING:
    from pathlib import Path

    from services.contracts.envelope import Message

DIAGRAMS = (
    "publicity_and_posting",
    "wage_deposit",
    "wage_deposit_use",
    "wage_deposit_review",
    "wage_deposit_return",
    "advance_filing",
    "guarantee_call",
    "advance_payment_and_liability",
    "advance_recovery",
)
EVERYBODY = (
    "hr_bureau",
    "contractor",
    "construction_unit",
    "construction_authority",
    "industry_authority",
    "employer",
    "guarantor",
    "account_bank",
    "deposit_bank",
)
ROUNDS = 60
DUE, ARREARS = 67_500_000, 80_000_000
NEWCOMER = {
    "base_rate_bp": 150,
    "arrears_history": "never",
    "active_in_area_since": "2026-05-04",
    "on_serious_dishonesty_list": False,
    "real_name_kept": True,
    "wage_account_kept": True,
    "active_projects_in_area": 1,
}
CONFIRMED = {"deposit_confirmed": True, "designated_account": True}
FORMS: dict[str, dict[str, Any]] = {
    "assess_firm": NEWCOMER,
    "store_deposit": {"deposit_form": "cash", "deposit_amount_fen": DUE, "deposit_receipt": "示例-1"},
    "confirm_deposit": CONFIRMED,
    "urge_contractor": {"urged_on": "2026-12-01", "urge_note": "约谈"},
    "sign_notice": {"notice_signed": True},
    "pay_workers": {"paid_out_fen": 20_000_000, "paid_out_receipt": "示例付款"},
    "top_up": {"deposit_form": "cash", "deposit_amount_fen": 20_000_000, "deposit_receipt": "示例补存"},
    "confirm_top_up": CONFIRMED,
    "examine_complaints": {**NEWCOMER, "complaints_counted": 0, "complaints_settled": 0},
    "approve_change": {"change_approved": True},
    "publish_site": {"posting_place": "hall", "posted_on": "2027-02-09", "posting_proof": "示例公告"},
    "store_difference": {"deposit_form": "cash", "deposit_amount_fen": 33_750_000, "deposit_receipt": "示例差额"},
    "confirm_difference": CONFIRMED,
    "pay_back": {"refund_fen": 33_750_000, "refund_receipt": "示例退差"},
    "check_arrears": {"arrears_found": False, "open_case_found": False, "notice_kept_up": True},
    "confirm_return": {"return_confirmed": True},
    "pay_return": {"refund_fen": DUE, "refund_receipt": "示例返还"},
    "establish_cause": {
        "employer_kind": "subcontractor",
        "cause": "sub_default",
        "owner_unsettled_fen": 10_000_000,
        "gc_objects_owner_unpaid": False,
        "engineering_dispute": False,
        "continued_after_stop_duty": False,
    },
    "confirm_unlawful": {"unlawful_confirmed": True, "unlawful_grounds": "示例"},
    "owner_answers": {"supervision_measure": "到场督促", "owner_advanced_fen": 0},
    "contractor_pays": {"contractor_advanced_fen": ARREARS, "contractor_receipt": "示例垫付", "contractor_objection": "none"},
    "other_pays": {"other_advanced_fen": ARREARS, "other_receipt": "示例清偿"},
    "pay_out": {"wages_paid_out": True},
    "handle_shortfall": {"shortfall_step": "hand_over"},
    "ask_guarantor": {"call_guarantor": True, "guarantor_name": "示例担保", "guarantee_claim_fen": 30_000_000},
    "guarantor_pays": {"guarantor_paid_fen": 30_000_000, "guarantor_receipt": "示例担保付款"},
    "file_advance": {"filed_on": "2026-11-02", "filing_summary": "示例"},
    "owner_recovers": {"recovered_fen": 10_000_000},
    "contractor_recovers": {"recovered_fen": ARREARS},
    "other_recovers": {"recovered_fen": 30_000_000},
}


class Board:
    """Engine and escrow on one clock; `settle` carries commands and events until nothing moves."""

    def __init__(self, folder: Path, *, prepared: bool = False) -> None:
        url = f"sqlite:///{folder}/{{service}}.db"
        self.engine = EngineBench(url, fresh=not prepared)
        self.engine.clock.move_to(parse_moment("2026-11-02T09:00:00+08:00"))
        self.desk = Desk(replace(Settings(), database_url=url), self.engine.clock, prepared=prepared)
        self.credit = Publicity(Settings(database_url=url), self.engine.clock)
        self.announced: list[str] = []
        self.failing: set[str] = set()
        for name in () if prepared else DIAGRAMS:
            self.engine.deploy(CHECKOUT / "workflows" / "bpmn" / f"{name}.bpmn")

    def permit(self, jurisdiction: str = "shaoxing", **more: Any) -> None:
        """Send the permit that a deposit starts from."""
        self.tell("permits.permit.issued", PROJECT, permit(jurisdiction=jurisdiction, **more), jurisdiction)

    def stored(self, jurisdiction: str = "shaoxing") -> None:
        """Bring the deposit to its place."""
        self.permit(jurisdiction)
        self.work(PROJECT)

    def arrears(self, jurisdiction: str = "shaoxing") -> None:
        """Ask for an advance of wages in arrears."""
        self.desk.run("register_project", event=permit(jurisdiction=jurisdiction))
        self.call("request_advance", project_id=PROJECT, arrears_fen=ARREARS, about="示例", advance_id="V-1")

    def tell(self, name: str, key: str, data: dict[str, Any], jurisdiction: str = "shaoxing") -> None:
        """Deliver an event as the broker would."""
        incoming = Incoming(id=uuid7(), message=name, subject=key, key=key, jurisdiction=jurisdiction, data=data)
        correlating.handle_event(self.engine.context, incoming)
        self.settle()

    def settle(self) -> None:
        """Carry out commands and deliver events until nothing is left."""
        for _ in range(ROUNDS):
            commands = self.engine.commands()
            replies.handle_replies(self.engine.context, [self._answer(command) for command in commands])
            events, self.desk.relay.rows = self.desk.relay.messages("huxin.events"), []
            self.announced += [event.type for event in events]
            for event in events:
                incoming = Incoming(
                    id=event.id,
                    message=event.type,
                    subject=event.subject,
                    key=event.subject,
                    jurisdiction=event.jurisdiction,
                    data=event.data,
                )
                correlating.handle_event(self.engine.context, incoming)
            if not commands and not events:
                return
        raise AssertionError("the processes never come to rest")

    def _answer(self, command: Message) -> Any:
        service, _dot, handler = command.type.partition(".")
        if handler in self.failing:
            return bad(command, code="sample_failed")
        try:
            run = self.credit.run if service == "credit" else self.desk.run
            return good(command, run(handler, **command.data))
        except HuxinError as error:
            return bad(command, code=error.code)

    def call(self, handler: str, **parameters: Any) -> dict[str, Any]:
        """Do what a person does outside the processes."""
        answer = self.desk.run(handler, **parameters)
        self.settle()
        return answer

    def open_tasks(self, key: str) -> list[str]:
        """Return the elements of the open tasks of a business key, sorted."""
        return sorted(task["element_id"] for task in self._tasks(key))

    def _tasks(self, key: str) -> list[dict[str, Any]]:
        return self.engine.tasks(departments=list(EVERYBODY), business_key=key)

    def do(self, key: str, element: str, **changes: Any) -> None:
        """Do the open task of an element with its usual form and these changes; None leaves a field out."""
        task = next(task for task in self._tasks(key) if task["element_id"] == element)
        actor = Actor(user="示例经办", departments=(task["department"],), roles=("clerk", "leader"), jurisdiction=task["jurisdiction"])
        form = {name: value for name, value in {**FORMS[element], **changes}.items() if value is not None}
        self.engine.complete(task["id"], form, actor)
        self.settle()

    def work(self, key: str, *, until: str | None = None) -> None:
        """Do the open tasks of a business key with their usual forms, until one of an element comes up."""
        while todo := [element for element in self.open_tasks(key) if element != until]:
            self.do(key, todo[0])

    def move(self, day: str) -> None:
        """Move the clock; what becomes due fires, and the day's sweep runs."""
        moving.move_clock(self.engine.context, f"{day}T09:00:00+08:00")
        self.settle()
        self.call("sweep_deposits", day=date.fromisoformat(day))

    def outcome(self, key: str, process: str) -> str | None:
        """Return how the case of a process ended; None while it runs."""
        (item,) = queries.list_instances(self.engine.context, {"business_key": key, "process": process, "limit": 5})["items"]
        view = self.engine.instance(item["id"])
        assert [incident for incident in view["incidents"] if incident["state"] == "open"] == []
        return str(view["outcome"]) if view["state"] == "completed" else None

    def repair(self) -> None:
        """Retry every open incident, as an operator does once its cause is gone."""
        self.failing.clear()
        for incident in self.engine.incidents():
            resolving.resolve_incident(
                self.engine.context, incident_id=incident["id"], action="retry", reason="示例：已修复", actor=OPERATOR
            )
        self.settle()

    def deposit(self) -> dict[str, Any]:
        """Return the deposit."""
        return self.desk.read("show_deposit", project_id=PROJECT)

    def advance(self) -> dict[str, Any]:
        """Return the case of advance."""
        return self.desk.read("show_advance", advance_id="V-1")

    def close(self) -> None:
        """Let everything go."""
        self.credit.database.close()
        self.desk.database.close()
        self.engine.close()
