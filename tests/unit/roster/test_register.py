"""A worker asks to enter: contract first, registration next, then the gate."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from services.roster.adapters.tables.register import project_worker, worker_master
from tests.unit.roster.desk import CONTRACTOR, SUB, TERMS, id_number


def test_a_worker_with_contract_and_registration_is_admitted(desk):
    desk.ready()
    desk.admitted()
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert item["admitted_at"] == "2026-11-02T09:00:00+08:00"
    assert item["team_name"] == "示例钢筋班"
    assert item["contract"]["unit_price_fen"] == 32_000


def test_a_request_announces_itself_without_number_telephone_or_full_name(desk):
    desk.ready()
    desk.ask(cell_phone="13800000000", pay_roll_bank_card_number="6200000000000000018")
    (event,) = desk.events("roster.entry.requested")
    assert event["worker_name"] == "示****"
    for secret in (id_number(1), "13800000000", "6200000000000000018", "示例工人1"):
        assert secret not in str(event)


def test_the_same_request_twice_starts_one_process(desk):
    desk.ready()
    first = desk.ask(request_id="R-1")
    assert desk.ask(request_id="R-1") == first
    assert len(desk.events("roster.entry.requested")) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id_card_number": id_number(1)[:-1] + "0"}, "bad_id_number"),
        ({"id_card_number": "330600190013010017"}, "bad_id_number"),
        ({"id_card_number": id_number(1), "id_card_type": "99"}, "bad_id_number"),
        ({"worker_name": "  "}, "bad_name"),
        ({"cell_phone": "12345"}, "bad_phone"),
        ({"pay_roll_bank_card_number": "6200000000000000017"}, "bad_bank_card"),
        ({"corp_code": "short"}, "bad_firm"),
        ({"corp_code": SUB}, "unknown_employer"),
        ({"attend_type": "voice"}, "bad_means"),
        ({"entry_at": "2026-11-02T09:00:00"}, "naive_datetime"),
        ({"project_id": "P-9"}, "unknown_project"),
    ],
)
def test_what_cannot_be_right_is_refused_and_leaves_nothing_behind(desk, change, code):
    desk.ready()
    with pytest.raises(HuxinError) as caught:
        desk.ask(**change)
    assert caught.value.code == code
    assert desk.read("list_register", project_id="P-1")["items"] == []
    assert desk.events("roster.entry.requested") == []


def test_an_error_never_repeats_the_identity_number(desk):
    desk.ready()
    wrong = id_number(1)[:-1] + "0"
    with pytest.raises(HuxinError) as caught:
        desk.ask(id_card_number=wrong)
    assert wrong not in str(caught.value.problem())


def test_one_number_belongs_to_one_name(desk):
    desk.ready()
    desk.ask()
    with pytest.raises(HuxinError) as caught:
        desk.ask(worker_name="示例另一人")
    assert caught.value.code == "other_name"


def test_one_firm_employs_a_worker_on_a_project(desk):
    desk.ready()
    desk.run(
        "submit_subcontract",
        request_id="S-1",
        project_id="P-1",
        awarding_corp_code=CONTRACTOR,
        corp_code=SUB,
        corp_name="示例劳务公司",
        facts={},
    )
    desk.ask(corp_code=SUB)
    with pytest.raises(HuxinError) as caught:
        desk.ask(corp_code=CONTRACTOR)
    assert caught.value.code == "other_employer"


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("contract_work_hours", "work_hours"),
        ("contract_work_content", "work_content"),
        ("contract_pay_unit", "pay"),
        ("contract_pay_rate_fen", "pay"),
        ("contract_pay_method", "pay_method"),
    ],
)
@pytest.mark.parametrize("empty", [None, "", " ", 0])
def test_a_contract_that_does_not_state_a_term_is_no_contract(desk, field, term, empty):
    desk.ready()
    request = desk.ask()
    assert desk.run("record_contract", request_id=request, facts={**TERMS, field: empty}) == {"contract_signed": False, "lacks": [term]}
    assert desk.run("check_papers", request_id=request)["contract_signed"] is False


def test_a_contract_is_recorded_once_and_stays(desk):
    desk.ready()
    request = desk.ask()
    desk.run("record_contract", request_id=request, facts=TERMS)
    desk.run("record_contract", request_id=request, facts={**TERMS, "contract_pay_rate_fen": 1})
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert item["contract"]["unit_price_fen"] == 32_000


def test_without_a_checked_identity_nobody_is_registered(desk):
    desk.ready()
    request = desk.ask()
    assert desk.run("register_worker", request_id=request, facts={"identity_checked": False}) == {"registered": False}
    assert desk.run("check_papers", request_id=request)["registered"] is False


@pytest.mark.parametrize(("jurisdiction", "clause"), [("shaoxing", "CN724-28"), ("toli-draft", "TL-2.1.1-2a"), ("national", "CN724-28")])
def test_without_a_contract_the_entry_is_refused_everywhere(desk, jurisdiction, clause):
    desk.ready(jurisdiction)
    request = desk.ask()
    desk.run("register_worker", request_id=request, facts={"identity_checked": True})
    decision = desk.run("decide_entry", request_id=request, facts={})
    assert decision["outcome"] == "refuse"
    assert clause in {cited for reason in decision["reasons"] for cited in reason["clauses"]}
    assert desk.run("refuse_entry", request_id=request)["reasons"] == decision["reasons"]


def test_a_refusal_is_told_to_the_employer_once(desk):
    desk.ready()
    request = desk.ask()
    desk.run("decide_entry", request_id=request, facts={})
    desk.run("refuse_entry", request_id=request)
    desk.run("refuse_entry", request_id=request)
    told = [notice for notice in desk.read("get_project", project_id="P-1")["notices"] if notice["kind"] == "entry_refused"]
    assert [notice["addressee"] for notice in told] == [CONTRACTOR]


def test_nobody_is_admitted_or_refused_past_the_decision(desk):
    desk.ready()
    request = desk.ask()
    for handler, code in (("admit_worker", "gate_not_passed"), ("refuse_entry", "gate_not_refused")):
        with pytest.raises(HuxinError) as caught:
            desk.run(handler, request_id=request)
        assert caught.value.code == code


def test_the_kind_of_site_is_asked_for_where_the_law_needs_it(desk):
    desk.open("toli-draft")
    request = desk.ask(attend_type="fixed_point")
    desk.run("record_contract", request_id=request, facts=TERMS)
    desk.run("register_worker", request_id=request, facts={"identity_checked": True})
    undetermined = desk.run("decide_entry", request_id=request, facts={})
    assert (undetermined["outcome"], undetermined["missing"]) == ("undetermined", ["site_can_be_closed"])
    assert desk.run("decide_entry", request_id=request, facts={"site_can_be_closed": False})["outcome"] == "admit"


def test_a_card_opens_no_closed_site_in_tuoli(desk):
    desk.ready("toli-draft")
    request = desk.ask(attend_type="card")
    desk.run("record_contract", request_id=request, facts=TERMS)
    desk.run("register_worker", request_id=request, facts={"identity_checked": True})
    decision = desk.run("decide_entry", request_id=request, facts={})
    assert decision["outcome"] == "refuse"
    assert ["TL-2.1.2-3b"] in [reason["clauses"] for reason in decision["reasons"]]


def test_the_register_shows_numbers_masked_and_the_database_holds_them_sealed(desk):
    desk.ready()
    desk.admitted(cell_phone="13800000000", pay_roll_bank_card_number="6200000000000000018")
    (item,) = desk.read("list_register", project_id="P-1")["items"]
    assert item["id_card_number"] == "330*************16"
    assert item["cell_phone"] == "138******00"
    assert item["pay_roll_bank_card_number"] == "***************0018"
    with desk.database.read() as connection:
        stored = str([*connection.execute(worker_master.select()), *connection.execute(project_worker.select())])
    assert "示例工人1" in stored
    for secret in (id_number(1), "13800000000", "6200000000000000018"):
        assert secret not in stored


def test_a_subcontractor_sees_its_own_workers_only_and_a_stranger_no_project(desk):
    desk.ready()
    desk.run(
        "submit_subcontract",
        request_id="S-1",
        project_id="P-1",
        awarding_corp_code=CONTRACTOR,
        corp_code=SUB,
        corp_name="示例劳务公司",
        facts={},
    )
    desk.admitted(1)
    desk.ask(2, corp_code=SUB)
    seen = desk.read("list_register", project_id="P-1", firms=[SUB])["items"]
    assert [item["employer"] for item in seen] == [SUB]
    assert len(desk.read("list_register", project_id="P-1", firms=[CONTRACTOR])["items"]) == 2
    with pytest.raises(HuxinError) as caught:
        desk.read("list_register", project_id="P-1", firms=["91000000EXAMPLE0X9"])
    assert caught.value.code == "unknown_project"


def test_the_register_is_read_page_by_page(desk):
    desk.ready()
    for serial in range(1, 6):
        desk.ask(serial)
    first = desk.read("list_register", project_id="P-1", limit=3)
    second = desk.read("list_register", project_id="P-1", limit=3, cursor=first["next_cursor"])
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (3, 2, None)
