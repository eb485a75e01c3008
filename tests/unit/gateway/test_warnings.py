"""Early warnings over HTTP: a department sees those of its place, a firm those of its own projects."""

from __future__ import annotations

import pytest

from tests.unit.gateway.conftest import FIRM_A

PAGE = {"items": [{"warning_id": "w", "kind": "W1"}], "next_cursor": None}


@pytest.fixture
def warned(face):
    face.rpc.answers["escrow.list_warnings"] = PAGE
    return face


def test_a_department_asks_for_the_open_warnings_of_its_place(warned):
    answer = warned.program("permit-clerk").get("/warnings?kind=W10&colour=red")
    assert (answer.status_code, answer.json) == (200, PAGE)
    asked = {"kind": "W10", "colour": "red", "state": "open", "limit": 50, "jurisdiction": "shaoxing"}
    assert warned.rpc.asked("escrow.list_warnings") == [asked]


def test_a_firm_asks_for_its_own_projects_only(warned):
    warned.program("builder-a").get("/warnings?state=all&cursor=w")
    (asked,) = warned.rpc.asked("escrow.list_warnings")
    assert (asked["firms"], asked["state"], asked["after"]) == ([FIRM_A], "all", "w")


@pytest.mark.parametrize("query", ["kind=W11", "colour=blue", "state=cleared", "limit=0"])
def test_a_wrong_filter_is_named(warned, query):
    answer = warned.program("permit-clerk").get(f"/warnings?{query}")
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, query.partition("=")[0])


def test_another_place_is_refused(warned):
    answer = warned.program("permit-clerk").get("/warnings?jurisdiction=toli-draft")
    assert (answer.status_code, answer.json["code"]) == (403, "not_your_jurisdiction")
    assert warned.rpc.asked("escrow.list_warnings") == []
