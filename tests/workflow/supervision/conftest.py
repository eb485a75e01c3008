"""The engine with the diagrams of P06, P07 and P17, and the real permits service that answers its commands, under one clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.cli.deploying import in_calling_order
from services.engine.application import correlating, moving, queries, replies, tasks
from services.engine.domain.model import Actor, Incoming
from services.engine.entrypoints.testing import EngineBench, bad, good
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime.settings import CHECKOUT, Settings
from tests.unit.permits.conftest import Desk

DIAGRAMS = (
    "payment_supervision_and_stop_work",
    "subcontractor_stop",
    "correction_order",
    "stop_application",
    "missed_order_stop",
    "resume_after_payment",
    "wages_first",
    "completion_acceptance",
    "settlement_deadline",
)
BEGINNING = "2026-11-02T09:00:00+08:00"  # a Monday
DEPARTMENTS = (
    "contractor",
    "subcontractor",
    "construction_unit",
    "supervision_unit",
    "industry_authority",
    "housing_bureau",
    "construction_authority",
    "acceptance_authority",
    "hr_bureau",
    "finance_bureau",
    "leading_group",
)
ACTOR = Actor(user="示例经办", departments=DEPARTMENTS, roles=("clerk", "leader"))


class Works:
    """Engine and permits together; `settle` lets both go on until nothing is left to do without a person or the clock."""

    def __init__(self, bench: EngineBench, desk: Desk) -> None:
        self.bench, self.desk = bench, desk
        self.forwarded = 0
        self.thrown: list[str] = []

    def settle(self) -> None:
        """Answer commands by the real handlers and pass events on, those of the service and of the diagrams, until all is quiet."""
        while True:
            commands, events = self.bench.commands(), self.bench.events()
            self.thrown += [event.type for event in events]
            own = self.desk.relay.messages("huxin.events")[self.forwarded :]
            self.forwarded += len(own)
            answers = []
            for command in commands:
                try:
                    answers.append(good(command, self.desk.run(command.type.partition(".")[2], **command.data)))
                except HuxinError as error:
                    answers.append(bad(command, code=error.code))
            replies.handle_replies(self.bench.context, answers)
            for event in (*events, *own):
                incoming = Incoming(
                    id=event.id,
                    message=event.type,
                    subject=event.subject,
                    key=event.subject,
                    jurisdiction=event.jurisdiction,
                    data=event.data,
                )
                correlating.handle_event(self.bench.context, incoming)
            if not (commands or events or own):
                return

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        """Do a person's action on the service, and let what follows happen."""
        answer = self.desk.run(handler, **parameters)
        self.settle()
        return answer

    def event(self, name: str, key: str, data: dict[str, Any]) -> None:
        """Hear an event of another service."""
        incoming = Incoming(id=uuid7(), message=name, subject=key, key=key, jurisdiction=data["jurisdiction"], data=data)
        correlating.handle_event(self.bench.context, incoming)
        self.settle()

    def payment(self, jurisdiction: str = "shaoxing", **changes: Any) -> str:
        """Register a payment; its process starts."""
        key = self.desk.payment(jurisdiction, **changes)
        self.settle()
        return key

    def receive(self, key: str, amount_fen: int, receipt_id: str = "R-1") -> None:
        """Money arrives today."""
        self.desk.receive(key, amount_fen, receipt_id=receipt_id, paid_on=self.desk.clock.now().date().isoformat())
        self.settle()

    def clock(self, moment: str) -> None:
        """Move both clocks; what becomes due fires."""
        self.desk.at(moment)
        moving.move_clock(self.bench.context, moment)
        self.settle()

    def open_tasks(self, key: str) -> list[str]:
        """Return the elements of the open tasks of a business key, sorted."""
        return sorted(task["element_id"] for task in self._tasks(key))

    def do(self, key: str, element: str, **data: Any) -> None:
        """Do the one open task of an element."""
        (task,) = [task for task in self._tasks(key) if task["element_id"] == element]
        tasks.complete_task(self.bench.context, task_id=task["id"], actor=replace(ACTOR, jurisdiction=task["jurisdiction"]), data=data)
        self.settle()

    def outcome(self, key: str, process: str) -> str | None:
        """Return how the newest case of a process ended; None while it runs. A case with an open incident fails the test."""
        items = queries.list_instances(self.bench.context, {"business_key": key, "process": process, "limit": 1})["items"]
        view = self.bench.instance(items[0]["id"])
        assert [incident for incident in view["incidents"] if incident["state"] == "open"] == []
        return str(view["outcome"]) if view["state"] == "completed" else None

    def _tasks(self, key: str) -> list[dict[str, Any]]:
        query = {"departments": list(DEPARTMENTS), "business_key": key}
        items: list[dict[str, Any]] = queries.list_tasks(self.bench.context, query)["items"]
        return items


@pytest.fixture
def works(tmp_path):
    url = f"sqlite:///{tmp_path}/{{service}}.db"
    bench = EngineBench(url)
    desk = Desk(replace(Settings(), database_url=url))
    desk.register_firms()
    moving.move_clock(bench.context, BEGINNING)
    for diagram in in_calling_order([CHECKOUT / "workflows" / "bpmn" / f"{name}.bpmn" for name in DIAGRAMS]):
        bench.deploy(diagram)
    yield Works(bench, desk)
    desk.database.close()
    bench.close()
