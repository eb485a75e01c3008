"""A clause is covered when it lives somewhere and is shown both kept and broken, and `huxin clauses` says so."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from services.cli.clauses import command
from services.kernel.errors import HuxinError
from services.runtime.examples import find_examples
from services.runtime.places import drawn_processes, find_places
from services.runtime.traceability import build_matrix

DIAGRAM = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:huxin="urn:huxin:bpmn:1" id="definitions">
 <bpmn:process id="settlement_deadline">
  <bpmn:userTask id="watch" name="盯住结算">
   <bpmn:extensionElements><huxin:clauses ids="SX-9-2a {other}"/></bpmn:extensionElements>
  </bpmn:userTask>
 </bpmn:process>
</bpmn:definitions>"""

KEPT = """- name: settled within half a year
  decision: settlement_due
  jurisdiction: shaoxing
  "on": 2026-03-02
  facts: {acceptance_passed_on: 2025-10-02}
  expect: {outcome: not_due}
  satisfies: [SX-9-2a]
  why: five months after acceptance
"""
BROKEN = (
    KEPT.replace("settled within half a year", "settled after two years").replace("satisfies", "breaks").replace("five months", "two years")
)
CASES = """story: settlement
on: "2026-11-02T09:00:00+08:00"
cases:
  - {name: settled in time, jurisdiction: shaoxing, ends: end_settled, satisfies: [SX-9-2b]}
  - {name: pledged in the end, jurisdiction: shaoxing, ends: end_pledged, state: pledged, breaks: [SX-9-2b]}
  - {name: shows no clause, jurisdiction: shaoxing, ends: end_settled}
"""


@pytest.fixture
def write(home):
    def at(file, text):
        path = home / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return at


def row(home, clause):
    return next(row for row in build_matrix(home).rows if row.clause.id == clause)


def test_an_element_that_names_a_clause_is_its_place(home, write):
    write("workflows/bpmn/settlement.bpmn", DIAGRAM.format(other="SX-9-2b"))
    places = [place for place in find_places(home) if place.kind == "element"]
    assert [(place.clause, str(place), place.name) for place in places] == [
        ("SX-9-2a", "settlement.bpmn#watch", "盯住结算"),
        ("SX-9-2b", "settlement.bpmn#watch", "盯住结算"),
    ]
    assert drawn_processes(home) == {"settlement_deadline"}


def test_a_constant_of_rule_code_is_a_place_and_a_docstring_is_not(home, write):
    write("services/permits/domain/rules/late.py", '"""Reads SX-9-2a."""\nCITES = ("SX-9-2b",)\n')
    assert [(place.clause, place.at) for place in find_places(home) if place.kind == "rule"] == [("SX-9-2b", "2")]


def test_a_diagram_that_cannot_be_read_is_named(home, write):
    write("workflows/bpmn/broken.bpmn", "<bpmn:definitions")
    with pytest.raises(HuxinError, match=r"broken\.bpmn"):
        find_places(home)


@pytest.fixture
def no_contracts(monkeypatch):
    """Without the contracts of the running project, which are places too."""
    monkeypatch.setattr("services.runtime.places.operations", dict)
    monkeypatch.setattr("services.runtime.places.events", dict)


@pytest.mark.parametrize(
    ("placed", "examples", "covered"),
    [(True, KEPT + BROKEN, True), (False, KEPT + BROKEN, False), (True, KEPT, False), (True, BROKEN, False), (True, "[]", False)],
    ids=["all there", "no place", "never broken", "never kept", "no example"],
)
@pytest.mark.usefixtures("no_contracts")
def test_covered_needs_a_place_and_both_examples(home, write, placed, examples, covered):
    if placed:
        write("workflows/bpmn/settlement.bpmn", DIAGRAM.format(other=""))
    write("tests/rules/settlement.yaml", examples)
    found = row(home, "SX-9-2a")
    assert (found.covered, found.gap) == (covered, not covered)


def test_a_narrative_clause_is_never_a_gap(home):
    found = row(home, "SX-1-1")
    assert (found.covered, found.gap) == (False, False)


