"""The processes of the wage account with a real engine and a real escrow service, and the broker played by the test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.credit.adapters.schema import SCHEMA as CREDIT_SCHEMA
from services.credit.bootstrap import Credit
from services.engine.application import correlating, moving, queries, replies, resolving, ticking
from services.engine.domain.model import Actor, Incoming
from services.engine.entrypoints.testing import OPERATOR, EngineBench, bad, good
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import CHECKOUT, Settings
from services.runtime.testing import FakeRelay
from tests.unit.escrow.accounts.desk import CERTIFIED, OPENING, PROJECT, Desk, permit, receipt

if TYPE_CHECKING:
    from pathlib import Path

    from services.contracts.envelope import Message
    from services.kernel.clock import MovableClock

DIAGRAMS = (
    "publicity_and_posting",
    "wage_account",
    "wage_account_funding",
    "wage_account_report",
    "wage_account_correction",
    "special_account_closure",
)
ROUNDS = 60
NO_CASES = {"arrears_fen": 0, "open_arrears_case": False, "open_wage_suit": False}


def part(*names: str) -> dict[str, Any]:
    """Return some fields of a correct opening."""
    return {name: OPENING[name] for name in names}


FORMS: dict[str, dict[str, Any]] = {
    "announce_works": {"works_start_on": "2026-11-16"},
    "open_account": part("account_opened_on", "bank_name", "bank_code", "account_name", "account_number", "agency_agreement_signed"),
    "confirm_account": part(
        "wages_only_marked", "cooperation_agreement_signed", "workers_registered", "cards_issued", "own_accounts_accepted"
    ),
    "agree_terms": part("two_lines_agreed", "measuring_period_agreed", "labour_cost_share_bp", "funding_day", "payday"),
    "file_account": {"filed_on": "2026-11-02", "filing_confirmed": True},
    "certify_progress": CERTIFIED,
    "complete_opening": {},
    "complete_plan": {"payroll_due_fen": 28_000_000, "planned_headcount": 50, "contract_monthly_rate_fen": 600_000},
    "plan_wages": {"payroll_due_fen": 28_000_000, "planned_headcount": 50, "contract_monthly_rate_fen": 600_000},
    "top_up": {"top_up_reference": "T1"},
    "decide_order": {"order_confirmed": True},
    "handle_report": {"finding": "founded"},
    "check_cases": NO_CASES,
    "recheck_cases": NO_CASES,
    "post_board": {"posting_place": "board", "posted_on": "2026-11-02", "posting_proof": "示例照-001"},
    "complete_closing": {"written_promise": True},
    "promise": {"written_promise": True},
    "owner_opinion": {"owner_opinion": "agree"},
    "authority_opinion": {"construction_authority_opinion": "agree"},
    "bank_close": {"returned_fen": 0, "bank_closed_on": "2026-11-02"},
    "reconcile": {"returned_fen": 0, "bank_closed_on": "2026-11-02"},
}


class Publicity:
    """The credit service, as far as it posts notices."""

    def __init__(self, settings: Settings, clock: MovableClock) -> None:
        self.database = Database.for_service("credit", settings)
        migrations.upgrade(self.database, CREDIT_SCHEMA)
        self.units = Units(self.database, FakeRelay(), clock)
        self.service = Credit(settings.home)

    def run(self, handler: str, **parameters: Any) -> dict[str, Any]:
        """Run a handler in a transaction of its own."""
        with self.units.begin() as unit:
            return self.service.run(handler, unit, parameters)


class Town:
    """Engine and escrow on one clock; `settle` carries commands and events until nothing moves."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/{{service}}.db"
        self.engine = EngineBench(url)
        self.engine.clock.move_to(parse_moment("2026-11-02T09:00:00+08:00"))
        self.desk = Desk(replace(Settings(), database_url=url), self.engine.clock)
        self.credit = Publicity(Settings(database_url=url), self.engine.clock)
        self.thrown: list[Message] = []
        self.scripted: dict[str, dict[str, Any]] = {}
        for name in DIAGRAMS:
            self.engine.deploy(CHECKOUT / "workflows" / "bpmn" / f"{name}.bpmn")

    def begin(self, jurisdiction: str = "shaoxing") -> None:
        """Send the permit that everything starts from."""
        self._deliver("permits.permit.issued", PROJECT, permit(jurisdiction=jurisdiction), jurisdiction)
        self.settle()

    def open(self, jurisdiction: str = "shaoxing") -> None:
        """Bring the account to work, so that its first month begins."""
        self.begin(jurisdiction)
        self.work("wage_account")

    def settle(self) -> None:
        """Carry out commands and deliver events until nothing is left."""
        for _ in range(ROUNDS):
            commands = self.engine.commands()
            answers = [self._answer(command) for command in commands]
            replies.handle_replies(self.engine.context, answers)
            self.thrown += self.engine.events()
            events, self.desk.relay.rows = self.desk.relay.messages("huxin.events"), []
            for event in events:
                self._deliver(event.type, str(event.subject), event.data, str(event.jurisdiction))
            if not commands and not events:
                return
        raise AssertionError("the processes never come to rest")

    def call(self, handler: str, **parameters: Any) -> dict[str, Any]:
        """Do what a person or the bank does outside the processes."""
        answer = self.desk.run(handler, **parameters)
        self.settle()
        return answer

    def receive(self, reference: str, amount_fen: int, kind: str = "owner_transfer", month: str = "2026-11") -> None:
        """Let money reach the account."""
        booked_on = self.engine.clock.now().date().isoformat()
        self.call("book_receipts", project_id=PROJECT, lines=[receipt(reference, amount_fen, kind, month, booked_on)])

    def do(self, element: str, **changes: Any) -> None:
        """Do the open task of an element with its usual form and these changes."""
        task = next(task for task in self.tasks() if task["element_id"] == element)
        actor = Actor(user="示例经办", departments=(task["department"],), roles=("clerk",), jurisdiction=task["jurisdiction"])
        self.engine.complete(task["id"], {name: value for name, value in {**FORMS[element], **changes}.items() if value is not None}, actor)
        self.settle()

    def work(self, process: str, *, until: str | None = None) -> None:
        """Do the open tasks of a process with their usual forms, until one of an element comes up."""
        while todo := [task["element_id"] for task in self.tasks() if task["process"] == process and task["element_id"] != until]:
            self.do(todo[0])

    def move(self, to: str) -> None:
        """Move the clock and let timers fire."""
        moving.move_clock(self.engine.context, to)
        self.settle()
        while ticking.tick(self.engine.context):  # what services answered may have set timers that are due already
            self.settle()

    def tasks(self) -> list[dict[str, Any]]:
        everybody = ["contractor", "construction_unit", "account_bank", "housing_bureau", "hr_bureau", "construction_authority"]
        return self.engine.tasks(departments=everybody)

    def case(self, process: str) -> dict[str, Any]:
        """Return the newest case of a process."""
        items = queries.list_instances(self.engine.context, {"process": process, "limit": 1})["items"]
        return self.engine.instance(items[0]["id"])

    def outcome(self, process: str) -> str | None:
        """Return at which end a case stopped; None while it runs."""
        return self.case(process)["outcome"]

    def cases_of(self, process: str) -> int:
        """Return how many cases of a process were started."""
        return len(queries.list_instances(self.engine.context, {"process": process, "limit": 100})["items"])

    def complete_with(self, **fields: Any) -> None:
        """Do the task that completes an opening, with these fields only."""
        self.do("complete_opening", **fields)

    def correct(self, incident: dict[str, Any], data: dict[str, Any]) -> None:
        """End an incident by correcting the case's data."""
        resolving.resolve_incident(
            self.engine.context, incident_id=incident["id"], action="correct", reason="示例更正", data=data, actor=OPERATOR
        )
        self.settle()

    def close(self) -> None:
        """Close both databases."""
        self.engine.close()
        self.desk.database.close()
        self.credit.database.close()

    def answer_once(self, handler: str, result: dict[str, Any]) -> None:
        """Let the next call of a handler give this result instead of its own."""
        self.scripted[handler] = result

    def _answer(self, command: Message) -> Any:
        service, _, handler = command.type.partition(".")
        try:
            run = self.credit.run if service == "credit" else self.desk.run
            return good(command, self.scripted.pop(handler, None) or run(handler, **command.data))
        except HuxinError as error:
            return bad(command, code=error.code)

    def _deliver(self, message: str, key: str, data: dict[str, Any], jurisdiction: str) -> None:
        incoming = Incoming(id=uuid7(), message=message, subject=key, key=key, jurisdiction=jurisdiction, data=data)
        correlating.correlate(self.engine.context, incoming)
