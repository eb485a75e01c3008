"""What a person may see and do. The engine's part is played by its own rights, so that a forgotten or wrong asker shows."""

from __future__ import annotations

import re

import pytest

from services.engine.domain import rights
from services.gateway.blueprint import ApiBlueprint
from services.kernel.errors import HuxinError

FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"

TASK = "01920000-0000-7000-8000-000000000001"
OF_A, OF_B = "01920000-0000-7000-8000-00000000000a", "01920000-0000-7000-8000-00000000000b"
RESOLVE = {"reason": "示例理由"}
PUBLIC = {
    "POST /api/v1/session",
    "POST /api/v1/token",
    "GET /api/v1/sample-accounts",
    "GET /api/v1/jurisdictions",
    "GET /api/v1/posted-sheets/<string:payroll_id>/<string:tag>",
    "GET /api/openapi.json",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /",
    "GET /<page:path>",
}


def task(department="permit_authority", jurisdiction="shaoxing", key=OF_A, **members):
    return {"id": TASK, "version": 1, "department": department, "jurisdiction": jurisdiction, "business_key": key, **members}


class Engine:
    """Answers as the engine: one case with its tasks, and whatever else an asker may have."""

    def __init__(self):
        self.task = task()
        self.case = {"id": TASK, "version": 1, "step": 1, "definition_id": "7", "jurisdiction": "shaoxing", "business_key": OF_A}
        self.parties = [FIRM_A]

    def answers(self):
        return {
            "engine.get_task": self.seen_task,
            "engine.claim_task": self.seen_task,
            "engine.release_task": self.seen_task,
            "engine.save_draft": self.seen_task,
            "engine.complete_task": self.seen_task,
            "engine.get_instance": self.seen_case({"instance": self.case}),
            "engine.get_history": self.seen_case({"items": [], "intact": True}),
            "engine.get_definition": {"definition": {"xml": "<definitions/>"}},
            "engine.list_tasks": self.page,
            "engine.count_tasks": lambda asked: self.page(asked) | {"open": 0, "mine": 0, "overdue": 0},
            "engine.list_instances": self.page,
            "engine.list_incidents": self.guarded(rights.check_operator, {"items": [], "next_cursor": None}),
            "engine.resolve_incident": self.guarded(rights.check_may_resolve, {"incident": {}, "instance": None}),
            "engine.correlate": self.guarded(rights.check_may_send, {"delivered": 1, "waiting": False}),
            "engine.deploy": self.guarded(rights.check_may_deploy, {"definition": {}, "problems": []}),
            "engine.start_instance": self.start,
        }

    def seen_task(self, asked):
        who, of = rights.actor_from(asked["actor"]), self.task
        place = {"jurisdiction": of["jurisdiction"], "parties": self.parties}
        if not rights.sees_task(who, of["department"], of.get("owner"), **place):
            raise rights.unknown_task(TASK)
        return {"task": of}

    def seen_case(self, answer):
        def ask(asked):
            if not rights.sees_case(rights.actor_from(asked["actor"]), self.case["jurisdiction"], self.parties):
                raise rights.unknown_case(TASK)
            return answer

        return ask

    def page(self, asked):
        who = rights.actor_from(asked["actor"])
        rights.place_of(who, asked.get("jurisdiction"))
        if "departments" in asked:
            rights.departments_of(who, asked["departments"])
        return {"items": [], "next_cursor": None}

    def guarded(self, check, answer):
        def ask(asked):
            check(rights.actor_from(asked["actor"]))
            return answer

        return ask

    def start(self, asked):
        rights.check_may_start(rights.actor_from(asked["actor"]), asked["jurisdiction"])
        return {"instance": {"id": TASK}}


def application(parameters):
    """Answer as the permits service: A's application is A's, B's is B's."""
    owner = {OF_A: FIRM_A, OF_B: FIRM_B}.get(parameters["application_id"])
    if owner is None or (parameters.get("firms") is not None and owner not in parameters["firms"]):
        raise HuxinError("unknown_application", "No such application", status=404)
    return {"id": parameters["application_id"], "jurisdiction": "shaoxing", "state": "submitted", "facts": {}}


