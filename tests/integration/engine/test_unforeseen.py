"""An error that nobody foresaw becomes an incident and does not keep others waiting."""

from __future__ import annotations

from pathlib import Path

from services.engine.application import ticking

DIAGRAMS = Path(__file__).parents[2] / "workflow" / "engine" / "diagrams"


def test_a_timer_that_breaks_the_interpreter_does_not_stop_the_others(bench, monkeypatch):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    broken = bench.start("deadline", data={"case_id": "C-broken"})
    bench.start("deadline", data={"case_id": "C-fine"})
    fire = bench.context.interpreter.fire

    def breaking(live, token):
        if live.data()["case_id"] == "C-broken":
            raise ZeroDivisionError("as the test wants")
        return fire(live, token)

    monkeypatch.setattr(bench.context.interpreter, "fire", breaking)
    bench.clock.advance(bench.context.early_retention)
    assert ticking.tick(bench.context) == 2
    assert [event.subject for event in bench.events()] == ["C-fine"]
    (incident,) = bench.incidents()
    assert (incident["instance_id"], incident["code"], incident["kind"]) == (broken, "interpreter_failed", "handler_failed")
    assert ticking.tick(bench.context) == 0
