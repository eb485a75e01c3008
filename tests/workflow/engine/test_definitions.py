"""Versions of a process: immutable, dated, placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.engine.application import correlating, deploying, moving, queries
from services.engine.domain.model import Incoming
from services.engine.entrypoints.testing import CLERK, REFERENCE, EngineBench
from services.kernel.errors import HuxinError

DIAGRAMS = Path(__file__).parent / "diagrams"


def changed(name: str = "经办人复核") -> str:
    return REFERENCE.read_text("utf-8").replace("经办人决定", name)


def test_the_same_diagram_again_is_the_same_version(bench):
    assert bench.deploy()["version"] == 1
    assert [each["version"] for each in queries.list_definitions(bench.context, {})["items"]] == [1]


def test_a_running_case_keeps_its_version(bench):
    old, _task = bench.to_decision()
    assert bench.deploy(changed())["version"] == 2
    new = bench.start()
    bench.answer()
    assert [bench.instance(each)["version"] for each in (old, new)] == [1, 2]
    assert {task["name"] for task in bench.tasks()} == {"经办人决定", "经办人复核"}


def test_a_later_version_applies_from_its_day(bench):
    bench.deploy(changed(), effective_on="2026-03-01")
    assert bench.instance(bench.start())["version"] == 1
    moving.move_clock(bench.context, "2026-03-01T00:00:00+08:00")
    assert bench.instance(bench.start())["version"] == 2


def test_a_correction_of_now_does_not_displace_what_was_planned(bench):
    bench.deploy(changed(), effective_on="2026-03-01")
    bench.deploy(changed("经办人再看"))
    assert bench.instance(bench.start())["version"] == 3
    moving.move_clock(bench.context, "2026-03-01T00:00:00+08:00")
    assert bench.instance(bench.start())["version"] == 2


def test_a_process_of_another_place_does_not_start_here(bench):
    placed = REFERENCE.read_text("utf-8").replace('business_key="case_id"', 'business_key="case_id" jurisdictions="toli-draft"')
    bench.deploy(placed.replace("reference_case", "placed_case"))
    with pytest.raises(HuxinError) as caught:
        bench.start("placed_case", jurisdiction="shaoxing")
    assert caught.value.code == "unknown_process"
    assert bench.instance(bench.start("placed_case", jurisdiction="toli-draft"))["jurisdiction"] == "toli-draft"


def test_a_called_process_keeps_the_version_of_the_deployment(bench):
    bench.deploy(DIAGRAMS / "choice.bpmn")
    bench.deploy(DIAGRAMS / "caller.bpmn")
    choice = (DIAGRAMS / "choice.bpmn").read_text("utf-8")
    bench.deploy(choice.replace("填写", "改填"))
    instance_id = bench.start("caller", data={"case_id": "C-1", "limit": 5})
    assert [task["name"] for task in bench.tasks(instance_id=instance_id)] == ["填写"]
    assert bench.deploy(DIAGRAMS / "caller.bpmn")["version"] == 2
    instance_id = bench.start("caller", data={"case_id": "C-1", "limit": 5})
    assert [task["name"] for task in bench.tasks(instance_id=instance_id)] == ["改填"]


def test_a_message_starts_a_case_once_a_key(bench):
    bench.deploy(DIAGRAMS / "started.bpmn")

    def file(message_id: str, case_id: str) -> dict:
        incoming = Incoming(id=message_id, message="case.filed", subject=case_id, jurisdiction="shaoxing", data={"case_id": case_id})
        return correlating.handle_event(bench.context, incoming)

    (first,) = file("m-1", "C-1")["started"]
    assert file("m-1", "C-1")["started"] == []
    assert file("m-2", "C-1")["waiting"] is True
    assert len(file("m-3", "C-2")["started"]) == 1
    bench.complete(bench.tasks(instance_id=first)[0]["id"])
    assert len(file("m-4", "C-1")["started"]) == 1


def test_another_replica_sees_a_deployment(database_url):
    first = EngineBench(database_url)
    second = EngineBench(database_url, fresh=False)
    first.deploy()
    instance_id = second.start()
    second.answer()
    assert [task["instance_id"] for task in first.tasks()] == [instance_id]
    first.empty()
    first.close()
    second.close()


def test_who_deploys_cannot_sign(bench):
    with pytest.raises(HuxinError) as caught:
        deploying.deploy(bench.context, xml=changed(), effective_on=None, actor=CLERK, signed_by=CLERK.user)
    assert caught.value.code == "same_signer"


@pytest.mark.parametrize("xml", ["<a/>", "<a", "no xml at all"])
def test_what_is_no_diagram_is_not_deployed(bench, xml):
    with pytest.raises(HuxinError) as caught:
        deploying.deploy(bench.context, xml=xml, effective_on=None, actor=CLERK)
    assert caught.value.code == "bad_diagram"
    assert len(queries.list_definitions(bench.context, {})["items"]) == 1


def test_a_bad_date_is_refused(bench):
    with pytest.raises(HuxinError) as caught:
        bench.deploy(changed(), effective_on="1 March")
    assert caught.value.code == "bad_date"


def test_a_definition_is_read_back_as_it_was_deployed(bench):
    shown = queries.get_definition(bench.context, key="reference_case")["definition"]
    assert shown["xml"] == REFERENCE.read_text("utf-8")
    assert shown["elements"]["decide_case"]["department"] == "permit_authority"
    with pytest.raises(HuxinError):
        queries.get_definition(bench.context)
