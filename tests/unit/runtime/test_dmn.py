"""DMN files: what is read, what is refused, and the tables that ship."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from services.kernel.errors import HuxinError
from services.kernel.table_lint import lint_table
from services.kernel.unary import Unknown
from services.runtime.dmn import DMN, load_rulebook, parse_dmn

HOME = Path(__file__).parents[3]
SHIPPED = [table for path in sorted((HOME / "workflows" / "dmn").glob("*.dmn")) for table in parse_dmn(path.read_bytes(), path.name)]


class Given:
    """Facts from a dict; an absent fact is unknown."""

    def __init__(self, **facts):
        self.facts = facts

    def value(self, name):
        return self.facts.get(name, Unknown(frozenset({name})))

    def parameter(self, name):
        raise AssertionError(name)


def dmn(rows, policy="UNIQUE", inputs=(("x", "number"),), head=""):
    column = '<input id="i{0}" label="{0}"><inputExpression typeRef="{1}"><text>{0}</text></inputExpression></input>'
    columns = "".join(column.format(name, kind) for name, kind in inputs)
    rules = ""
    for number, (cells, outcome) in enumerate(rows, 1):
        entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rules += f'<rule id="r{number}">{entries}<outputEntry><text>"{outcome}"</text></outputEntry></rule>'
    body = f'<decisionTable hitPolicy="{policy}">{columns}<output name="outcome"/>{rules}</decisionTable>'
    return f'{head}<definitions xmlns="{DMN}"><decision id="t" name="T">{body}</decision></definitions>'.encode()


def table(*arguments, **options):
    (found,) = parse_dmn(dmn(*arguments, **options), "t.dmn")
    return found


def kinds(found):
    return [(problem.kind, problem.rows) for problem in lint_table(found)]


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_a_shipped_table_has_no_gap_no_overlap_and_no_dead_row(shipped):
    assert [problem.detail for problem in lint_table(shipped)] == []


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.name)
def test_every_row_of_a_shipped_table_cites_known_clauses_and_says_why_in_both_languages(shipped):
    law = load_rulebook(HOME, "national").law
    for row in shipped.rows:
        assert row.clauses
        assert [law.clause(clause).id for clause in row.clauses] == list(row.clauses)
        assert row.annotations["reason_zh"]
        assert row.annotations["reason_en"]


def test_a_unique_table_gives_the_row_that_fits():
    verdict = table([(["&lt; 3"], "low"), (["&gt;= 3"], "high")]).verdict(Given(x=3))
    assert verdict.outcomes == {"high"}
    assert [row.id for row in verdict.matched] == ["r2"]


def test_overlapping_rows_of_a_unique_table_are_an_error_and_a_finding():
    found = table([(["&lt;= 3"], "low"), (["&gt;= 3"], "high")])
    assert kinds(found) == [("overlap", ("r1", "r2"))]
    with pytest.raises(HuxinError) as caught:
        found.verdict(Given(x=3))
    assert caught.value.code == "table_ambiguous"


def test_a_gap_is_an_error_and_a_finding():
    found = table([(["&lt; 3"], "low"), (["&gt; 3"], "high")])
    assert kinds(found) == [("gap", ())]
    with pytest.raises(HuxinError) as caught:
        found.verdict(Given(x=3))
    assert caught.value.code == "table_gap"


def test_a_row_behind_a_catch_all_is_found():
    assert kinds(table([(["-"], "all"), (["3"], "three")], "FIRST")) == [("unreachable", ("r2",))]


def test_bounds_known_only_at_run_time_complete_each_other():
    assert kinds(table([(["&lt; bound"], "low"), (["&gt;= bound"], "high")])) == []
    assert kinds(table([(["&lt; bound"], "low"), (["&gt; bound"], "high")])) == [("gap", ())]


def test_first_stays_open_only_for_rows_before_the_certain_one():
    rows = [(["1", "-"], "a"), (["-", "1"], "b"), (["-", "-"], "c")]
    found = table(rows, "FIRST", (("x", "number"), ("y", "number")))
    verdict = found.verdict(Given(y=1))
    assert verdict.outcomes == {"a", "b"}
    assert verdict.missing == {"x"}
    assert found.verdict(Given(x=1)).outcomes == {"a"}


def test_open_rows_of_one_outcome_leave_nothing_missing():
    verdict = table([(["1"], "a"), (["-"], "a")], "FIRST").verdict(Given())
    assert verdict.outcomes == {"a"}
    assert verdict.missing == frozenset()


def test_collect_reports_every_row_that_fits():
    verdict = table([(["1"], "a"), (["&gt; 0"], "b"), (["2"], "c")], "COLLECT").verdict(Given(x=1))
    assert [row.id for row in verdict.matched] == ["r1", "r2"]
    assert [row.id for row in verdict.failed] == ["r3"]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"not xml", "well-formed"),
        (dmn([(["-"], "a")], head='<!DOCTYPE definitions [<!ENTITY a "b">]>'), "document type"),
        (b"<definitions/>", "DMN 1.3"),
        (dmn([(["-"], "a")], "ANY"), "hit policy"),
        (dmn([(["-", "-"], "a")]), "number of cells"),
        (dmn([(["-"], "a")], inputs=(("x", "double"),)), "type"),
        (dmn([(["-"], "a")]).replace(b'"a"', b"x"), "names 'x'"),
        (b" " * 2_000_001, "larger"),
    ],
)
def test_a_file_that_cannot_run_is_refused_with_the_place(raw, word):
    with pytest.raises(HuxinError) as caught:
        parse_dmn(raw, "bad.dmn")
    assert caught.value.code == "bad_dmn"
    assert word in caught.value.detail


def test_spacing_does_not_change_the_fingerprint_but_content_does():
    plain = dmn([(["1"], "a")])
    texts = (plain, plain.replace(b"<rule", b"\n  <rule"), plain.replace(b">1<", b">2<"))
    (first,), (spaced,), (other,) = (parse_dmn(text, "t.dmn") for text in texts)
    assert first.digest == spaced.digest
    assert first.digest != other.digest


def test_a_parameter_not_in_force_is_not_read_for_a_day_before_it():
    book = load_rulebook(HOME, "shaoxing")
    assert book.parameter("shaoxing.deposit_as_permit_condition", date(2026, 3, 2)).value is True
    with pytest.raises(HuxinError):
        book.parameter("shaoxing.deposit_as_permit_condition", date(2016, 3, 2))
    with pytest.raises(HuxinError) as caught:
        book.table("no_such_table")
    assert caught.value.code == "unknown_table"
