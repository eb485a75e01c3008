"""A message reaches every case that waits for it or is about to, whoever else took it (ADR 8)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from services.engine.application import ticking
from services.engine.domain.model import EarlyMessage, Receiver

DIAGRAMS = Path(__file__).parents[2] / "workflow" / "engine" / "diagrams"
MESSAGE = "case.reply.received"


@pytest.fixture
def shared(bench):
    for name in ("watcher", "checker", "branches"):
        bench.deploy(DIAGRAMS / f"{name}.bpmn")
    return bench


def waiting_at(bench, instance_id):
    return sorted(token["element_id"] for token in bench.instance(instance_id)["tokens"])


def test_a_message_that_one_case_took_reaches_another_that_was_checking_meanwhile(shared):
    watcher, checker = shared.start("watcher"), shared.start("checker")
    assert shared.send(MESSAGE, "C-1", {"reply": "paid"})["delivered"] == 1
    assert shared.instance(watcher)["state"] == "completed"
    shared.answer(lambda _: {"done": False})
    assert waiting_at(shared, checker) == ["check"]
    shared.answer(lambda _: {"done": True})
    view = shared.instance(checker)
    assert (view["state"], view["data"]["reply"]) == ("completed", "paid")


def test_it_reaches_that_case_once(shared):
    shared.start("watcher")
    checker = shared.start("checker")
    shared.send(MESSAGE, "C-1")
    shared.answer(lambda _: {"done": False})
    shared.answer(lambda _: {"done": False})
    assert waiting_at(shared, checker) == ["await_reply"]
    ticking.tick(shared.context)
    assert waiting_at(shared, checker) == ["await_reply"]


def test_a_case_that_began_later_does_not_get_it(shared):
    shared.start("watcher")
    shared.send(MESSAGE, "C-1")
    shared.clock.advance(timedelta(seconds=1))
    later = shared.start("watcher")
    ticking.tick(shared.context)
    assert waiting_at(shared, later) == ["look"]


def test_a_branch_gets_it_although_another_branch_of_its_case_took_it_first(shared):
    case = shared.start("branches")
    assert shared.send(MESSAGE, "C-1")["delivered"] == 1
    shared.answer()  # both branches come to wait in one step
    assert waiting_at(shared, case) == ["second_wait"]
    shared.send(MESSAGE, "C-1")
    assert shared.instance(case)["state"] == "completed"


def test_one_that_came_before_anybody_reaches_all_who_ran_then(shared):
    first, second = shared.start("checker"), shared.start("checker")
    assert shared.send(MESSAGE, "C-1")["waiting"] is True
    shared.answer(lambda _: {"done": False})
    assert [waiting_at(shared, each) for each in (first, second)] == [["check"], ["check"]]
    with shared.context.store.reading() as session:
        (kept,) = session.early_for([(MESSAGE, "C-1")])
    assert {each.instance_id for each in kept.receivers} == {first, second}


def test_one_hidden_by_a_transaction_beside_it_is_found_by_the_clock(shared):
    watcher = shared.start("watcher")
    now = shared.clock.now()
    taken = Receiver(message_id="m-1", instance_id=shared.start("checker"), token=1, version=1)
    hidden = EarlyMessage(
        id="m-1",
        message=MESSAGE,
        key="C-1",
        jurisdiction="shaoxing",
        data={},
        received_at=now,
        expires_at=now + shared.context.early_retention,
        receivers=(taken,),
    )
    with shared.context.store.transaction() as session:
        session.keep_early(hidden)
    ticking.tick(shared.context)
    assert shared.instance(watcher)["state"] == "completed"
    with shared.context.store.reading() as session:
        (kept,) = session.early_for([(MESSAGE, "C-1")])
    assert {each.instance_id for each in kept.receivers} == {taken.instance_id, watcher}


def test_one_that_somebody_had_is_forgotten_in_silence(shared):
    shared.start("watcher")
    shared.send(MESSAGE, "C-1")
    shared.clock.advance(shared.context.early_retention)
    ticking.tick(shared.context)
    assert shared.incidents() == []
    with shared.context.store.reading() as session:
        assert session.early_for([(MESSAGE, "C-1")]) == []
