"""Every way through the supervision of a payment and the stops over it (P06). Due 2026-11-10, 1,000,000.00 yuan."""

from __future__ import annotations

import pytest

PROCESS = "payment_supervision_and_stop_work"
FULL = 100_000_000
LATE, MONTH_OVER = "2026-11-11T00:00:00+08:00", "2026-12-11T00:00:00+08:00"
LOOKED = {"false_certificate_found": False, "diversion_found": False}
ORDER = {"violation": "no_wage_account", "addressee": "general_contractor", "served_on": "2026-11-11", "correct_by": "2026-11-20"}


def stops(works, key):
    return works.desk.read("get_payment", payment_id=key)["stops"]


def test_money_in_time_closes_the_case(works):
    key = works.payment()
    works.receive(key, FULL)
    assert works.outcome(key, PROCESS) == "end_paid"


def test_part_of_the_money_before_the_due_day_goes_on_waiting(works):
    key = works.payment()
    works.receive(key, 1)
    assert works.open_tasks(key) == []
    works.clock(LATE)
    assert works.open_tasks(key) == ["supervise_payment"]


def test_part_of_the_money_after_the_due_day_leaves_the_default_under_supervision(works):
    key = works.payment()
    works.clock(LATE)
    works.receive(key, FULL - 1)
    assert works.open_tasks(key) == ["supervise_payment"]
    works.receive(key, 1, "R-2")
    assert works.outcome(key, PROCESS) == "end_paid"


def test_public_money_is_supervised_beside_the_payment(works):
    key = works.payment("toli-draft", government_project=True)
    assert works.open_tasks(key) == ["supervise_funds"]
    works.receive(key, FULL)
    assert works.outcome(key, PROCESS) is None
    works.do(key, "supervise_funds", fiscal_money_paid=True, funds_diverted=False)
    assert works.outcome(key, PROCESS) is not None


def test_urging_keeps_the_authority_at_it(works):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="urge")
    assert works.open_tasks(key) == ["supervise_payment"]


def test_a_supervised_stop_ends_when_the_money_is_there(works):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="supervised_stop")
    assert stops(works, key)[0]["basis"] == "a"
    works.receive(key, FULL - 1)
    assert stops(works, key)[0]["resumed_on"] is None
    works.receive(key, 1, "R-2")
    assert works.outcome(key, PROCESS) == "end_paid"
    assert works.thrown == ["permits.stop.ordered", "permits.work.resumed"]


def test_outside_the_draft_there_is_no_supervised_stop(works):
    key = works.payment("shaoxing")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="supervised_stop")
    assert (works.open_tasks(key), stops(works, key)) == (["supervise_payment"], [])


def test_a_month_and_a_day_bring_the_duty_to_stop_report_and_order(works):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.clock("2026-12-10T23:59:59+08:00")
    assert works.open_tasks(key) == ["supervise_payment"]
    works.clock(MONTH_OVER)
    works.do(key, "stop_and_report", stop_confirmed=True, report_text="未付")
    works.do(key, "verify_report", non_payment_verified=True)
    works.do(key, "order_owner", owner_ordered=True)
    assert (works.open_tasks(key), stops(works, key)[0]["basis"]) == ([], "b")
    works.receive(key, FULL)
    assert works.outcome(key, PROCESS) == "end_paid"


def test_part_of_the_money_on_the_first_stop_day_does_not_put_the_duty_off(works):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.desk.at(MONTH_OVER)
    works.receive(key, FULL - 1)  # arrives before the timer is looked at
    works.clock(MONTH_OVER)
    assert works.open_tasks(key) == ["stop_and_report"]


@pytest.mark.parametrize("stopped", [True, False])
def test_a_report_that_is_not_confirmed_stops_nothing(works, stopped):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.clock(MONTH_OVER)
    works.do(key, "stop_and_report", stop_confirmed=stopped, report_text="未付")
    works.do(key, "verify_report", non_payment_verified=False)
    assert works.open_tasks(key) == ["supervise_payment"]
    assert [stop for stop in stops(works, key) if stop["resumed_on"] is None] == []


def test_where_no_duty_to_stop_exists_the_authority_looks_again(works):
    key = works.payment("shaoxing")
    works.clock(LATE)
    works.clock("2026-12-20T09:00:00+08:00")
    assert (works.open_tasks(key), stops(works, key)) == (["supervise_payment"], [])


def test_a_missed_order_suspends_the_general_contractor(works):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="correction_order")
    works.do(key, "issue_order", **ORDER)
    works.clock("2026-11-20T23:59:59+08:00")
    assert works.open_tasks(key) == ["correct_contractor"]
    works.clock("2026-11-21T00:00:00+08:00")
    works.do(key, "sign_suspension", suspension_signed=True)
    assert stops(works, key)[0]["basis"] == "c"
    works.receive(key, FULL)
    assert works.outcome(key, PROCESS) == "end_paid"


@pytest.mark.parametrize(("addressee", "task"), [("general_contractor", "correct_contractor"), ("construction_unit", "correct_owner")])
def test_who_corrects_in_time_goes_on_working(works, addressee, task):
    key = works.payment("toli-draft")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="correction_order")
    works.do(key, "issue_order", **ORDER | {"addressee": addressee})
    works.do(key, task, corrected_on="2026-11-11")
    assert (works.open_tasks(key), stops(works, key)) == (["supervise_payment"], [])


def test_an_owner_who_misses_the_order_meets_the_national_rule(works):
    key = works.payment("national")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="correction_order")
    works.do(key, "issue_order", **ORDER | {"violation": "owner_labour_cost_late", "addressee": "construction_unit"})
    works.clock("2026-11-21T00:00:00+08:00")
    works.do(key, "sign_suspension", suspension_signed=True)
    assert stops(works, key)[0]["basis"] == "N"