@pytest.fixture
def world(face):
    face.engine = Engine()
    face.rpc.answers |= face.engine.answers() | {
        "permits.get_application": application,
        "permits.list_applications": {"items": [], "next_cursor": None},
        "permits.list_projects": {"items": [], "next_cursor": None},
        "permits.submit_application": {"application_id": OF_A, "repeated": False},
    }
    return face


def test_every_address_but_the_public_ones_asks_who_is_calling(face):
    asked, open_to_all = 0, set()
    for rule in face.app.url_map.iter_rules():
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            path = re.sub("<uuid:[a-z_]+>", TASK, rule.rule).replace("<any(retry, skip, cancel, correct):action>", "retry")
            path = re.sub("<string:[a-z_]+>", "k", path)
            answer = face.client.open(path, method=method, json={} if method == "POST" else None)
            if answer.status_code == 401:
                asked += 1
            else:
                open_to_all.add(f"{method} {rule.rule}")
    assert open_to_all == PUBLIC
    assert asked > 30
    assert {operation for operation, _ in face.rpc.calls} <= {"escrow.check_posted"}  # what hangs on site, by its code


def test_route_that_does_not_say_who_may_call_it_cannot_be_registered():
    blueprint = ApiBlueprint("forgotten", __name__)
    with pytest.raises(HuxinError) as refused:
        blueprint.get("/forgotten")(lambda: "")
    assert refused.value.code == "unguarded_route"


def test_task_is_seen_by_its_department_and_by_overseers(world):
    for name, status in {"permit-clerk": 200, "supervisor": 200, "operator": 200, "administrator": 200, "hr-clerk": 404}.items():
        assert world.program(name).get(f"/tasks/{TASK}").status_code == status, name


def test_task_of_another_place_does_not_exist_for_its_colleagues(world):
    world.engine.task = task(jurisdiction="toli-draft")
    for name, status in {"permit-clerk": 404, "supervisor": 404, "local-admin": 404, "toli-clerk": 200, "operator": 200}.items():
        answer = world.program(name).get(f"/tasks/{TASK}")
        assert answer.status_code == status, name
        assert status == 200 or answer.json["code"] == "unknown_task"


def test_national_level_alone_is_no_right(world):
    assert world.program("national-clerk").get(f"/tasks/{TASK}").status_code == 404
    assert world.program("national-clerk").get(f"/instances/{TASK}").status_code == 404


@pytest.mark.parametrize("action", ["claim", "release", "draft", "complete"])
def test_work_on_a_task_that_one_may_not_see_meets_no_task(world, action):
    world.engine.task = task(jurisdiction="toli-draft")
    body = {"data": {}} if action in ("draft", "complete") else {}
    answer = world.program("permit-clerk").post(f"/tasks/{TASK}/{action}", body)
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_task")
    assert world.program("toli-clerk").post(f"/tasks/{TASK}/{action}", body).status_code == 200


def test_firm_sees_its_own_task_and_not_its_competitors(world):
    world.engine.task = task("construction_unit", owner=FIRM_B)
    assert world.program("builder-a").get(f"/tasks/{TASK}").status_code == 404
    assert world.program("builder-b").get(f"/tasks/{TASK}").status_code == 200


@pytest.mark.parametrize("part", ["", "/history", "/diagram"])
def test_case_is_seen_in_its_place_and_by_the_firms_that_take_part(world, part):
    expected = {"hr-clerk": 200, "builder-a": 200, "operator": 200, "toli-clerk": 404, "builder-b": 404}
    assert {name: world.program(name).get(f"/instances/{TASK}{part}").status_code for name in expected} == expected


