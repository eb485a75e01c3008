"""Input that no page would send. Whatever it is, the answer is a clear one and nothing breaks."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, urlencode

import pytest

TASK = "01920000-0000-7000-8000-000000000001"
VALUES = [None, True, -1, 1.5, 1e308, 2**63, 2**64 - 1, 10**30, "", "x" * 5000, "\0", [], {}, [1, {"a": []}], "2026-02-30", "9999-12-31"]
FACTS = ["project_place", "investment_fen", "construction_contract_signed_on", "government_project", "deposit_due_fen", "unheard_of"]
STARTS = ["2026-01-01", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00", "x"]
DURATIONS = ["P5D", "P1M", "PT24H", "P99999999D", "P9999999999999999999D", "P-5D", "PT999999999999H", "P120000M", "P0D", "P", "P1.5D"]


def cursor(position):
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


CURSORS = [
    "x",
    "=",
    "示例",
    *map(cursor, ([1, None], [None], [10**30, TASK], [True, TASK], ["a"], [1.5, TASK], [[]], {}, [-5, TASK], [TASK])),
]


@pytest.fixture
def send(sample_run):
    """Send as the administrator; a fault of ours fails the test, with what was sent."""

    def call(method, path, body=None, **headers):
        status, answer = sample_run.call(method, path, body, as_="administrator", **headers)
        assert status < 500, (method, path, body, answer)
        assert status < 400 or {"code", "title", "status"} <= answer.keys()
        return status

    return call


@pytest.mark.parametrize("count", ["working", "calendar", "clock"])
def test_due_times_at_the_ends_of_time(send, count):
    query = [{"start": start, "duration": duration, "count": count} for start in STARTS for duration in DURATIONS]
    statuses = [send("GET", f"/calendar/due?{urlencode(each)}") for each in query]
    assert 400 in statuses


@pytest.mark.parametrize(
    "path", ["/tasks", "/tasks?sort=since", "/tasks?state=done", "/instances", "/incidents", "/permit-applications", "/projects"]
)
def test_cursors_that_were_made_up(send, path):
    for each in CURSORS:
        send("GET", f"{path}{'&' if '?' in path else '?'}cursor={quote(each)}")


def test_facts_of_every_kind(send):
    firms = {"construction_unit": "91000000EXAMPLE0A1", "general_contractor": "91000000EXAMPLE0B2"}
    for fact in FACTS:
        for value in VALUES:
            body = {"jurisdiction": "shaoxing", "facts": {fact: value}}
            for decision in ("permit_gate", "in_scope"):
                send("POST", f"/decisions/{decision}", body)
            send("POST", "/permit-applications", {**body, **firms, "project_name": "示例"})


def test_data_of_every_kind_starts_and_reaches_processes(send):
    for value in VALUES:
        for data in ({"a": value}, {"application_id": value}, {str(value)[:50]: 1}):
            send("POST", "/processes/permit_gating/instances", {"jurisdiction": "shaoxing", "data": data})
            send("POST", "/messages", {"name": "permits.application.submitted", "key": "k", "data": data})
    for place in ("nowhere", "national"):
        send("POST", "/processes/permit_gating/instances", {"jurisdiction": place})


def test_entries_of_every_kind(sample_run, send):
    tasks = sample_run.call("GET", "/tasks?department=permit_authority", as_="administrator")[1]["items"]
    for value in VALUES:
        send("POST", f"/tasks/{tasks[0]['id']}/draft", {"data": {"a": value}})
        send("POST", f"/tasks/{tasks[0]['id']}/complete", {"data": {"annexes_complete": value, "unheard_of": value}})
    for version in ("v0", "v999999999999999999", "v9" * 9):
        assert send("POST", f"/tasks/{tasks[0]['id']}/claim", {}, If_Match=f'"{version}"') in (400, 409, 412)


@pytest.mark.parametrize(
    "xml",
    [
        "<a/>",
        "<",
        "\0",
        "<a>" * 20_000,
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><definitions>&a;</definitions>",
    ],
)
def test_diagrams_that_are_none(send, xml):
    assert send("POST", "/processes", {"xml": xml}) in (400, 422)


def test_system_still_works_afterwards(sample_run, send):
    assert send("GET", "/tasks") == 200
    assert "Traceback" not in sample_run.log()