def test_the_owners_word_does_not_end_an_order_while_money_is_missing(works):
    key = works.payment("national")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="correction_order")
    works.do(key, "issue_order", **ORDER | {"violation": "owner_labour_cost_late", "addressee": "construction_unit"})
    works.do(key, "correct_owner", corrected_on="2026-11-11")
    assert works.open_tasks(key) == ["correct_owner"]
    works.clock("2026-11-21T00:00:00+08:00")
    assert works.open_tasks(key) == ["sign_suspension"]


def test_money_that_comes_while_an_order_runs_closes_the_case(works):
    key = works.payment("national")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="correction_order")
    works.do(key, "issue_order", **ORDER | {"violation": "owner_labour_cost_late", "addressee": "construction_unit"})
    works.receive(key, FULL)
    works.do(key, "correct_owner", corrected_on="2026-11-11")
    assert (works.outcome(key, PROCESS), stops(works, key)) == ("end_paid", [])


def test_an_order_missed_about_the_account_stops_work_without_a_second_order(works):
    project = works.desk.project("national")
    event = {"project_id": project, "month": "2026-09", "required_fen": 900, "paid_fen": 0, "due_on": "2026-10-15"}
    works.run("note_late_funding", event=event | {"order_id": "O-1", "served_on": "2026-10-16", "correct_by": "2026-10-30"})
    works.clock("2026-11-02T09:00:01+08:00")
    key = f"funding-{project}-2026-09"
    works.do(key, "supervise_payment", **LOOKED, measure="suspension")
    works.do(key, "sign_suspension", suspension_signed=True)
    assert stops(works, key)[0]["basis"] == "N"


def test_a_stop_hands_the_arrears_over_at_once_and_does_not_wait_for_the_money(works):
    key = works.payment("toli-draft")
    project = works.desk.read("get_payment", payment_id=key)["project_id"]
    works.run("note_claim", claim_id="C-1", project_id=project, amount_fen=500, status="pay_order")
    works.clock(LATE)
    works.do(key, "supervise_payment", **LOOKED, measure="supervised_stop")
    assert works.thrown == ["permits.stop.ordered", "permits.arrears.found"]


@pytest.mark.parametrize(("paid", "thrown"), [(500, []), (499, ["permits.arrears.found"])])
def test_wages_that_were_not_paid_first_are_handed_over(works, paid, thrown):
    key = works.payment("toli-draft")
    project = works.desk.read("get_payment", payment_id=key)["project_id"]
    works.run("note_claim", claim_id="C-1", project_id=project, amount_fen=500, status="pay_order")
    works.receive(key, FULL)
    works.do(key, "pay_wages_first", wages_paid_fen=paid)
    assert (works.outcome(key, PROCESS), works.thrown) == ("end_paid", thrown)


class TestApplication:
    """The contractor's application to stop (Shaoxing)."""

    PROCESS = "stop_application"

    def applied(self, works):
        key = works.payment()
        works.clock(LATE)
        works.run("apply_stop", payment_id=key, application_id="S-1")
        return key

    def test_allowed_stopped_paid_and_the_loss_claimed(self, works):
        key = self.applied(works)
        works.do(key, "decide_application", application_allowed=True)
        assert stops(works, key)[0]["basis"] == "SX"
        works.receive(key, FULL)
        works.do(key, "claim_loss", loss_fen=125)
        assert works.outcome(key, self.PROCESS) == "end_resumed"
        assert (stops(works, key)[0]["loss_fen"], stops(works, key)[0]["loss_bearer"]) == (125, "construction_unit")

    def test_five_working_days_of_silence_allow_it(self, works):
        # Applied for on Wednesday the 11th: the fifth working day is Wednesday the 18th.
        key = self.applied(works)
        works.clock("2026-11-18T23:59:59+08:00")
        assert "decide_application" in works.open_tasks(key)
        works.clock("2026-11-19T00:00:00+08:00")
        assert stops(works, key)[0]["basis"] == "SX"

    def test_refused(self, works):
        key = self.applied(works)
        works.do(key, "decide_application", application_allowed=False)
        assert (works.outcome(key, self.PROCESS), stops(works, key)) == ("end_not_allowed", [])

    def test_without_ground(self, works):
        key = works.payment()
        works.run("apply_stop", payment_id=key, application_id="S-1")
        assert (works.outcome(key, self.PROCESS), stops(works, key)) == ("end_no_ground", [])


class TestMissedOrder:
    """An order about the wage account that was missed, where no payment is under supervision."""

    PROCESS = "missed_order_stop"

    def missed(self, works, correct_by="2026-10-30"):
        about = {"order_id": "O-1", "project_id": "P-1", "project_name": "示例住宅楼", "jurisdiction": "national"}
        data = {**about, "violation": "no_wage_account", "served_on": "2026-10-12", "correct_by": correct_by}
        works.event("escrow.order.missed", "O-1", data)

    def test_work_is_suspended_until_the_correction_is_seen(self, works):
        self.missed(works)
        works.do("O-1", "sign_suspension", suspension_signed=True)
        works.do("O-1", "verify_correction", correction_verified=False)
        assert works.open_tasks("O-1") == ["verify_correction"]
        works.do("O-1", "verify_correction", correction_verified=True, corrected_on="2026-11-02")
        assert works.outcome("O-1", self.PROCESS) == "end_resumed"
        assert works.thrown == ["permits.stop.ordered", "permits.work.resumed"]

    def test_an_order_whose_last_day_has_not_passed_stops_nothing(self, works):
        self.missed(works, correct_by="2026-11-02")
        assert (works.outcome("O-1", self.PROCESS), works.thrown) == ("end_no_basis", [])
