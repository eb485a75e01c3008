"""The engine with the diagrams of P02, and the real roster service that answers its commands, under one clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet

from services.engine.application import correlating, moving, queries, replies, tasks
from services.engine.domain.model import Actor, Incoming
from services.engine.entrypoints.testing import EngineBench, bad, good
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime.settings import CHECKOUT, Settings
from tests.unit.roster.desk import CONTRACTOR, OWNER, Desk

DIAGRAMS = ("contract_and_real_name_registration", "subcontract_check", "site_entry", "contract_after_entry")
BEGINNING = "2026-11-02T09:00:00+08:00"  # a Monday
DEPARTMENTS = ("contractor", "labour_officer", "labour_inspection", "industry_authority")
ACTOR = Actor(user="示例经办", departments=DEPARTMENTS, roles=("clerk",))


class Site:
    """Engine and roster together; `settle` lets both go on until nothing is left to do without a person or the clock."""

    def __init__(self, bench: EngineBench, desk: Desk) -> None:
        self.bench, self.desk = bench, desk
        self.forwarded = 0

    def permit(self, jurisdiction: str, *, signed_on: str | None = "2026-11-02") -> str:
        """Issue a permit and return the instance that it starts."""
        data = {
            "application_id": "A-1",
            "permit_id": "L-1",
            "project_id": "P-1",
            "project_name": "示例住宅楼",
            "jurisdiction": jurisdiction,
            "construction_unit": OWNER,
            "general_contractor": CONTRACTOR,
            "issued_on": "2026-11-02",
        } | ({"construction_contract_signed_on": signed_on} if signed_on else {})
        return self.tell("permits.permit.issued", "P-1", data, jurisdiction)

    def tell(self, message: str, key: str, data: dict[str, Any], jurisdiction: str) -> str:
        """Deliver an event, and return the instance that it starts."""
        incoming = Incoming(id=uuid7(), message=message, subject=key, key=key, jurisdiction=jurisdiction, data=data)
        started = correlating.correlate(self.bench.context, incoming)["started"]
        self.settle()
        return str(started[0]) if started else ""

    def settle(self) -> None:
        """Answer commands by the real handlers and pass the roster's events on, until all is quiet."""
        while True:
            commands = self.bench.commands()
            answers = []
            for command in commands:
                try:
                    answers.append(good(command, self.desk.run(command.type.partition(".")[2], **command.data)))
                except HuxinError as error:
                    answers.append(bad(command, code=error.code))
            replies.handle_replies(self.bench.context, answers)
            events = self.desk.relay.messages("huxin.events")[self.forwarded :]
            self.forwarded += len(events)
            for event in events:
                incoming = Incoming(
                    id=event.id,
                    message=event.type,
                    subject=event.subject,
                    key=event.subject,
                    jurisdiction=event.jurisdiction,
                    data=event.data,
                )
                correlating.handle_event(self.bench.context, incoming)
            if not commands and not events:
                return

    def clock(self, moment: str) -> None:
        """Move both clocks; what becomes due fires."""
        self.desk.at(moment)
        moving.move_clock(self.bench.context, moment)
        self.settle()

    def open_tasks(self, key: str) -> list[str]:
        """Return the elements of the open tasks of a business key, sorted."""
        return sorted(task["element_id"] for task in self._tasks(key))

    def _tasks(self, key: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = queries.list_tasks(self.bench.context, {"departments": list(DEPARTMENTS), "business_key": key})[
            "items"
        ]
        return items

    def do(self, key: str, element: str, **data: Any) -> None:
        """Do the one open task of an element."""
        (task,) = [task for task in self._tasks(key) if task["element_id"] == element]
        tasks.complete_task(self.bench.context, task_id=task["id"], actor=replace(ACTOR, jurisdiction=task["jurisdiction"]), data=data)
        self.settle()

    def outcome(self, key: str, process: str) -> str | None:
        """Return how the newest case of a process ended; None while it runs."""
        items = queries.list_instances(self.bench.context, {"business_key": key, "process": process, "limit": 1})["items"]
        view = self.bench.instance(items[0]["id"])
        assert [incident for incident in view["incidents"] if incident["state"] == "open"] == []
        return str(view["outcome"]) if view["state"] == "completed" else None

    def announced(self) -> list[str]:
        """Take the names of the events that diagrams have thrown since the last call."""
        return [event.type for event in self.bench.events()]


@pytest.fixture
def site(tmp_path):
    url = f"sqlite:///{tmp_path}/{{service}}.db"
    bench = EngineBench(url)
    desk = Desk(replace(Settings(), database_url=url, environ={"HUXIN_FIELD_KEY": Fernet.generate_key().decode()}))
    moving.move_clock(bench.context, BEGINNING)
    for name in DIAGRAMS:
        bench.deploy(CHECKOUT / "workflows" / "bpmn" / f"{name}.bpmn")
    yield Site(bench, desk)
    desk.database.close()
    bench.close()