def test_a_marked_test_is_an_example(home, write):
    write(
        "tests/unit/test_marked.py",
        "import pytest\n\n\n@pytest.mark.clauses(satisfies=('SX-9-2a',), breaks=('SX-9-2b',))\ndef test_late_is_late():\n    assert True\n",
    )
    (example,) = find_examples(home)
    assert (example.name, example.satisfies, example.breaks) == ("late is late", ("SX-9-2a",), ("SX-9-2b",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  why: five months after acceptance\n", ""),
        ("satisfies: [SX-9-2a]", "satisfies: []"),
        ("satisfies: [SX-9-2a]", "satisfies: [SX-9-2a]\n  breaks: [SX-9-2a]"),
        ("satisfies: [SX-9-2a]", "satisfies: [article nine]"),
        ("  decision: settlement_due\n", ""),
        ("expect: {outcome: not_due}", "expect: {}"),
        ("acceptance_passed_on: 2025-10-02", "acceptance_passed_on: 2025-13-02"),
        ('"on": 2026-03-02', '"on": soon'),
        ('"on": 2026-03-02', "on: 2026-03-02"),
        ("facts: {", "facts: {{"),
    ],
)
def test_an_example_with_a_mistake_is_refused_and_named(home, write, old, new):
    assert old in KEPT
    write("tests/rules/settlement.yaml", KEPT.replace(old, new))
    with pytest.raises(HuxinError, match=r"settlement\.yaml") as caught:
        find_examples(home)
    assert caught.value.code == "bad_example"


def test_the_cases_of_a_story_are_examples_where_they_name_clauses(home, write):
    write("workflows/scenarios/settlement.yaml", CASES)
    assert [(found.name, found.satisfies, found.breaks, found.kind) for found in find_examples(home)] == [
        ("settled in time", ("SX-9-2b",), (), "case"),
        ("pledged in the end", (), ("SX-9-2b",), "case"),
    ]


def test_a_case_that_does_not_say_where_it_ends_is_refused(home, write):
    write("workflows/scenarios/settlement.yaml", CASES.replace("ends: end_settled, satisfies", "satisfies"))
    with pytest.raises(HuxinError, match=r"entry 1 \(settled in time\).*ends"):
        find_examples(home)


def test_other_test_data_is_passed_over(home, write):
    write("tests/rules/calendar.yaml", "- {name: a month from January, facts: {start: 2026-01-31}}\n")
    assert find_examples(home) == []


def run(home, *arguments):
    return CliRunner().invoke(command, list(arguments), env={"HUXIN_HOME": str(home)})


def test_the_command_fails_on_a_gap_and_lists_every_clause(home):
    result = run(home, "--json")
    rows = json.loads(result.stdout)
    assert result.exit_code == 1
    assert len(rows) == 206
    assert {"id", "executable", "process", "covered", "places", "examples"} <= rows[0].keys()


def test_the_command_holds_for_delivered_processes_when_only_others_have_gaps(home, write):
    write("workflows/bpmn/settlement.bpmn", DIAGRAM.format(other="SX-9-2b"))
    write("tests/rules/settlement.yaml", KEPT + BROKEN)
    assert run(home, "--delivered").exit_code == 1
    write("workflows/scenarios/settlement.yaml", CASES)
    assert run(home, "--delivered").exit_code == 0
    assert run(home).exit_code == 1
    assert run(home, "--process", "P17").exit_code == 0
    assert run(home, "--process", "settlement_deadline").exit_code == 0


def test_a_citation_of_no_clause_fails_and_is_told(home, write):
    write("workflows/bpmn/settlement.bpmn", DIAGRAM.format(other="SX-99-9"))
    result = run(home, "--delivered")
    assert result.exit_code == 1
    assert "SX-99-9" in result.stderr


def test_the_table_shows_process_gist_and_counts(home):
    result = run(home, "--process", "P17", "--lang", "en")
    assert "P17 Settlement deadline (no diagram yet)" in result.stdout
    assert "SX-9-2a" in result.stdout
    assert "Totals" in result.stdout


def test_national_clauses_are_shown_on_request(home):
    rows = json.loads(run(home, "--json", "--national").stdout)
    assert any(row["jurisdiction"] == "national" for row in rows)


def test_an_unknown_process_names_those_that_exist(home):
    result = run(home, "--process", "P99")
    assert isinstance(result.exception, HuxinError)
    assert "P17 settlement_deadline" in result.exception.detail
