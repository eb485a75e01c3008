"""Tells a story from its file: each case is a list of steps that send messages, call operations, do tasks and move the clock.

A step is an object with one of these verbs:

| verb | does |
| --- | --- |
| `start: EVENT` | sends an event to the engine: `key`, `data` |
| `publish: EVENT` | announces an event to every service: `key`, `data` |
| `call: OPERATION` | calls it: `with` (parameters), `expect` (members of the answer), `fails` (a problem's code), `save` (name → path) |
| `do: ELEMENT` | does one task of the case with the business key `of`: `process`, `data` (else the review's) |
| `reach: ELEMENT` | waits until the case with the business key `of` waits there: `process` |
| `work: KEY` | does the tasks of the case with this business key: `process`, `until` (an element to stop at), `reviews` |
| `clock: MOMENT` | moves the clock there |
| `ends: KEY` | the case with this business key ended at `outcome`: `process` |

Texts may hold `${name}`: a fact of the case, a saved value, `case` (differs in every case), `month`, `today`, `today+3`,
`today-2` (days), `month_end` likewise.
`{csv: [[…]]}` stands for a file, `{repeat: 100, each: …}` for a list in which `${n}` counts from 1.
"""

from __future__ import annotations

import base64
import calendar
import csv
import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.contracts import catalogue
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from services.cli.stories.system import System

OPERATOR = {"user": "story-operator", "departments": [], "roles": ["operator", "supervisor", "administrator"], "jurisdiction": "national"}
FIRMS = {"construction_unit", "contractor", "general_contractor", "subcontractor", "labour_officer"}
MAX_TASKS = 30
NOT_FOUND = 404
_NAME = re.compile(r"\$\{(\w+)([+-]\d+)?\}")


@dataclass
class Timeline:
    """What happened, in order; `ok` only if every step held."""

    system: System
    process: str
    steps: list[dict[str, Any]] = field(default_factory=list)

    def note(self, what: str, clauses: list[str], *, ok: bool = True) -> None:
        """Write a step down."""
        at = self.system.clock.now().isoformat(timespec="seconds")
        self.steps.append({"at": at, "process": self.process, "what": what, "clauses": clauses, "ok": ok})

    def hold(self, what: str, clauses: list[str], found: object, wanted: object) -> None:
        """Write down whether something is as it should be."""
        self.note(what if found == wanted else f"{what}: {found!r}, should be {wanted!r}", clauses, ok=found == wanted)

    @property
    def ok(self) -> bool:
        """Whether every step held."""
        return all(step["ok"] for step in self.steps)


def tell(system: System, story: dict[str, Any]) -> Timeline:
    """Run every case of a story whose cases have `steps`."""
    timeline = Timeline(system, story["process"])
    return tell_cases(timeline, story["cases"], lambda case: Teller(system, timeline, story, case).run())


def tell_cases(timeline: Timeline, cases: list[dict[str, Any]], run: Callable[[dict[str, Any]], None]) -> Timeline:
    """Run cases one by one; one that breaks says where, and the next is told all the same."""
    for case in cases:
        timeline.note(f"—— {case['name']}", [])
        try:
            run(case)
        except Exception as error:  # noqa: BLE001 - a story that breaks says where, and fails
            timeline.note(f"{type(error).__name__}: {error}", [], ok=False)
    return timeline


class Desk:
    """Finds cases in the engine and does their tasks, as the departments would."""

    def __init__(self, system: System, timeline: Timeline, jurisdiction: str, firms: list[str]) -> None:
        self.system, self.timeline, self.jurisdiction, self.firms = system, timeline, jurisdiction, firms

    def await_instance(self, business_key: str, process: str | None = None) -> dict[str, Any]:
        """Return the newest case with a business key, once there is one."""
        where = {"business_key": business_key, "limit": 1, "actor": OPERATOR} | ({"process": process} if process else {})

        def ask() -> dict[str, Any] | None:
            found = self.system.call("engine.list_instances", **where)["items"]
            return found[0] if found else None

        instance: dict[str, Any] = self.system.until(f"{process or 'the process'} of {business_key} to start", ask)
        return instance

    def settled(self, instance_id: str) -> dict[str, Any] | None:
        """Return the case once somebody has something to do or it has ended."""
        instance: dict[str, Any] = self.system.call("engine.get_instance", instance_id=instance_id, actor=OPERATOR)["instance"]
        if any(incident["state"] == "open" for incident in instance["incidents"]):
            raise RuntimeError(f"incident: {instance['incidents'][0]}")
        open_tasks = [task for task in instance["tasks"] if task["state"] in {"open", "claimed"}]
        return {**instance, "tasks": open_tasks} if open_tasks or instance["state"] != "running" else None

    def work(self, instance_id: str, fill: Callable[[dict[str, Any]], dict[str, Any] | None], until: str | None = None) -> None:
        """Do the tasks of a case until it ends, or until one of an element comes up.

        Args:
            instance_id: the case.
            fill: returns who does a task and with what, `{department, roles, data}`, or None to leave it.
            until: the element to stop at.
        """
        for _ in range(MAX_TASKS):
            state = self.system.until("the next task", lambda: self._next(instance_id, fill, until))
            if state["state"] != "running" or not state["todo"]:
                return
            task, review = state["todo"]
            self.complete(task, review)
        raise RuntimeError(f"the case is not over after {MAX_TASKS} tasks")

    def complete(self, task: dict[str, Any], review: dict[str, Any]) -> None:
        """Do one task as the department of its review."""
        department = review["department"]
        actor = {
            "user": f"story-{department}",
            "departments": [department],
            "roles": review.get("roles", ["clerk"]),
            "jurisdiction": self.jurisdiction,
            "firms": self.firms if department in FIRMS else [],
        }
        self.system.call("engine.complete_task", task_id=task["id"], actor=actor, data=review["data"])
        self.timeline.note(f"{task['name']}（{department}）", task["clauses"])

    def await_task(self, instance_id: str, element: str) -> dict[str, Any]:
        """Return the open task of an element, once there is one."""

        def ask() -> dict[str, Any] | None:
            state = self.settled(instance_id)
            return next((task for task in (state or {}).get("tasks", []) if task["element_id"] == element), None)

        task: dict[str, Any] = self.system.until(f"the task {element}", ask)
        return task

    def _next(self, instance_id: str, fill: Callable[[dict[str, Any]], dict[str, Any] | None], until: str | None) -> dict[str, Any] | None:
        state = self.settled(instance_id)
        if state is None or state["state"] != "running":
            return state
        if any(task["element_id"] == until for task in state["tasks"]):
            return {**state, "todo": None}
        todo = next(((task, review) for task in state["tasks"] if (review := fill(task))), None)
        return {**state, "todo": todo} if todo else None


