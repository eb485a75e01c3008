"""The catalogue and the documents made from it."""

from __future__ import annotations

import importlib.metadata
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cli.contracts import command
from services.contracts import asyncapi, catalogue, json_schema
from services.contracts.fields import Contract, Day, Fen, Flag, Id, Moment, Object, Text, Whole, Words
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENGINE = [
    "start_instance",
    "correlate",
    "list_tasks",
    "count_tasks",
    "get_task",
    "claim_task",
    "release_task",
    "complete_task",
    "save_draft",
    "list_instances",
    "get_instance",
    "get_history",
    "list_definitions",
    "get_definition",
    "deploy",
    "list_incidents",
    "resolve_incident",
    "move_clock",
]
CASE = ["validate", "act", "notify", "archive"]
P01 = ["register_project", "check_scope", "evaluate_gate", "issue_permit", "refuse_permit", "close_out_of_scope", "notify_contractor"]


@pytest.mark.parametrize("name", [*(f"engine.{n}" for n in ENGINE), *(f"case.{n}" for n in CASE), *(f"permits.{n}" for n in P01)])
def test_every_operation_of_the_map_is_declared(name: str) -> None:
    assert catalogue.operation(name).name == name


@pytest.mark.parametrize(
    "name", ["permits.application.submitted", "permits.permit.issued", "permits.application.refused", "permits.application.out_of_scope"]
)
def test_every_event_of_the_first_process_has_its_key(name: str) -> None:
    event = catalogue.event(name)
    assert event.key in event.data().fields


def test_an_unknown_name_gets_an_answer_with_the_known_ones() -> None:
    with pytest.raises(HuxinError) as caught:
        catalogue.operation("case.dance")
    assert caught.value.code == "unknown_operation"
    assert "case.act" in str(caught.value.fix)
    with pytest.raises(HuxinError, match="no such event"):
        catalogue.event("case.dance.danced")


def test_every_declaration_has_both_languages() -> None:
    for declared in (*catalogue.operations().values(), *catalogue.events().values()):
        assert declared.title_en.isascii(), declared.name
        assert any("一" <= letter <= "鿿" for letter in declared.title_zh), declared.name


def test_wrong_parameters_name_the_member() -> None:
    with pytest.raises(HuxinError) as caught:
        catalogue.operation("case.act").check_parameters({})
    assert caught.value.code == "bad_parameters"
    assert "case_id" in caught.value.detail
    assert "case_id" in caught.value.extra["errors"]
    for value in (None, [], "x", 7):
        with pytest.raises(HuxinError, match="object"):
            catalogue.operation("case.act").check_parameters(value)


def test_parameters_come_back_unchanged_with_their_unknown_members() -> None:
    given_ = {"case_id": "A", "newer": {"x": [1]}}
    assert catalogue.operation("case.act").check_parameters(given_) is given_


class Sample(Contract):
    """One field of each kind."""

    amount = Fen(required=True)
    count = Whole()
    flag = Flag()
    name = Text()
    day = Day()
    words = Words()
    thing = Object(allow_none=True)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.text(max_size=3)
    | st.lists(st.text(max_size=2), max_size=2)
    | st.just({})
    | st.just("2025-03-31")
)


@settings(max_examples=300)
@given(
    data=st.fixed_dictionaries({}, optional=dict.fromkeys(("amount", "count", "flag", "name", "day", "words", "thing", "other"), VALUES))
)
def test_the_generated_schema_accepts_and_refuses_as_the_services_do(data: dict[str, Any]) -> None:
    # JSON Schema takes 1.0 for a whole number; money never arrives as a float, so we do not.
    data = {name: value for name, value in data.items() if not (isinstance(value, float) and value.is_integer())}
    ours = not Sample().validate(data)
    theirs = jsonschema_rs.validator_for({"$schema": json_schema.DIALECT, **json_schema.of(Sample)}, validate_formats=True).is_valid(data)
    assert ours == theirs


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Fen(), [0, 12_345], [-1, 1.5, 1.0, "7", True, None]),
        (Id(), ["01a208f0-e9c6-7770-87e9-fab7e0bc7803"], ["A", "", 7]),
        (Day(), ["2024-02-29"], ["2025-02-29", "31.3.2025", 20250331]),
        (Moment(), ["2025-03-31T09:00:00+08:00", "2025-03-31T01:00:00Z"], ["2025-03-31T09:00:00", "now"]),
        (Flag(), [True, False], ["true", 1, 0]),
    ],
)
def test_field_kinds_check_without_converting(field: Any, good: list[Any], bad: list[Any]) -> None:
    schema = Contract.from_dict({"value": field})()
    for value in good:
        assert schema.load({"value": value}) == {"value": value}
    for value in bad:
        assert schema.validate({"value": value}), value


@pytest.mark.parametrize("name", sorted(json_schema.everything()))
def test_every_generated_schema_is_valid_json_schema(name: str) -> None:
    jsonschema_rs.validator_for(json_schema.everything()[name])


def references(node: object) -> Iterator[str]:
    """Yield every reference in a document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi.document("1")
    found = list(references(document))
    assert len(found) > 200
    for reference in found:
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
        assert node


def test_commands_events_and_calls_are_told_apart() -> None:
    document = asyncapi.document("1")
    assert document["channels"]["case.act"]["bindings"]["amqp"]["exchange"]["name"] == "huxin.commands"
    assert document["channels"]["engine.list_tasks"]["bindings"]["amqp"]["exchange"]["type"] == "direct"
    assert document["operations"]["permits.sends.permits.permit.issued"]["action"] == "send"


def test_the_command_line_prints_and_writes_the_documents(tmp_path: Path) -> None:
    printed = CliRunner().invoke(command, ["asyncapi"])
    assert json.loads(printed.output)["info"]["version"] == importlib.metadata.version("huxin")
    written = CliRunner().invoke(command, ["schemas", "--out", str(tmp_path)])
    assert written.exit_code == 0
    assert {path.stem for path in tmp_path.iterdir()} == set(json_schema.everything())
    listed = json.loads(CliRunner().invoke(command, ["operations", "--json"]).output)
    assert {row["name"] for row in listed} == {*catalogue.operations(), *catalogue.events()}
