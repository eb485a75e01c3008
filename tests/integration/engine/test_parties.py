"""Which firms take part in a case, from its data, and what the engine's desk lets them and others see of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from services.engine.application import desk, replies
from services.engine.domain.model import Actor
from services.engine.entrypoints.testing import CLERK, OPERATOR, bad
from services.engine.store.tables import party
from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT

DIAGRAMS = CHECKOUT / "tests" / "workflow" / "engine" / "diagrams"
OWNER, CONTRACTOR, SUB_A, SUB_B, BANK = (f"91000000EXAMPLE0{last}" for last in ("A1", "B2", "S5", "S6", "K1"))
DATA = {"case_id": "C-1", "construction_unit": OWNER, "project": {"contractor": CONTRACTOR, "name": "示例工程"}, "next_firm": SUB_A}


def firm(code: str, department: str = "contractor") -> Actor:
    return Actor(user=f"示例{code}", departments=(department,), roles=("clerk",), jurisdiction="shaoxing", firms=(code,))


@pytest.fixture
def case(bench) -> str:
    bench.deploy(DIAGRAMS / "called_firms.bpmn")
    bench.deploy(DIAGRAMS / "firms.bpmn")
    return bench.start("firms", data=DATA)


def seeing(bench, case: str) -> set[str]:
    """Return the firms that see a case; list, case page and history must agree, and each case stands in a list once."""
    found = set()
    for code in (OWNER, CONTRACTOR, SUB_A, SUB_B, BANK):
        listed = [each["id"] for each in desk.list_instances(bench.context, firm(code), {})["items"]]
        for ask in (desk.get_instance, desk.get_history):
            if case in listed:
                ask(bench.context, firm(code), case)
            else:
                with pytest.raises(HuxinError) as caught:
                    ask(bench.context, firm(code), case)
                assert (caught.value.code, caught.value.status) == ("unknown_instance", 404)
        assert listed in ([], [case])
        found |= {code} if listed else set()
    with bench.database.read() as connection:
        assert set(connection.scalars(sa.select(party.c.firm))) == found
    return found


def test_the_data_name_the_firms_that_see_a_case_and_so_does_a_task(bench, case):
    assert seeing(bench, case) == {OWNER, CONTRACTOR, SUB_A}


def test_a_firm_that_took_part_keeps_sight_of_the_case_to_its_end(bench, case):
    first = bench.instance(case)["tasks"][0]
    bench.complete(first["id"], {"subcontractors": [SUB_B, "not a code"], "next_firm": None, "bank": BANK}, firm(SUB_A))
    assert seeing(bench, case) == {OWNER, CONTRACTOR, SUB_A, SUB_B, BANK}
    inside = bench.instance(case)["tasks"][-1]
    bench.complete(inside["id"], {"bank": None}, firm(BANK, "account_bank"))
    assert bench.instance(case)["state"] == "completed"
    assert seeing(bench, case) == {OWNER, CONTRACTOR, SUB_A, SUB_B, BANK}


def test_a_firm_that_a_correction_takes_out_sees_the_case_no_longer(bench):
    service = (DIAGRAMS / "service.bpmn").read_text("utf-8")
    assert "<huxin:process " in service
    bench.deploy(service.replace("<huxin:process ", '<huxin:process owners="construction_unit" '))
    case = bench.start("service", data={"case_id": "C-1", "construction_unit": OWNER})
    (command,) = bench.commands()
    replies.handle_replies(bench.context, [bad(command)])
    (incident,) = bench.incidents()
    assert seeing(bench, case) == {OWNER}
    how = {"incident_id": incident["id"], "action": "correct", "reason": "示例：代码录错"}
    desk.resolve_incident(bench.context, OPERATOR, **how, data={"construction_unit": CONTRACTOR})
    assert seeing(bench, case) == {CONTRACTOR}


def test_a_firm_sees_of_its_case_only_its_own_tasks_and_no_incidents(bench, case):
    def tasks(who):
        return [each["element_id"] for each in desk.get_instance(bench.context, who, case)["instance"]["tasks"]]

    assert tasks(firm(SUB_A)) == tasks(OPERATOR) == ["first"]
    assert tasks(firm(CONTRACTOR)) == []
    assert desk.get_instance(bench.context, firm(SUB_A), case)["instance"]["incidents"] == []


@pytest.mark.usefixtures("case")
def test_queues_hold_only_what_the_asker_may_do(bench):
    def queue(who, **query):
        return [each["element_id"] for each in desk.list_tasks(bench.context, who, query)["items"]]

    counts = desk.count_tasks(bench.context, firm(SUB_A), ["contractor"])
    assert (queue(firm(SUB_A)), counts["open"]) == (["first"], 1)
    assert desk.count_tasks(bench.context, firm(CONTRACTOR), ["contractor"])["open"] == 0
    assert queue(firm(CONTRACTOR)) == queue(firm(CONTRACTOR), owners=[SUB_A]) == queue(CLERK) == []
    assert queue(OPERATOR, departments=[]) == []
    with pytest.raises(HuxinError) as caught:
        queue(CLERK, departments=["contractor"])
    assert caught.value.code == "not_your_department"
    with pytest.raises(HuxinError) as caught:
        desk.list_instances(bench.context, CLERK, {"jurisdiction": "toli-draft"})
    assert caught.value.code == "not_your_jurisdiction"


def test_a_task_of_another_firm_or_place_does_not_exist(bench, case):
    (task,) = bench.instance(case)["tasks"]
    assert desk.get_task(bench.context, firm(SUB_A), task["id"])["task"]["name_en"] == "First item"
    elsewhere = Actor(user="示例", departments=("contractor",), roles=("clerk", "supervisor"), jurisdiction="toli-draft")
    for who in (firm(CONTRACTOR), firm(SUB_B), CLERK, elsewhere):
        with pytest.raises(HuxinError) as caught:
            desk.get_task(bench.context, who, task["id"])
        assert (caught.value.code, caught.value.status) == ("unknown_task", 404)
        with pytest.raises(HuxinError) as caught:
            bench.complete(task["id"], {}, who)
        assert caught.value.code == "unknown_task"
    assert bench.instance(case)["step"] == 1


def test_what_concerns_every_place_is_refused_to_the_rest_and_changes_nothing(bench, case):
    calls = (
        lambda who: desk.deploy(bench.context, who, xml=(DIAGRAMS / "pair.bpmn").read_text("utf-8")),
        lambda who: desk.start_instance(bench.context, who, process="firms", jurisdiction="shaoxing", data=DATA),
        lambda who: desk.correlate(bench.context, who, message="case.reply.received", key="C-1", jurisdiction="shaoxing"),
        lambda who: desk.resolve_incident(bench.context, who, incident_id=case, action="cancel", reason="示例"),
        lambda who: desk.list_incidents(bench.context, who, {}),
    )
    for who in (CLERK, firm(CONTRACTOR)):
        for call in calls:
            with pytest.raises(HuxinError) as caught:
                call(who)
            assert caught.value.status == 403
    placeless = Actor(user="示例", roles=("administrator", "operator"))
    for call in (*calls, lambda who: desk.move_clock(bench.context, who, bench.clock.now().isoformat())):
        with pytest.raises(HuxinError) as caught:
            call(placeless)
        assert caught.value.status == 403
    assert len(desk.list_instances(bench.context, OPERATOR, {})["items"]) == 1


def test_names_and_steps_of_a_case_and_of_what_it_calls_are_told_in_english_too(bench, case):
    bench.complete(bench.instance(case)["tasks"][0]["id"], {}, firm(SUB_A))
    view = desk.get_instance(bench.context, OPERATOR, case)["instance"]
    assert view["process_name_en"] == "Firms that take part"
    inside = view["tasks"][-1]
    assert (inside["name_en"], inside["process_name_en"], inside["clauses"]) == ("Inside", "Firms that take part", ["SX-8-1"])
    steps = desk.get_history(bench.context, OPERATOR, case)["items"]
    names = {each["element_id"]: (each["name"], each["name_en"]) for step in steps for each in step["elements"]}
    assert names["first"] == ("第一项", "First item")
    assert names["inside"] == ("内部一项", "Inside")
    assert names["call"] == ("调用", "")
