"""A mistake in the law's files is refused with file, entry and what to do; nothing is loaded by half."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from services.kernel.errors import HuxinError
from services.runtime.law import load_all, load_law, read_regulations
from services.runtime.law_checks import check

THRESHOLD = "shaoxing.scope_min_investment_fen"


def refused(home):
    with pytest.raises(HuxinError) as caught:
        load_law(home, "shaoxing")
    assert caught.value.code == "bad_regulations"
    assert caught.value.fix
    return caught.value.detail


def test_an_unknown_jurisdiction_names_those_that_exist(home):
    with pytest.raises(HuxinError) as caught:
        load_law(home, "atlantis")
    assert (caught.value.code, caught.value.status) == ("unknown_jurisdiction", 404)
    assert "shaoxing" in caught.value.detail


def test_a_home_without_law_says_where_it_looked(tmp_path):
    assert "regulations" in refused(tmp_path)


def test_the_law_is_read_once_for_a_home(home):
    assert load_law(home, "shaoxing") is load_law(home, "shaoxing")


def test_the_version_changes_with_any_file(home, edit, tmp_path_factory):
    before = load_law(home, "shaoxing").version
    edit("toli-draft/parameters.yaml", "value: 3000", "value: 3100")
    moved = tmp_path_factory.mktemp("moved") / "home"
    home.rename(moved)
    assert load_law(moved, "shaoxing").version != before


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("shaoxing/clauses.yaml", ("id: SX-2-1", "id: SX-1-1"), "SX-1-1: stands more than once"),
        ("shaoxing/clauses.yaml", ("kind: threshold", "kind: treshold"), "kind"),
        ("shaoxing/clauses.yaml", ("executable: full", "executable: yes"), "executable"),
        ("shaoxing/clauses.yaml", ("process: permit_gating", "process: permit_gaiting"), "permit_gaiting"),
        ("shaoxing/clauses.yaml", ("parties: [construction_unit", "parties: [constructor"), "constructor"),
        ("shaoxing/clauses.yaml", ("  article: 第2条\n", ""), "article"),
        ("shaoxing/clauses.yaml", ("  article: 第2条\n", "  article: 第2条\n  colour: red\n"), "colour"),
        ("shaoxing/clauses.yaml", ("  article: 第2条\n", "  article: 第2条\n  article: 第3条\n"), "written twice"),
        ("shaoxing/parameters.yaml", ("value: 200000000", "value: 2000000.00"), "decimal"),
        ("shaoxing/parameters.yaml", ("value: 200000000", "value: two million"), "fen"),
        ("shaoxing/parameters.yaml", ("value: 200000000", "value: true"), "fen"),
        ("shaoxing/parameters.yaml", ("value: P3D", "value: PT72H"), "duration_calendar"),
        ("shaoxing/parameters.yaml", ("since: 2017-01-01", "since: 2017-13-01"), "'2017-13-01' is no day"),
        ("shaoxing/parameters.yaml", ("since: 2017-01-01", "since: 2017-01-01 08:00:00"), "since"),
        ("shaoxing/parameters.yaml", ("clauses: [SX-2-1]", "clauses: [SX-99-1]"), "SX-99-1"),
        ("shaoxing/parameters.yaml", ("verified: text", "verified: surely"), "verified"),
        ("shaoxing/profile.yaml", ("jurisdiction: shaoxing", "jurisdiction: hangzhou"), "folder"),
        ("shaoxing/profile.yaml", ("parameter: shaoxing.deposit_as_permit_condition", "parameter: shaoxing.nothing"), "shaoxing.nothing"),
        ("shaoxing/profile.yaml", ("clause: SX-8-1", "clause: SX-88-1"), "SX-88-1"),
        ("shaoxing/routing.yaml", ("building: construction_authority", "building: housing_bureau"), "housing_bureau"),
        ("shaoxing/routing.yaml", ("default: hr_bureau", "default: [hr_bureau"), "not YAML"),
        ("departments.yaml", ("id: worker,", "id: employer,"), "employer"),
        ("processes.yaml", ("number: P02", "number: P01"), "P01"),
    ],
)
def test_a_mistake_is_refused_and_named(home, edit, file, change, told):
    edit(file, *change)
    assert told in refused(home)


def test_a_missing_file_is_named(home):
    (home / "regulations" / "shaoxing" / "routing.yaml").unlink()
    assert "shaoxing/routing.yaml" in refused(home)


def test_a_file_that_is_no_list_is_named(home):
    (home / "regulations" / "shaoxing" / "clauses.yaml").write_text("id: SX-1-1\n", "utf-8")
    assert "must be a list" in refused(home)


def test_overlapping_values_get_the_corrected_yaml(home):
    again = f"- name: {THRESHOLD}\n  value: 300000000\n  unit: fen\n  since: 2027-01-01\n  verified: text\n  clauses: [SX-2-1]\n"
    path = home / "regulations" / "shaoxing" / "parameters.yaml"
    path.write_text(path.read_text("utf-8") + again + "  label_zh: 门槛\n  label_en: threshold\n  source: a later amendment\n", "utf-8")
    (problem,) = check(read_regulations(home))
    assert problem.entry == THRESHOLD
    assert problem.fix == "since: 2017-01-01\n  until: 2026-12-31"


def test_a_new_value_holds_from_its_day_and_the_old_one_before(home, edit):
    edit(
        "shaoxing/parameters.yaml",
        "value: 200000000\n  unit: fen\n  since: 2017-01-01",
        "value: 200000000\n  unit: fen\n  since: 2017-01-01\n  until: 2026-12-31",
    )
    path = home / "regulations" / "shaoxing" / "parameters.yaml"
    later = f"- name: {THRESHOLD}\n  value: 300000000\n  unit: fen\n  since: 2027-01-01\n  verified: text\n  clauses: [SX-2-1]\n"
    path.write_text(path.read_text("utf-8") + later + "  label_zh: 门槛\n  label_en: threshold\n  source: a later amendment\n", "utf-8")
    law = load_law(home, "shaoxing")
    assert law.parameter(THRESHOLD).value == 300_000_000
    assert law.parameter(THRESHOLD, date(2026, 12, 31)).value == 200_000_000
    assert law.parameter(THRESHOLD, date(2027, 1, 1)).value == 300_000_000
    with pytest.raises(HuxinError) as caught:
        law.parameter(THRESHOLD, date(2016, 12, 31))
    assert caught.value.code == "parameter_not_in_force"
    assert [found.value for found in law.parameters(date(2026, 6, 1)) if found.name == THRESHOLD] == [200_000_000]


def test_an_unknown_parameter_or_clause_is_not_found(home):
    law = load_law(home, "shaoxing")
    for look, code in ((law.parameter, "unknown_parameter"), (law.clause, "unknown_clause")):
        with pytest.raises(HuxinError) as caught:
            look("no.such_name")
        assert (caught.value.code, caught.value.status) == (code, 404)


def test_a_clause_of_another_profile_can_be_borrowed_but_is_not_ones_own(home):
    law = load_law(home, "toli-draft")
    assert law.clause("SX-13-2").jurisdiction == "shaoxing"
    assert "SX-13-2" not in law.clauses
    assert "CN724-23" in law.clauses


def test_nothing_of_the_law_can_be_changed_afterwards(home):
    law = load_law(home, "shaoxing")
    with pytest.raises(FrozenInstanceError):
        law.parameter(THRESHOLD).value = 1
    with pytest.raises(TypeError):
        law.flags["in_force"] = False
    with pytest.raises(TypeError):
        law.parameter("45号.details_from_memory").value["objection_working_days"] = 1
    with pytest.raises(TypeError):
        load_all(home)["shaoxing"] = law


def test_a_parameter_travels_as_json(home):
    body = load_law(home, "shaoxing").parameter("shaoxing.in_force_since").as_json()
    assert body["value"] == "2017-01-01"
    assert body["since"] == "2017-01-01"
    assert load_law(home, "shaoxing").parameter("53号.details_from_memory").as_json()["value"]["promise_required"] is True
    assert load_law(home, "shaoxing").parameter("shaoxing.payroll_signatures").as_json()["value"][-1] == "worker"
