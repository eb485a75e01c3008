"""The sweep of a day: raised once, graver but never milder, cleared when cured, told up when nobody acts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.escrow.adapters.records.records import SqlRecords
from services.escrow.domain.project import Notice
from services.escrow.domain.warnings import COLOURS, KINDS, colour_of, desk_of
from services.kernel.errors import HuxinError
from tests.unit.warnings.conftest import CONTRACTOR, OWNER, PROJECT
from tests.unit.warnings.test_kinds import ACCOUNT, DEPOSIT

levels = st.fixed_dictionaries({"yellow": st.integers(-90, 90), "red": st.integers(-90, 90)})


def handled(watch, **more):
    warning = watch.shown()[0]["warning_id"]
    return watch.run("record_warning_measure", warning_id=warning, **{"measure": "urged", **more})


def missing(watch, jurisdiction="national", sector="building"):
    watch.project(jurisdiction, sector)
    watch.put(replace(DEPOSIT, jurisdiction=jurisdiction))


def test_a_warning_is_raised_once_for_what_is_wrong(watch):
    missing(watch)
    assert [watch.sweep("2026-11-25")["raised"], watch.sweep("2026-11-25")["raised"], watch.sweep("2026-11-26")["raised"]] == [1, 0, 0]
    (raised,) = watch.events("raised")
    assert (raised["kind"], raised["colour"], raised["desk"], raised["project_name"]) == ("W8", "yellow", "hr_bureau", "示例住宅楼")


def test_what_gets_graver_is_told_once_and_never_gets_milder(watch):
    missing(watch)
    assert watch.colours("W8", "2026-11-25", "2026-12-01", "2026-12-02") == ["yellow", "red", "red"]
    assert [event["colour"] for event in watch.events("worsened")] == ["red"]
    watch.put(replace(DEPOSIT, due_on=DEPOSIT.due_on.replace(month=12, day=7)))
    assert watch.colours("W8", "2026-12-03") == ["red"]


def test_what_is_cured_is_cleared_and_what_comes_back_is_a_new_warning(watch):
    missing(watch)
    watch.sweep("2026-12-01")
    watch.put(replace(DEPOSIT, held_fen=100, state="stored"))
    assert watch.sweep("2026-12-02")["cleared"] == 1
    watch.put(replace(DEPOSIT, held_fen=0, state="stored"))
    assert watch.sweep("2026-12-03")["raised"] == 1
    first, second = watch.events("raised")
    assert [event["warning_id"] for event in watch.events("cleared")] == [first["warning_id"]]
    assert first["warning_id"] != second["warning_id"]
    assert [one["cleared_on"] for one in watch.shown(state="all")] == [None, "2026-12-02"]


@pytest.mark.clauses(satisfies=(), breaks=("CN724-38", "TL-2.1.3-1a"))
def test_the_leading_group_is_told_once_of_what_nobody_handled_in_time(watch):
    missing(watch, "toli-draft")
    watch.sweep("2026-11-25")
    assert [watch.sweep(day)["told"] for day in ("2026-12-02", "2026-12-03", "2026-12-04")] == [0, 1, 0]
    with watch.database.read() as connection:
        told = SqlRecords(connection).many(Notice, project_id=PROJECT)
    assert [(notice.addressee, notice.kind) for notice in told] == [("leading_group", "warning_not_handled")]


@pytest.mark.clauses(satisfies=("CN724-38", "TL-2.1.3-1a"), breaks=())
def test_a_measure_in_time_keeps_it_from_the_leading_group_but_does_not_clear_it(watch):
    missing(watch)
    watch.sweep("2026-11-25")
    assert handled(watch) == {"in_time": True}
    assert watch.sweep("2026-12-20")["told"] == 0
    assert watch.shown()[0]["measure_taken"] == "urged"


def test_a_measure_after_the_last_day_is_late(watch):
    missing(watch)
    watch.sweep("2026-11-25")
    watch.sweep("2026-12-20")
    assert handled(watch) == {"in_time": False}


@pytest.mark.parametrize("bad", [{"measure": "forgotten"}, {"remark": "长" * 301}])
def test_a_wrong_measure_changes_nothing(watch, bad):
    missing(watch)
    watch.sweep("2026-11-25")
    with pytest.raises(HuxinError, match="cannot be recorded"):
        handled(watch, **bad)
    assert watch.shown()[0]["handled_at"] is None


def test_an_unknown_warning_is_named(watch):
    with pytest.raises(HuxinError) as refused:
        watch.run("look_at_warning", warning_id="nobody")
    assert refused.value.code == "unknown_warning"


@pytest.mark.parametrize(
    ("jurisdiction", "sector", "department", "desk"),
    [
        ("national", "building", "housing_bureau", "housing_bureau"),
        ("shaoxing", "building", "construction_authority", "housing_bureau"),
        ("toli-draft", "water", "water_bureau", "industry_authority"),
        ("toli-draft", "railway", "leading_group", "industry_authority"),
        ("national", "non_construction", "hr_bureau", "hr_bureau"),
    ],
)
def test_an_account_that_is_not_opened_goes_to_the_authority_of_the_sector(watch, jurisdiction, sector, department, desk):
    watch.project(jurisdiction, sector)
    watch.put(replace(ACCOUNT, jurisdiction=jurisdiction))
    watch.sweep("2026-11-21")
    (raised,) = watch.events("raised")
    assert (raised["department"], raised["desk"]) == (department, desk)
    looked = watch.run("look_at_warning", warning_id=raised["warning_id"])
    assert (looked["desk"], looked["colour"]) == (desk, "red")
    watch.put(replace(ACCOUNT, jurisdiction=jurisdiction, state="active"))
    watch.sweep("2026-11-22")
    assert watch.run("look_at_warning", warning_id=raised["warning_id"])["desk"] == "none"


def test_a_firm_sees_the_warnings_of_its_own_projects_only(watch):
    missing(watch)
    watch.sweep("2026-12-01")
    seen = [len(watch.shown(firms=[firm])) for firm in (OWNER, CONTRACTOR, "91000000EXAMPLE0Z9")]
    assert seen == [1, 1, 0]
    assert watch.shown(firms=["91000000EXAMPLE0Z9"], project_id=PROJECT) == []


def test_pages_hold_every_warning_once(watch):
    for number in range(5):
        watch.project(project_id=f"P-{number}")
        watch.put(replace(DEPOSIT, project_id=f"P-{number}"))
    watch.sweep("2026-12-01")
    seen, cursor = [], None
    while True:
        page = watch.read("list_warnings", after=cursor, limit=2)
        seen += [one["project_id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == [f"P-{number}" for number in range(5)]


@given(levels, st.integers(-200, 200))
def test_a_colour_holds_from_its_level_on_and_the_gravest_wins(given_levels, measure):
    reached = [colour for colour in COLOURS if measure >= given_levels[colour]]
    assert colour_of(given_levels, measure) == ("red" if "red" in reached else "yellow" if reached else None)


@given(levels, st.integers(-200, 199))
def test_a_colour_never_gets_milder_as_time_goes_on(given_levels, measure):
    rank = [None, *COLOURS]
    assert rank.index(colour_of(given_levels, measure)) <= rank.index(colour_of(given_levels, measure + 1))


@pytest.mark.parametrize("jurisdiction", ["national", "shaoxing", "toli-draft"])
def test_every_kind_has_its_levels_and_a_desk_in_every_place(watch, jurisdiction):
    law = watch.escrow.law.law(jurisdiction)
    for name, kind in KINDS.items():
        assert set(law.parameter(f"warning.{name.lower()}_levels", watch.clock.now().date()).value) <= set(COLOURS)
        assert desk_of(law.routing.for_function(kind.function or "hr_bureau")) in {"hr_bureau", "housing_bureau", "industry_authority"}
