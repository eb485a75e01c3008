"""The diagram early_warning: every desk, the cure at each place where one waits, the return after the recheck, and a service that fails."""

from __future__ import annotations

import pytest

from services.engine.application import moving, replies
from services.engine.domain.model import Actor
from services.engine.entrypoints.testing import EngineBench, bad
from services.runtime.settings import CHECKOUT

DIAGRAM = CHECKOUT / "workflows" / "bpmn" / "early_warning.bpmn"
DESKS = {"housing_bureau": "housing", "industry_authority": "sector", "hr_bureau": "hr"}
WARNING = {"warning_id": "w", "project_id": "P", "project_name": "示例项目", "jurisdiction": "shaoxing", "title": "W8", "colour": "red"}


class Desk:
    """The engine with this diagram; the escrow service is played."""

    def __init__(self, url: str) -> None:
        self.bench = EngineBench(url)
        self.bench.deploy(DIAGRAM)
        self.at = "hr_bureau"

    def seen(self, command):
        if command.type == "escrow.record_warning_measure":
            return {"in_time": True}
        return {"desk": self.at, "colour": "red", "handle_by": "2026-02-20", "handle_limit": "P5D", "recheck_limit": "P10D"}

    def raised(self, desk):
        self.at = desk
        self.bench.send("escrow.warning.raised", "w", WARNING)
        self.bench.answer(self.seen)

    def task(self):
        (task,) = self.bench.tasks(departments=[self.at])
        return task

    def act(self):
        task = self.task()
        actor = Actor(user="示例经办", departments=(self.at,), roles=("clerk",), jurisdiction=task["jurisdiction"])
        done = self.bench.complete(task["id"], {"measure": "urged"}, actor)
        self.bench.answer(self.seen)
        return done["instance"]["id"]

    def outcome(self, instance_id):
        view = self.bench.instance(instance_id)
        return view["state"], view["outcome"]


@pytest.fixture
def desk(tmp_path):
    desk = Desk(f"sqlite:///{tmp_path}/{{service}}.db")
    yield desk
    desk.bench.close()


@pytest.mark.parametrize(("department", "name"), DESKS.items())
def test_a_warning_lies_on_the_desk_of_the_competent_department(desk, department, name):
    desk.raised(department)
    task = desk.task()
    assert (task["element_id"], task["department"], task["title"]) == (f"handle_{name}", department, "示例项目")
    assert task["due_at"] > desk.bench.clock.now().isoformat()


@pytest.mark.parametrize(("department", "name"), DESKS.items())
def test_a_cure_takes_the_task_away(desk, department, name):
    desk.raised(department)
    instance_id = desk.task()["instance_id"]
    desk.bench.send("escrow.warning.cleared", "w")
    assert desk.bench.tasks(departments=[department]) == []
    assert desk.outcome(instance_id) == ("completed", f"end_{name}")


@pytest.mark.parametrize("department", DESKS)
def test_after_the_measure_the_cure_ends_it(desk, department):
    desk.raised(department)
    instance_id = desk.act()
    assert desk.bench.instance(instance_id)["state"] == "running"
    desk.bench.send("escrow.warning.cleared", "w")
    assert desk.outcome(instance_id) == ("completed", "end_cleared")


def test_what_is_still_wrong_after_the_recheck_comes_back_to_the_desk(desk):
    desk.raised("hr_bureau")
    instance_id = desk.act()
    assert moving.move_clock(desk.bench.context, "2026-02-20T09:00:00+08:00")["fired"] == 0
    assert moving.move_clock(desk.bench.context, "2026-04-01T09:00:00+08:00")["fired"] == 1
    desk.bench.answer(desk.seen)
    assert desk.task()["element_id"] == "handle_hr"
    assert desk.act() == instance_id


def test_what_was_cured_unheard_ends_at_the_recheck(desk):
    desk.raised("hr_bureau")
    instance_id = desk.act()
    desk.at = "none"
    moving.move_clock(desk.bench.context, "2026-04-01T09:00:00+08:00")
    desk.bench.answer(desk.seen)
    assert desk.outcome(instance_id) == ("completed", "end_gone")


def test_the_cure_of_another_warning_changes_nothing(desk):
    desk.raised("hr_bureau")
    desk.bench.send("escrow.warning.cleared", "another")
    assert desk.task()["state"] == "open"


def test_a_service_that_fails_for_good_leaves_an_incident(desk):
    desk.bench.send("escrow.warning.raised", "w", WARNING)
    replies.handle_replies(desk.bench.context, [bad(command) for command in desk.bench.commands()])
    (incident,) = desk.bench.incidents()
    assert (incident["element_id"], incident["code"]) == ("look", "sample_failed")
