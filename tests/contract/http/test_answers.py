"""Whatever is sent to the running sample system: no fault, and answers that are as documented."""

from __future__ import annotations

import itertools

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

EXAMPLES = 10
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture
def schema(sample_run):
    """The document, with ids of what exists in every other generated path."""
    tasks = sample_run.call("GET", "/tasks?department=permit_authority&state=all", as_="administrator")[1]["items"]
    cases = sample_run.call("GET", "/instances", as_="administrator")[1]["items"]
    applications = sample_run.call("GET", "/permit-applications", as_="administrator")[1]["items"]
    known = {
        "task_id": itertools.cycle(each["id"] for each in tasks),
        "instance_id": itertools.cycle(each["id"] for each in cases),
        "application_id": itertools.cycle(each["id"] for each in applications),
        "key": itertools.cycle(["permit_gating"]),
        "name": itertools.cycle(["permit_gate", "in_scope"]),
        "clause_id": itertools.cycle(["SX-10-2b"]),
    }
    schema = schemathesis.openapi.from_url(f"{sample_run.address}/api/openapi.json")
    turn = itertools.count()

    @schema.hook
    def map_path_parameters(_context, path_parameters):
        if next(turn) % 2:
            return path_parameters
        return {name: next(known[name]) if name in known else value for name, value in (path_parameters or {}).items()}

    return schema


@pytest.mark.parametrize("tag", ["session", "tasks", "processes", "incidents", "permits", "law", "clock"])
def test_no_input_brings_a_fault(schema, sample_run, tag):
    headers = {"Authorization": f"Bearer {sample_run.token('administrator')}"}
    # Signing out would end the session that the others use.
    chosen = schema.include(tag=tag).exclude(path="/api/v1/session", method="DELETE")
    seen = 0
    for operation in (found.ok() for found in chosen.get_all_operations()):

        @given(case=operation.as_strategy())
        @BOUNDED
        def holds(case):
            nonlocal seen
            seen += 1
            case.call_and_validate(headers=headers, checks=CHECKS, timeout=60)

        holds()
    assert seen >= EXAMPLES
