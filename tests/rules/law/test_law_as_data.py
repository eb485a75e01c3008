"""The law as data is whole: every clause there, every reference kept, every number a dated parameter with a source."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.kernel.citation import Citation
from services.runtime.law import load_all, load_law, read_regulations
from services.runtime.law_checks import check

HOME = Path(__file__).resolve().parents[3]
LAWS = load_all(HOME)
CATALOGUE = LAWS["national"].catalogue
LOCAL = [clause for clause in CATALOGUE.values() if clause.jurisdiction != "national"]
PARAMETER_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")

EXECUTABLE_BY_PROCESS = {
    "permit_gating": 11,
    "contract_and_real_name_registration": 18,
    "wage_account": 20,
    "monthly_payroll": 8,
    "wage_deposit": 6,
    "payment_supervision_and_stop_work": 14,
    "completion_acceptance": 4,
    "arrears_case": 9,
    "complaint_intake": 12,
    "wage_dispute_arbitration": 8,
    "advance_payment_and_liability": 12,
    "inspection_campaign": 25,
    "mass_incident": 10,
    "prosecution_handoff": 18,
    "credit_sanction": 9,
    "special_account_closure": 1,
    "settlement_deadline": 2,
    "department_accountability": 7,
    "publicity_and_posting": 4,
}


def test_the_files_hold_together():
    problems = check(read_regulations(HOME))
    corrected = "\n".join(f"# {problem.entry}: {problem.text}\n{problem.fix}" for problem in problems)
    assert not problems, f"correct the YAML like this:\n{corrected}"


def test_every_clause_of_both_regulations_is_there():
    assert Counter(clause.jurisdiction for clause in LOCAL) == {"toli-draft": 141, "shaoxing": 65}
    assert Counter(clause.executable for clause in LOCAL) == {"full": 110, "assisted": 88, "narrative": 8}


def test_every_process_has_its_clauses():
    running = Counter(clause.process for clause in LOCAL if clause.executable != "narrative")
    assert running == EXECUTABLE_BY_PROCESS
    assert [name.number for name in LAWS["national"].processes.values()] == [f"P{number:02}" for number in range(1, 20)]


def test_a_clause_id_names_its_jurisdiction():
    for clause_id, clause in CATALOGUE.items():
        citation = Citation.parse(clause_id)
        assert (str(citation), citation.jurisdiction) == (clause_id, clause.jurisdiction)


def test_no_two_clauses_of_one_regulation_share_a_gist():
    for language in ("gist_zh", "gist_en"):
        gists = Counter((clause.jurisdiction, getattr(clause, language)) for clause in CATALOGUE.values())
        assert [gist for gist, times in gists.items() if times > 1] == []


def test_gists_are_written_in_their_language():
    for clause in CATALOGUE.values():
        assert re.search(r"[一-鿿]", clause.gist_zh), clause.id
        assert not re.search(r"[一-鿿]", clause.gist_en), clause.id
        assert bool(clause.note_zh) == bool(clause.note_en), clause.id


def test_a_note_names_only_parameters_that_exist():
    known = {name for law in LAWS.values() for name in law.versions}
    for clause in CATALOGUE.values():
        for note in (clause.note_zh, clause.note_en):
            assert set(PARAMETER_NAME.findall(note)) <= known, clause.id


def test_an_open_word_of_time_is_held_by_a_parameter():
    cited = {clause for law in LAWS.values() for values in law.versions.values() for value in values for clause in value.clauses}
    assert [clause.id for clause in LOCAL if clause.open_time_words and clause.id not in cited] == []


def test_a_length_in_a_clause_is_held_by_a_parameter():
    cited = {clause for law in LAWS.values() for values in law.versions.values() for value in values for clause in value.clauses}
    lengths = [clause.id for clause in LOCAL if any(deadline.duration != "P0D" for deadline in clause.deadlines)]
    assert [clause_id for clause_id in lengths if clause_id not in cited] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("toli.in_force", False),
        ("shaoxing.deposit_as_permit_condition", True),
        ("deposit.base_rate_bp", None),
        ("deposit.raise_arrears_percent", 50),
        ("deposit.raise_listed_percent", 100),
        ("deposit.cut_percent", 50),
        ("deposit.small_project_exempt", True),
        ("deposit.clean_36_months_exempt", True),
        ("deposit.multi_project_rate_bp", None),
        ("pay_line.accept_other_bank", True),
        ("national.acceptance_needs_contract_payment", True),
        ("toli.routing_default", "leading_group"),
        ("shaoxing.negotiations_min", 2),
        ("evidence.default_working_days", 5),
        ("minimum_wage.local", None),
        ("crime.threshold_one_worker_fen", 500_000),
        ("crime.threshold_group_fen", 3_000_000),
        ("toli.many_workers_min", 10),
        ("shaoxing.scope_min_investment_fen", 200_000_000),
        ("shaoxing.in_force_since", date(2017, 1, 1)),
        ("deposit.due_duration", "P20D"),
        ("wage_account.opening_duration", "P30D"),
        ("shaoxing.labour_cost_share_bp", 3_000),
        ("toli.labour_cost_share_bp", 3_000),
    ],
)
def test_the_default_stands_until_an_authority_changes_it(name, value):
    law = next(law for law in LAWS.values() if name in law.versions and law.versions[name][0].jurisdiction == law.jurisdiction)
    assert law.parameter(name).value == value


def test_details_from_memory_say_so():
    for name in ("45号.details_from_memory", "53号.details_from_memory"):
        assert LAWS["national"].parameter(name).verified == "memory"
    assert LAWS["national"].parameter("45号.details_from_memory").value["objection_working_days"] == 5


def test_national_parameters_are_visible_from_every_profile():
    for law in LAWS.values():
        assert law.parameter("deposit.due_duration", date(2026, 1, 5)).value == "P20D"


def test_a_local_value_goes_before_the_national_one_of_the_same_name():
    assert LAWS["national"].parameter("permit.labour_check").value is False
    assert LAWS["toli-draft"].parameter("permit.labour_check").value is True
    assert LAWS["shaoxing"].parameter("permit.labour_check").value is False


@pytest.mark.parametrize("jurisdiction", sorted(LAWS))
def test_every_value_holds_on_its_first_day_and_not_the_day_before(jurisdiction):
    law = LAWS[jurisdiction]
    for values in law.versions.values():
        for value in values:
            if value.since is not None:
                assert value.holds_on(value.since)
                assert not value.holds_on(value.since - timedelta(days=1))


def test_only_the_tuoli_profile_is_a_draft():
    assert {name for name, law in LAWS.items() if law.flags["draft"]} == {"toli-draft"}
    assert {name for name, law in LAWS.items() if law.flags["in_force"]} == {"national", "shaoxing"}


def test_the_deposit_as_a_condition_is_flagged_against_national_law():
    conflict = LAWS["shaoxing"].flags["national_conflict"]["SX-8-1"]
    assert (conflict["effect"], conflict["parameter"]) == ("beyond", "shaoxing.deposit_as_permit_condition")


@pytest.mark.parametrize(
    ("jurisdiction", "sector", "department"),
    [
        ("shaoxing", "building", "construction_authority"),
        ("shaoxing", "water", "hr_bureau"),
        ("toli-draft", "municipal", "housing_bureau"),
        ("toli-draft", "husbandry", "husbandry_bureau"),
        ("toli-draft", "non_construction", "hr_bureau"),
        ("toli-draft", "telecom", "leading_group"),
        ("toli-draft", "railway", "leading_group"),
        ("national", "transport", "transport_bureau"),
        ("national", "power", "hr_bureau"),
    ],
)
def test_a_sector_has_its_department_and_nothing_is_turned_away(jurisdiction, sector, department):
    assert load_law(HOME, jurisdiction).routing.for_sector(sector) == department


def test_the_permit_office_is_the_construction_authority_in_shaoxing_and_housing_in_tuoli():
    assert LAWS["shaoxing"].routing.for_function("permit_authority") == "construction_authority"
    assert LAWS["toli-draft"].routing.for_function("permit_authority") == "housing_bureau"
    assert LAWS["toli-draft"].routing.for_function("worker") == "worker"


def test_routing_default_of_tuoli_is_the_parameter_that_says_so():
    law = LAWS["toli-draft"]
    assert law.routing.default == law.parameter("toli.routing_default").value


def test_no_amount_is_a_decimal_number():
    text = "\n".join(path.read_text("utf-8") for path in (HOME / "regulations").glob("*/parameters.yaml"))
    assert not re.search(r"^ +value: -?\d+\.\d", text, re.MULTILINE)
