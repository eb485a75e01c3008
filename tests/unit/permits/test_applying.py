"""An application comes in."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError


def test_an_application_announces_itself_with_its_facts(desk):
    application_id = desk.submit()
    (event,) = desk.relay.messages("huxin.events")
    assert event.type == "permits.application.submitted"
    assert event.subject == application_id
    assert event.jurisdiction == "shaoxing"
    assert event.data["project_place"] == "shaoxing"
    assert event.data["project_name"] == "示例住宅楼"


def test_the_same_request_leads_to_the_same_application_and_one_event(desk):
    first = desk.submit(request_id="r-1")
    assert desk.submit(request_id="r-1") == first
    assert len(desk.relay.messages("huxin.events")) == 1


def test_an_unknown_fact_is_refused_by_name_and_nothing_is_kept(desk):
    with pytest.raises(HuxinError, match="colour") as caught:
        desk.submit(colour="red")
    assert caught.value.code == "bad_facts"
    assert desk.read("list_applications", firms=None)["items"] == []
    assert desk.relay.messages() == []


def test_a_fact_of_the_wrong_type_is_refused(desk):
    with pytest.raises(HuxinError, match="investment_fen"):
        desk.submit(investment_fen="much")


def test_an_unknown_jurisdiction_is_refused(desk):
    with pytest.raises(HuxinError) as caught:
        desk.submit(jurisdiction="atlantis")
    assert caught.value.code == "unknown_jurisdiction"


def test_a_project_of_an_unregistered_contractor_cannot_be_registered(desk):
    answer = desk.run(
        "submit_application",
        jurisdiction="shaoxing",
        project_name="示例",
        construction_unit="91000000EXAMPLE0A1",
        general_contractor="91000000EXAMPLE0Z9",
        facts={},
        submitted_by="sample",
    )
    with pytest.raises(HuxinError) as caught:
        desk.run("register_project", application_id=answer["application_id"])
    assert caught.value.code == "unknown_firm"
    assert not caught.value.retryable


@pytest.mark.parametrize("code", ["", "123", "91000000EXAMPLE0A1X", "91000000EXAMPL-0A1"])
def test_a_wrong_credit_code_is_refused(desk, code):
    with pytest.raises(HuxinError) as caught:
        desk.run("register_firm", credit_code=code, name="示例", kind="contractor")
    assert caught.value.code == "bad_firm"


def test_a_known_firm_stays_as_it_is(desk):
    assert desk.run("register_firm", credit_code="91000000EXAMPLE0A1", name="另一个名称", kind="contractor")["added"] is False
    names = {firm["credit_code"]: firm["name"] for firm in desk.read("list_firms")["items"]}
    assert names["91000000EXAMPLE0A1"] == "示例甲建设有限公司"
