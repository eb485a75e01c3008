"""Walks every way through publicity and posting."""

from __future__ import annotations

import pytest

SIGNED = {"worker": True, "subcontractor": True, "general_contractor": True}
SHEET = {"kind": "wage_sheet", "signatures": SIGNED}
POSTING = "publicity_and_posting"


@pytest.mark.clauses(satisfies=("SX-7-1", "SX-7-2b"), breaks=())
def test_a_signed_sheet_hangs_until_the_same_day_of_the_next_month(town):
    town.post(SHEET)
    town.do("post_board")
    (posting,) = town.postings()
    assert (posting["posted_on"], posting["hold_until"]) == ("2026-11-27", "2026-12-27")
    town.move("2026-12-27T23:59:58+08:00")
    assert town.case(POSTING)["state"] == "running"
    town.move("2026-12-27T23:59:59+08:00")
    assert town.case(POSTING)["outcome"] == "end_taken_down"
    assert [event.type for event in town.thrown] == ["credit.posting.proven"]


@pytest.mark.parametrize("party", ["worker", "subcontractor", "general_contractor"])
@pytest.mark.clauses(satisfies=(), breaks=("SX-7-2b",))
def test_a_sheet_that_a_party_did_not_sign_is_not_posted(town, party):
    town.post({**SHEET, "signatures": {**SIGNED, party: False}})
    assert town.case(POSTING)["outcome"] == "end_refused"
    assert town.postings()[0]["missing"] == [party]


def test_in_tuoli_the_workers_signature_is_enough(town):
    town.post({**SHEET, "signatures": {"worker": True}}, jurisdiction="toli-draft")
    assert town.todo() == ["post_board"]


@pytest.mark.clauses(satisfies=(), breaks=("SX-7-1", "TL-2.1.2-2d"))
def test_a_sheet_without_proof_after_its_time_is_flagged_once_and_can_still_be_posted(town):
    town.post(SHEET)
    town.move("2026-11-30T23:59:59+08:00")
    assert town.postings()[0]["late"] is False
    town.move("2026-12-01T00:00:00+08:00")
    assert town.postings()[0]["late"] is True
    town.do("post_board", posted_on="2026-12-01")
    assert town.postings()[0]["state"] == "posted"


@pytest.mark.clauses(satisfies=("SX-8-3c",), breaks=())
def test_a_changed_deposit_is_published_for_thirty_days(town):
    town.post({"kind": "deposit_rate"})
    assert town.todo() == ["publish_site"]
    town.do("publish_site")
    assert town.postings()[0]["hold_until"] == "2026-12-27"


@pytest.mark.clauses(satisfies=(), breaks=("SX-8-3c",))
def test_a_changed_deposit_that_is_not_published_is_flagged(town):
    town.post({"kind": "deposit_rate"})
    town.move("2026-12-01T00:00:00+08:00")
    assert (town.postings()[0]["late"], town.todo()) == (True, ["publish_site"])


def test_the_same_content_again_is_the_same_posting(town):
    town.post(SHEET)
    town.post(SHEET)
    assert len(town.postings()) == 1


@pytest.mark.parametrize("request_", [{"kind": "poster"}, {"kind": "wage_sheet", "title": ""}])
def test_what_cannot_be_posted_becomes_an_incident(town, request_):
    town.post(request_)
    (incident,) = town.engine.incidents()
    assert "bad_posting" in str(incident)
    assert town.postings() == []


def test_a_day_to_come_is_no_proof(town):
    town.post(SHEET)
    town.do("post_board", posted_on="2026-11-28")
    assert "bad_day" in str(town.engine.incidents())
    assert town.postings()[0]["state"] == "open"
