"""Two replicas at work on one case, with real connections: both get through, nobody sees a lock, nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from services.engine.application import correlating, replies, tasks, ticking
from services.engine.domain.model import Incoming
from services.engine.entrypoints.testing import CLERK, OTHER_CLERK, EngineBench, good
from services.kernel.errors import HuxinError

DIAGRAMS = Path(__file__).parents[2] / "workflow" / "engine" / "diagrams"


@pytest.fixture
def second(bench, database_url):
    """Another replica: its own connections, cache and clock."""
    engine = EngineBench(database_url, fresh=False)
    engine.clock.move_to(bench.clock.now())
    yield engine
    engine.close()


def together(*actions):
    """Run actions at the same moment on threads of their own and return what each gave or raised."""
    barrier = Barrier(len(actions))

    def run(action):
        barrier.wait()
        try:
            return action()
        except HuxinError as problem:
            return problem

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def two_tasks(bench) -> tuple[str, list[dict]]:
    bench.deploy(DIAGRAMS / "pair.bpmn")
    instance_id = bench.start("pair")
    return instance_id, bench.tasks(instance_id=instance_id)


def test_two_people_complete_different_tasks_of_one_case_at_once(bench, second):
    for _ in range(4):
        instance_id, (one, other) = two_tasks(bench)
        answers = together(
            lambda one=one: bench.complete(one["id"], {"first": 1}, CLERK),
            lambda other=other: second.complete(other["id"], {"second": 2}, OTHER_CLERK),
        )
        assert [answer["task"]["state"] for answer in answers] == ["completed", "completed"]
        view = bench.instance(instance_id)
        assert (view["state"], view["data"]["first"], view["data"]["second"]) == ("completed", 1, 2)


def test_of_two_people_who_complete_the_same_task_one_is_told_that_it_is_over(bench, second):
    for _ in range(4):
        _instance, task = bench.to_decision()
        answers = together(
            lambda task=task: bench.complete(task["id"], {"decision": "approve"}, CLERK),
            lambda task=task: second.complete(task["id"], {"decision": "approve"}, OTHER_CLERK),
        )
        told = [answer for answer in answers if isinstance(answer, HuxinError)]
        assert [(problem.code, problem.status) for problem in told] == [("task_not_open", 409)]
        assert len([row for row in bench.commands() + second.commands() if row.type == "case.act"]) == 1


def test_two_people_claim_and_one_gets_it(bench, second):
    _instance, task = bench.to_decision()
    answers = together(
        lambda: tasks.claim_task(bench.context, task_id=task["id"], actor=CLERK),
        lambda: tasks.claim_task(second.context, task_id=task["id"], actor=OTHER_CLERK),
    )
    assert [problem.code for problem in answers if isinstance(problem, HuxinError)] == ["claimed_by_another"]


def test_a_stale_replica_takes_the_newer_state(bench, second):
    instance_id, (one, other) = two_tasks(bench)
    second.context.cache.put(instance_id, 1, object())
    bench.complete(one["id"], {"first": 1})
    second.complete(other["id"], {"second": 2})
    assert bench.instance(instance_id)["data"] == {"case_id": "C-1", "first": 1, "second": 2}


def test_the_same_replies_at_two_replicas_count_once(bench, second):
    instance_id = bench.start()
    answers = [good(command, {"done": True}) for command in bench.commands()]
    applied = together(
        lambda: replies.handle_replies(bench.context, answers),
        lambda: replies.handle_replies(second.context, answers),
    )
    assert sorted(applied) == [0, 1]
    assert bench.instance(instance_id)["step"] == 2


def test_the_same_event_at_two_replicas_starts_one_case(bench, second):
    bench.deploy(DIAGRAMS / "started.bpmn")

    def file(engine, message_id):
        incoming = Incoming(id=message_id, message="case.filed", subject="C-1", jurisdiction="shaoxing", data={"case_id": "C-1"})
        return correlating.correlate(engine.context, incoming)

    for answers in (
        together(lambda: file(bench, "m-1"), lambda: file(second, "m-1")),
        together(lambda: file(bench, "m-2"), lambda: file(second, "m-3")),
    ):
        assert all(not isinstance(answer, HuxinError) for answer in answers)
    assert len(bench.tasks(process="started")) == 1


def test_a_timer_fires_once_though_every_replica_looks(bench, second):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    for _ in range(5):
        bench.start("deadline")
    for engine in (bench, second):
        engine.clock.advance(engine.context.early_retention)
    counts = together(lambda: ticking.tick(bench.context), lambda: ticking.tick(second.context))
    assert sum(counts) == 5
    assert len(bench.events()) + len(second.events()) == 5
