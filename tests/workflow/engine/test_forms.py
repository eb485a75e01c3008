"""A task's form is checked at completion; what does not fit changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT

DIAGRAMS = Path(__file__).parent / "diagrams"
FORM = "permits/confirm_funds"


def task_with_form(bench, form: str = FORM) -> tuple[str, dict]:
    xml = (DIAGRAMS / "deadline.bpmn").read_text("utf-8")
    bench.deploy(xml.replace('<huxin:task deadline="P3D"', f'<huxin:task form="{form}" deadline="P3D"'))
    instance_id = bench.start("deadline")
    return instance_id, bench.tasks(instance_id=instance_id)[0]


def required_fields() -> set[str]:
    schema = json.loads((CHECKOUT / "workflows" / "forms" / f"{FORM}.json").read_text("utf-8"))
    return {
        each["key"]
        for each in schema["components"]
        if each.get("key") and (each.get("validate") or {}).get("required") and not each.get("conditional")
    }


def test_missing_and_unknown_entries_are_all_named_and_nothing_is_written(bench):
    instance_id, task = task_with_form(bench)
    with pytest.raises(HuxinError) as caught:
        bench.complete(task["id"], {"nonsense": 1})
    assert (caught.value.code, caught.value.status) == ("bad_form", 422)
    named = {(each["field"], each["code"]) for each in caught.value.extra["fields"]}
    assert required_fields()
    assert {(field, "required") for field in required_fields()} | {("nonsense", "unknown_field")} <= named
    view = bench.instance(instance_id)
    assert (view["step"], view["tasks"][0]["state"], view["incidents"]) == (1, "open", [])


def test_a_form_that_is_not_there_is_told(bench):
    _instance, task = task_with_form(bench, "permits/no_such_form")
    with pytest.raises(HuxinError) as caught:
        bench.complete(task["id"], {})
    assert caught.value.code == "unknown_form"