class Teller:
    """One case with its facts and saved values."""

    def __init__(self, system: System, timeline: Timeline, story: dict[str, Any], case: dict[str, Any]) -> None:
        self.system, self.timeline, self.story, self.case = system, timeline, story, case
        profile = story.get("profiles", {}).get(case["jurisdiction"], {})
        self.names: dict[str, Any] = {**story.get("facts", {}), **profile, **case.get("facts", {})}
        self.names |= {"case": uuid7(), "jurisdiction": case["jurisdiction"]}
        self.reviews = {**story.get("reviews", {}), **case.get("reviews", {})}
        self.desk = Desk(system, timeline, case["jurisdiction"], list(story.get("own_firms", [])))
        self.began = system.clock.now()
        self.names["month"] = f"{self.began:%Y-%m}"
        self.outcome: str | None = None

    def run(self) -> None:
        """Do every step, then hold the case to the end it names."""
        for step in [*self.story.get("opening", []), *self.case["steps"]]:
            self.take(step)
        clauses = self.case.get("satisfies", []) + self.case.get("breaks", [])
        self.timeline.hold(f"办结：{self.case['ends']}", clauses, self.outcome, self.case["ends"])

    def take(self, step: dict[str, Any]) -> None:
        """Do one step."""
        verb = next((word for word in ("start", "publish", "call", "do", "reach", "work", "clock", "ends") if word in step), None)
        if verb is None:
            raise RuntimeError(f"a step has no verb: {step}")
        getattr(self, f"_{verb}")(step)

    def _start(self, step: dict[str, Any]) -> None:
        key = str(self.fill(step["key"]))
        data = {**self.fill(step.get("data", {}))}
        self.system.call(
            "engine.correlate", message=step["start"], key=key, data=data, jurisdiction=self.case["jurisdiction"], actor=OPERATOR
        )
        self.timeline.note(step.get("say") or catalogue.event(step["start"]).title_zh, step.get("clauses", []))

    def _publish(self, step: dict[str, Any]) -> None:
        key, data = str(self.fill(step["key"])), self.fill(step.get("data", {}))
        self.system.publish(step["publish"], key=key, jurisdiction=self.case["jurisdiction"], data=data)
        self.timeline.note(step.get("say") or catalogue.event(step["publish"]).title_zh, step.get("clauses", []))

    def _call(self, step: dict[str, Any]) -> None:
        operation, clauses = catalogue.operation(step["call"]), step.get("clauses", [])
        parameters, wanted = self.fill(step.get("with", {})), self.fill(step.get("expect", {}))
        said = step.get("say") or operation.title_zh
        if operation.name.startswith("engine."):
            parameters.setdefault("actor", OPERATOR)
        try:
            answer = self._answer(operation.name, parameters, wanted, patient=operation.kind == "query")
        except HuxinError as error:
            self.timeline.hold(f"{said}：{error.title}", clauses, error.code, step.get("fails"))
            return
        if "fails" in step:
            self.timeline.hold(said, clauses, "answered", step["fails"])
            return
        for path, value in wanted.items():
            self.timeline.hold(f"{said}：{path}", clauses, found_at(answer, path), value)
        if not wanted:
            self.timeline.note(said, clauses)
        self.names |= {name: found_at(answer, path) for name, path in step.get("save", {}).items()}

    def _answer(self, operation: str, parameters: dict[str, Any], wanted: dict[str, Any], *, patient: bool) -> dict[str, Any]:
        """Call; a query that is expected to show something is asked again until it does, for effects come after their cause."""
        last: dict[str, Any] = {}
        missing: HuxinError | None = None

        def ask() -> bool:
            nonlocal last, missing
            try:
                last = self.system.call(operation, **parameters)
            except HuxinError as error:
                if not patient or not wanted or error.status != NOT_FOUND:
                    raise
                missing = error
                return False
            return all(found_at(last, path) == value for path, value in wanted.items())

        if patient and wanted:
            try:
                self.system.until(operation, ask)
            except (TimeoutError, HuxinError) as error:
                if not last:
                    raise missing or error from None
        else:
            ask()
        return last

    def _do(self, step: dict[str, Any]) -> None:
        instance = self.desk.await_instance(str(self.fill(step["of"])), step.get("process", self.story["process"]))
        task = self.desk.await_task(instance["id"], step["do"])
        review = self.reviews[step["do"]]
        self.desk.complete(task, {**review, "data": self.fill(step.get("data", review["data"]))})

    def _reach(self, step: dict[str, Any]) -> None:
        instance = self.desk.await_instance(str(self.fill(step["of"])), step.get("process", self.story["process"]))

        def there() -> bool:
            view = self.system.call("engine.get_instance", instance_id=instance["id"], actor=OPERATOR)["instance"]
            return any(token["element_id"] == step["reach"] and token["state"] == "waiting" for token in view["tokens"])

        self.system.until(f"{instance['process']} to wait at {step['reach']}", there)

    def _work(self, step: dict[str, Any]) -> None:
        reviews = {**self.reviews, **step.get("reviews", {})}
        leave = set(step.get("leave", []))
        instance = self.desk.await_instance(str(self.fill(step["work"])), step.get("process", self.story["process"]))

        def fill(task: dict[str, Any]) -> dict[str, Any] | None:
            if task["element_id"] in leave:
                return None
            review = reviews[task["element_id"]]
            return {**review, "data": self.fill(review["data"])}

        self.desk.work(instance["id"], fill, step.get("until"))

    def _clock(self, step: dict[str, Any]) -> None:
        moment = parse_moment(str(self.fill(step["clock"])))
        self.system.call("engine.move_clock", to=moment.isoformat(), actor=OPERATOR)
        self.timeline.note(step.get("say") or f"时间到 {moment.date().isoformat()}", step.get("clauses", []))

    def _ends(self, step: dict[str, Any]) -> None:
        instance = self.desk.await_instance(str(self.fill(step["ends"])), step.get("process", self.story["process"]))

        def ended() -> dict[str, Any] | None:
            state = self.desk.settled(instance["id"])
            return state if state and state["state"] != "running" else None

        self.outcome = self.system.until("the case to end", ended)["outcome"]
        self.timeline.hold(f"{instance['process']}：{self.outcome}", step.get("clauses", []), self.outcome, step["outcome"])

    def fill(self, value: Any) -> Any:  # noqa: ANN401 - JSON values
        """Return a value with its `${name}` replaced."""
        if isinstance(value, dict):
            return self._filled(value)
        if isinstance(value, list):
            return [self.fill(inner) for inner in value]
        if not isinstance(value, str):
            return value
        whole = _NAME.fullmatch(value)
        if whole:
            return self._named(whole)
        return _NAME.sub(lambda match: str(self._named(match)), value)

    def _filled(self, value: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON values
        if set(value) == {"csv"}:
            return file_content(self.fill(value["csv"]))
        if set(value) == {"repeat", "each"}:
            return [self._counted(number, value["each"]) for number in range(1, int(self.fill(value["repeat"])) + 1)]
        return {key: self.fill(inner) for key, inner in value.items()}

    def _counted(self, number: int, each: Any) -> Any:  # noqa: ANN401 - JSON values
        self.names["n"] = number
        return self.fill(each)

    def _named(self, match: re.Match[str]) -> Any:  # noqa: ANN401 - JSON values
        days = {"today": self.began.date(), "month_end": month_end(self.began.date())}
        if match[1] not in days:
            return self.fill(self.names[match[1]])
        return (days[match[1]] + timedelta(days=int(match[2] or 0))).isoformat()


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def file_content(rows: list[list[Any]]) -> str:
    """Return a CSV file in base64."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return base64.b64encode(text.getvalue().encode()).decode()


def found_at(answer: Any, path: str) -> Any:  # noqa: ANN401 - JSON values
    """Return what an answer holds at a path such as `items.0.state`; `*` gathers from every element; None where there is nothing."""
    head, _, rest = path.partition(".")
    if head == "*":
        return [found_at(each, rest) if rest else each for each in answer] if isinstance(answer, list) else None
    if isinstance(answer, list):
        inner = answer[int(head)] if head.lstrip("-").isdecimal() and -len(answer) <= int(head) < len(answer) else None
    else:
        inner = answer.get(head) if isinstance(answer, dict) else None
    return found_at(inner, rest) if rest else inner
