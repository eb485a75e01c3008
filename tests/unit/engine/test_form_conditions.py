"""Conditions of form fields: the server hides what the page hides, and every form keeps to what both understand."""

from __future__ import annotations

import ast
import json

import pytest

from services.engine.bootstrap import holds
from services.engine.domain.forms import check_form, problems_of
from services.runtime.settings import CHECKOUT

EXAMPLES = json.loads((CHECKOUT / "web" / "src" / "features" / "form" / "conditions.json").read_text("utf-8"))
FORMS = sorted((CHECKOUT / "workflows" / "forms").rglob("*.json"))
FIELDS = [
    {"type": "radio", "key": "signed", "values": [{"value": True}, {"value": False}]},
    {"type": "select", "key": "kind"},
    {"type": "number", "key": "amount_fen"},
    {"type": "checkbox", "key": "ticked"},
]
UNDERSTOOD = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Name, ast.Load, ast.Constant, ast.cmpop)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['hide']} {each['values']}")
def test_the_server_hides_what_the_page_hides(example):
    asked = {"type": "textfield", "key": "it", "validate": {"required": True}, "conditional": {"hide": example["hide"]}}
    schema = {"components": [*FIELDS, asked]}
    demanded = [problem.field for problem in problems_of(schema, example["values"], holds) if problem.code == "required"]
    assert demanded == ([] if example["hidden"] else ["it"])


def test_a_hidden_field_counts_as_not_filled_in_for_the_fields_below_it():
    schema = {
        "components": [
            {"type": "radio", "key": "signed", "values": [{"value": True}, {"value": False}]},
            {"type": "textfield", "key": "kind", "conditional": {"hide": "=signed != true"}},
            {"type": "textarea", "key": "reason", "conditional": {"hide": "=kind != 'other'"}},
        ]
    }
    everything = {"signed": True, "kind": "other", "reason": "示例"}
    assert check_form(schema, everything, holds) == everything
    assert check_form(schema, {**everything, "signed": False}, holds) == {"signed": False}


def conditions():
    for file in FORMS:
        above: set[str] = set()
        for component in json.loads(file.read_text("utf-8"))["components"]:
            hide = (component.get("conditional") or {}).get("hide")
            if hide:
                yield pytest.param(hide, frozenset(above), id=f"{file.stem}:{component.get('key')}")
            above |= {each["key"] for each in component.get("components", [component]) if each.get("key")}


@pytest.mark.parametrize(("hide", "above"), list(conditions()))
def test_every_form_asks_only_what_the_page_understands_about_fields_above(hide, above):
    tree = ast.parse(hide.removeprefix("=").replace("true", "True").replace("false", "False").replace("null", "None"), mode="eval")
    assert all(isinstance(node, UNDERSTOOD) for node in ast.walk(tree))
    assert all(len(node.ops) == 1 for node in ast.walk(tree) if isinstance(node, ast.Compare))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names
    assert names <= above
