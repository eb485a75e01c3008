"""What the money pages ask for: one project, a posted sheet as a page, and a sweep for warnings out of turn."""

from __future__ import annotations

import pytest

PROJECT = "01a209b0-2b07-73f6-938c-152735cc26e4"
OTHER = "01a209b0-2b07-73f6-938c-152735cc26e5"
SHEET = "/api/v1/posted-sheets/P-1:2026-11/abc"


@pytest.fixture
def projects(face):
    pages = {
        None: {"items": [{"id": OTHER, "name": "示例一"}], "next_cursor": OTHER},
        OTHER: {"items": [{"id": PROJECT, "name": "示例二"}], "next_cursor": None},
    }
    face.rpc.answers["permits.list_projects"] = lambda parameters: pages[parameters.get("cursor")]
    return face


def test_a_project_is_found_on_whatever_page_it_stands(projects):
    answer = projects.program("permit-clerk").get(f"/projects/{PROJECT}")
    assert (answer.status_code, answer.json["name"]) == (200, "示例二")


def test_a_project_is_looked_for_in_the_callers_place_and_firms_only(projects):
    assert projects.program("builder-a").get(f"/projects/{PROJECT}").status_code == 200
    asked = projects.rpc.asked("permits.list_projects")
    assert {(one["jurisdiction"], *one["firms"]) for one in asked} == {("shaoxing", "91000000EXAMPLE0A1")}


def test_a_project_that_is_not_among_them_does_not_exist(projects):
    answer = projects.program("permit-clerk").get("/projects/01a209b0-2b07-73f6-938c-152735cc26e6")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_project")


def test_a_telephone_that_scans_a_sheet_is_led_to_the_page_about_it(face):
    answer = face.app.test_client().get(SHEET, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.location) == (303, "/check/P-1:2026-11/abc")


def test_a_program_that_asks_for_a_sheet_gets_its_figures(face):
    face.rpc.answers["escrow.check_posted"] = {"month": "2026-11", "lines": []}
    assert face.app.test_client().get(SHEET, headers={"Accept": "application/json"}).json["month"] == "2026-11"
    assert face.app.test_client().get(SHEET).json["month"] == "2026-11"


def test_only_overseers_of_every_place_have_warnings_swept_out_of_turn(face):
    face.rpc.answers["escrow.review_warnings"] = {"raised": 1, "cleared": 0, "told": 0}
    assert face.program("permit-clerk").post("/warnings/reviews", json={}).status_code == 403
    answer = face.program("administrator").post("/warnings/reviews", json={})
    assert (answer.status_code, answer.json["raised"]) == (200, 1)