def test_every_question_to_the_engine_names_its_asker(world):
    asker = {"user": "builder-a", "departments": ["construction_unit"], "roles": ["clerk"], "jurisdiction": "shaoxing", "firms": [FIRM_A]}
    program = world.program("builder-a")
    for path in ("/tasks", "/tasks/counts", f"/tasks/{TASK}", "/instances", f"/instances/{TASK}", f"/instances/{TASK}/history"):
        program.get(path)
        operation, asked = world.rpc.calls[-1]
        assert operation.startswith("engine.")
        assert asked["actor"] == asker, path


def test_lists_are_limited_to_the_callers_place(world):
    program = world.program("permit-clerk")
    for path, operation in {
        "/permit-applications": "permits.list_applications",
        "/projects": "permits.list_projects",
    }.items():
        assert program.get(path).status_code == 200
        assert world.rpc.asked(operation)[-1]["jurisdiction"] == "shaoxing"


@pytest.mark.parametrize("path", ["/tasks", "/instances", "/permit-applications", "/projects"])
def test_asking_for_another_place_is_refused(world, path):
    answer = world.program("permit-clerk").get(f"{path}?jurisdiction=toli-draft")
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_jurisdiction")


def test_national_overseers_see_every_place_or_the_one_they_ask_for(world):
    operator = world.program("operator")
    operator.get("/instances")
    operator.get("/instances?jurisdiction=toli-draft")
    assert [asked.get("jurisdiction") for asked in world.rpc.asked("engine.list_instances")] == [None, "toli-draft"]


def test_queue_lists_own_departments_and_refuses_others(world):
    program = world.program("permit-clerk")
    program.get("/tasks")
    departments = world.rpc.asked("engine.list_tasks")[0]["departments"]
    assert {"construction_authority", "permit_authority"} <= set(departments)
    assert "hr_bureau" not in departments
    answer = program.get("/tasks?department=hr_bureau")
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_department")
    assert world.program("supervisor").get("/tasks?department=hr_bureau").status_code == 200


def test_own_tasks_are_asked_for_by_name(world):
    program = world.program("permit-clerk")
    program.get("/tasks?assignee=me")
    program.get("/tasks/counts")
    assert world.rpc.asked("engine.list_tasks")[0]["assignee"] == "permit-clerk"
    assert world.rpc.asked("engine.count_tasks")[0]["assignee"] == "permit-clerk"


def test_actor_comes_from_the_session_and_never_from_the_body(world):
    answer = world.program("operator").post(f"/tasks/{TASK}/complete", {"data": {}, "actor": {"user": "somebody"}})
    assert answer.status_code == 422
    world.program("operator").post(f"/tasks/{TASK}/complete", {"data": {"a": 1}})
    assert world.rpc.asked("engine.complete_task")[0]["actor"]["user"] == "operator"


def test_incidents_are_for_operators(world):
    paths = ("/incidents",)
    for name, status in {"permit-clerk": 403, "builder-a": 403, "operator": 200, "supervisor": 200, "administrator": 200}.items():
        assert [world.program(name).get(path).status_code for path in paths] == [status], name


@pytest.mark.parametrize("action", ["retry", "skip", "cancel", "correct"])
def test_deciding_about_incidents_needs_an_operator_of_all_places(world, action):
    statuses = {
        name: world.program(name).post(f"/incidents/{TASK}/{action}", RESOLVE).status_code
        for name in ("permit-clerk", "local-admin", "operator")
    }
    assert statuses == {"permit-clerk": 403, "local-admin": 403, "operator": 200}
    asked = world.rpc.asked("engine.resolve_incident")
    assert [(each["action"], each["reason"]) for each in asked] == [(action, "示例理由")]


def test_decision_about_many_answers_for_each_and_decides_each_once(world):
    def resolve(parameters):
        if parameters["incident_id"] == OF_B:
            raise HuxinError("incident_closed", "It is over", status=409)
        return {"incident": {"id": parameters["incident_id"]}, "instance": None}

    world.rpc.answers["engine.resolve_incident"] = resolve
    body = {"ids": [OF_A, OF_B, OF_A], "action": "retry", "reason": "示例"}
    items = world.program("operator").post("/incidents/bulk", body).json["items"]
    assert [(each["id"], each["ok"]) for each in items] == [(OF_A, True), (OF_B, False)]
    assert items[1]["problem"]["code"] == "incident_closed"


