"""Bank files over HTTP: only the bank of the accounts fetches and hands in, and only in its own place."""

from __future__ import annotations

import base64

import pytest

from services.kernel.errors import HuxinError

FILE = "01920000-0000-7000-8000-0000000000f1"
HEX = FILE.replace("-", "")
TAKEN = {"file_id": HEX, "kind": "status", "message_id": "S1", "lines": 2, "repeated": False, "booked": 2, "mismatches": []}
BODY = {"content": base64.b64encode(b"<a/>").decode(), "signature": "0123456789abcdef signature"}


def stored(parameters):
    if parameters.get("jurisdiction") not in (None, "shaoxing"):
        raise HuxinError("unknown_bank_file", "No such bank file", status=404)
    return {
        "file_id": parameters["file_id"],
        "direction": "out",
        "kind": "payments",
        "name": f"{HEX}.xml",
        "profile": "iso20022",
        "content": "<文件/>",
        "signature": "0123456789abcdef signature",
    }


@pytest.fixture
def bank(face):
    face.rpc.answers.update(
        {
            "escrow.get_bank_file": stored,
            "escrow.deliver_bank_file": TAKEN,
            "escrow.list_bank_files": {"items": [], "next_cursor": None},
            "escrow.list_mismatches": {"items": [], "kinds": {}},
        }
    )
    return face


def test_the_bank_downloads_a_file_byte_for_byte_with_its_signature(bank):
    answer = bank.program("bank-clerk").get(f"/bank/files/{FILE}/content")
    assert answer.data == "<文件/>".encode()
    assert answer.headers["X-Huxin-Signature"] == "0123456789abcdef signature"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{HEX}.xml"'
    assert answer.content_type == "application/xml"
    assert bank.rpc.asked("escrow.get_bank_file") == [{"file_id": HEX, "jurisdiction": "shaoxing"}]


def test_a_file_is_fetched_by_the_id_that_the_list_shows(bank):
    for shown in (HEX, FILE):
        assert bank.program("bank-clerk").get(f"/bank/files/{shown}").json["file_id"] == HEX
    for wrong in ("x", "0" * 31, "９" * 32):
        answer = bank.program("bank-clerk").get(f"/bank/files/{wrong}")
        assert (answer.status_code, answer.json["code"]) == (404, "unknown_bank_file")
    answer = bank.program("bank-clerk").get("/bank/files/%00")
    assert (answer.status_code, answer.json["code"]) == (400, "bad_address")


def test_the_bank_hands_a_file_in_for_its_own_place(bank):
    answer = bank.program("bank-clerk").post("/bank/files", BODY)
    assert (answer.status_code, answer.json) == (200, TAKEN)
    assert bank.rpc.asked("escrow.deliver_bank_file") == [{**BODY, "jurisdiction": "shaoxing"}]


def test_a_refusal_reaches_the_bank_with_every_line(bank):
    errors = [{"line": 7, "place": "CdtTrfTxInf", "message": "the amount is 0 fen"}]
    refusal = HuxinError("bad_bank_file", "The bank file cannot be read", "line 7", status=422, extra={"errors": errors})
    bank.rpc.answers["escrow.deliver_bank_file"] = refusal
    answer = bank.program("bank-clerk").post("/bank/files", BODY)
    assert (answer.status_code, answer.json["code"], answer.json["errors"]) == (422, "bad_bank_file", errors)


def test_a_bank_that_is_a_firm_sees_its_own_accounts_only(bank):
    caller, own = bank.program("bank-firm"), {"jurisdiction": "shaoxing", "firms": ["91000000EXAMPLE0K1"]}
    caller.get(f"/bank/files/{FILE}")
    caller.post("/bank/files", BODY)
    caller.get("/bank/mismatches")
    assert bank.rpc.asked("escrow.get_bank_file") == [{"file_id": HEX, **own}]
    assert bank.rpc.asked("escrow.deliver_bank_file") == [{**BODY, **own}]
    assert bank.rpc.asked("escrow.list_mismatches") == [{"solved": False, **own}]


@pytest.mark.parametrize("who", ["permit-clerk", "builder-a", "toli-clerk", "supervisor", "administrator"])
def test_nobody_else_reads_or_hands_in_files(bank, who):
    caller = bank.program(who)
    for answer in (caller.get(f"/bank/files/{FILE}"), caller.get(f"/bank/files/{FILE}/content"), caller.post("/bank/files", BODY)):
        assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")
    assert bank.rpc.asked("escrow.get_bank_file") == bank.rpc.asked("escrow.deliver_bank_file") == []


@pytest.mark.parametrize(
    ("who", "status"), [("bank-clerk", 200), ("supervisor", 200), ("operator", 200), ("hr-clerk", 403), ("builder-a", 403)]
)
def test_lists_and_mismatches_are_for_the_bank_and_overseers(bank, who, status):
    caller = bank.program(who)
    assert [caller.get("/bank/files").status_code, caller.get("/bank/mismatches").status_code] == [status, status]


def test_a_list_stays_within_the_caller_s_place(bank):
    caller = bank.program("bank-clerk")
    assert caller.get("/bank/mismatches?jurisdiction=toli-draft").status_code == 403
    caller.get("/bank/files?direction=out")
    assert bank.rpc.asked("escrow.list_bank_files")[0]["jurisdiction"] == "shaoxing"


@pytest.mark.parametrize("body", [{}, {"content": "", "signature": "x"}, {"content": "eA==", "signature": ""}, {**BODY, "more": 1}])
def test_an_upload_without_content_or_signature_is_refused_by_field(bank, body):
    answer = bank.program("bank-clerk").post("/bank/files", body)
    assert answer.status_code == 422
    assert answer.json["fields"]


def test_the_bank_may_send_a_large_statement_and_nobody_else_may(bank):
    large = {**BODY, "content": "A" * 5_000_000}
    assert bank.program("bank-clerk").post("/bank/files", large).status_code == 200
    assert bank.program("hr-clerk").post("/bank/files", large).status_code == 403
    assert bank.program("bank-clerk").post("/bank/files", {**BODY, "content": "A" * 26_000_000}).status_code == 413
