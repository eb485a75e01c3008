"""What a form accepts."""

from __future__ import annotations

import pytest

from services.engine.domain.forms import check_form, problems_of
from services.kernel.errors import HuxinError
from services.kernel.expressions import evaluate


def holds(condition: str, values: dict) -> bool:
    try:
        return bool(evaluate(condition, values))
    except HuxinError:
        return False


def form(*components: dict) -> dict:
    return {"type": "default", "components": list(components)}


def field(kind: str, **more: object) -> dict:
    return {"type": kind, "key": "it", "label": "它", **more}


CASES = [
    (field("textfield", validate={"required": True}), {}, "required"),
    (field("textfield", validate={"required": True}), {"it": ""}, "required"),
    (field("textfield", validate={"required": True}), {"it": None}, "required"),
    (field("textfield"), {"it": 5}, "wrong_type"),
    (field("textfield", validate={"maxLength": 3}), {"it": "四个字了"}, "too_long"),
    (field("textarea", validate={"minLength": 3}), {"it": "二字"}, "too_short"),
    (field("textfield", validate={"pattern": "^[0-9]{4}$"}), {"it": "12a4"}, "pattern"),
    (field("number"), {"it": "12"}, "wrong_type"),
    (field("number"), {"it": True}, "wrong_type"),
    (field("number"), {"it": 1.5}, "wrong_type"),
    (field("number", validate={"min": 1}), {"it": 0}, "too_small"),
    (field("number", validate={"max": 10}), {"it": 11}, "too_large"),
    (field("radio", values=[{"value": "approve"}, {"value": "refuse"}]), {"it": "maybe"}, "unknown_option"),
    (field("select", values=[{"value": "a"}]), {"it": ["a"]}, "unknown_option"),
    (field("checklist", values=[{"value": "a"}]), {"it": "a"}, "wrong_type"),
    (field("checklist", values=[{"value": "a"}]), {"it": ["a", "b"]}, "unknown_option"),
    (field("checkbox"), {"it": "yes"}, "wrong_type"),
    (field("checkbox", validate={"required": True}), {"it": False}, "required"),
    (field("datetime", subtype="date"), {"it": "2026-02-30"}, "wrong_type"),
    (field("datetime", subtype="datetime"), {"it": "2026-02-03T10:00:00"}, "no_offset"),
    (field("textfield"), {"it": "a", "other": 1}, "unknown_field"),
]


@pytest.mark.parametrize(("component", "data", "code"), CASES)
def test_what_does_not_fit_is_named(component, data, code):
    assert [problem.code for problem in problems_of(form(component), data, holds)] == [code]


GOOD = [
    (field("textfield", validate={"pattern": "^[0-9]{4}$"}), "1234"),
    (field("number", validate={"min": 1, "max": 10}), 10),
    (field("number", decimalDigits=2), 1.25),
    (field("radio", values=[{"value": "approve"}]), "approve"),
    (field("checklist", values=[{"value": "a"}, {"value": "b"}]), ["a", "b"]),
    (field("checkbox", validate={"required": True}), True),
    (field("datetime", subtype="date"), "2026-02-28"),
    (field("datetime", subtype="datetime"), "2026-02-28T10:00:00+08:00"),
    (field("datetime", subtype="time"), "10:30"),
]


@pytest.mark.parametrize(("component", "value"), GOOD)
def test_what_fits_is_accepted(component, value):
    assert check_form(form(component), {"it": value}, holds) == {"it": value}


def test_every_wrong_field_is_listed_at_once():
    schema = form(
        {"type": "textfield", "key": "name", "validate": {"required": True}},
        {"type": "group", "components": [{"type": "number", "key": "amount", "validate": {"min": 0}}]},
        {"type": "text", "text": "a heading"},
    )
    with pytest.raises(HuxinError) as caught:
        check_form(schema, {"amount": -1}, holds)
    assert caught.value.code == "bad_form"
    assert caught.value.status == 422
    assert [(each["field"], each["code"]) for each in caught.value.extra["fields"]] == [("name", "required"), ("amount", "too_small")]


def test_a_hidden_field_is_neither_required_nor_kept():
    reason = {"type": "textarea", "key": "reason", "validate": {"required": True}, "conditional": {"hide": '=decision == "approve"'}}
    schema = form({"type": "radio", "key": "decision", "values": [{"value": "approve"}, {"value": "refuse"}]}, reason)
    assert check_form(schema, {"decision": "approve", "reason": "left over"}, holds) == {"decision": "approve"}
    assert [problem.field for problem in problems_of(schema, {"decision": "refuse"}, holds)] == ["reason"]


def test_fields_in_a_hidden_group_are_hidden():
    schema = form(
        {"type": "checkbox", "key": "more"},
        {
            "type": "group",
            "conditional": {"hide": "not more"},
            "components": [{"type": "textfield", "key": "inside", "validate": {"required": True}}],
        },
    )
    assert check_form(schema, {"more": False}, holds) == {"more": False}
    assert [problem.field for problem in problems_of(schema, {"more": True}, holds)] == ["inside"]


def test_a_read_only_field_cannot_be_overwritten():
    schema = form({"type": "number", "key": "due_fen", "readonly": True}, {"type": "textfield", "key": "note"})
    assert check_form(schema, {"due_fen": 1, "note": "ok"}, holds) == {"note": "ok"}