def test_only_administrators_of_all_places_deploy(world):
    body = {"xml": "<definitions/>"}
    names = ("permit-clerk", "operator", "local-admin", "administrator")
    statuses = {name: world.program(name).post("/processes", body).status_code for name in names}
    assert statuses == {"permit-clerk": 403, "operator": 403, "local-admin": 403, "administrator": 200}


def test_starting_by_hand_needs_an_operator_or_administrator_of_the_place(world):
    body = {"jurisdiction": "shaoxing"}
    for name, status in {"permit-clerk": 403, "builder-a": 403, "local-admin": 201, "operator": 201, "administrator": 201}.items():
        assert world.program(name).post("/processes/p/instances", body).status_code == status, name
    assert world.program("local-admin").post("/processes/p/instances", {"jurisdiction": "toli-draft"}).status_code == 403


def test_messages_by_hand_need_an_operator_of_all_places(world):
    body = {"name": "permits.application.submitted", "key": "k"}
    for name, status in {"permit-clerk": 403, "local-admin": 403, "operator": 200}.items():
        assert world.program(name).post("/messages", body).status_code == status, name


def apply(caller, unit=FIRM_A, jurisdiction="shaoxing"):
    names = {"project_name": "示例项目", "construction_unit": unit, "general_contractor": FIRM_B}
    return caller.post("/permit-applications", {"jurisdiction": jurisdiction, **names, "facts": {}})


def test_firm_applies_only_for_itself_and_in_its_place(world):
    firm = world.program("builder-a")
    assert apply(firm).status_code == 201
    assert apply(firm, unit=f" {FIRM_A.lower()} ").status_code == 201
    assert apply(firm, unit=FIRM_B).json["code"] == "not_your_firm"
    assert apply(firm, jurisdiction="toli-draft").json["code"] == "not_your_jurisdiction"
    assert {asked["submitted_by"] for asked in world.rpc.asked("permits.submit_application")} == {"builder-a"}


def test_authority_lodges_applications_of_its_place(world):
    assert apply(world.program("permit-clerk")).status_code == 201
    assert apply(world.program("toli-clerk")).status_code == 403
    assert apply(world.program("supervisor")).status_code == 403


def test_application_is_seen_in_its_place_and_by_its_firms(world):
    expected = {"permit-clerk": 200, "operator": 200, "builder-a": 200, "builder-b": 404, "toli-clerk": 404}
    assert {name: world.program(name).get(f"/permit-applications/{OF_A}").status_code for name in expected} == expected


def test_firm_reads_no_other_firms_contact_and_registers_none(world):
    firms = [{"credit_code": code, "name": "示例", "kind": "contractor", "contact": "示例联系人"} for code in (FIRM_A, FIRM_B)]
    world.rpc.answers["permits.list_firms"] = {"items": firms}
    assert [firm["contact"] for firm in world.program("builder-a").get("/firms").json["items"]] == ["示例联系人", ""]
    assert world.program("permit-clerk").get("/firms").json["items"] == firms
    assert world.program("builder-a").post("/firms", {"credit_code": "x", "name": "x", "kind": "contractor"}).status_code == 403


def test_clock_moves_in_the_sample_run_only(world, make_face):
    world.rpc.answers["engine.move_clock"] = {"now": "2030-01-01T00:00:00+08:00", "fired": 0}
    to = {"to": "2030-01-01T00:00:00+08:00"}
    assert world.program("permit-clerk").post("/clock", to).status_code == 200
    assert world.program("permit-clerk").post("/clock", {"to": "2030-01-01T00:00:00"}).json["code"] == "naive_datetime"
    real = make_face(profile="production")
    assert real.program("permit-clerk").post("/clock", to).status_code == 404
    assert real.program("permit-clerk").get("/clock").status_code == 404
    assert real.rpc.calls == []
