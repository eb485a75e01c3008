"""What other banks write is understood, and what is wrong is refused with every place named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from messages import sample_file

from services.escrow.adapters.bank import camt053, csv_profile, files, pain001, pain002
from services.escrow.domain.bank_files import Party, PaymentFile, Transfer
from services.kernel.errors import HuxinError

STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- another bank's hand: prefix, comments, further elements -->
<c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><c:BkToCstmrStmt>
 <c:GrpHdr><c:MsgId>ST-9</c:MsgId><c:CreDtTm>2026-11-11T00:05:00+08:00</c:CreDtTm></c:GrpHdr>
 <c:Stmt><c:Id>9</c:Id><c:ElctrncSeqNb>9</c:ElctrncSeqNb>
  <c:Acct><c:Id><c:Othr><c:Id>33000001</c:Id></c:Othr></c:Id><c:Ccy>CNY</c:Ccy></c:Acct>
  <c:Bal><c:Tp><c:CdOrPrtry><c:Cd>OPBD</c:Cd></c:CdOrPrtry></c:Tp>
   <c:Amt Ccy="CNY">1000</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Dt><c:Dt>2026-11-10</c:Dt></c:Dt></c:Bal>
  <c:Bal><c:Tp><c:CdOrPrtry><c:Cd>CLBD</c:Cd></c:CdOrPrtry></c:Tp>
   <c:Amt Ccy="CNY">899.50</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Dt><c:Dt>2026-11-10</c:Dt></c:Dt></c:Bal>
  <c:Ntry><c:Amt Ccy="CNY">100.50000</c:Amt><c:CdtDbtInd>DBIT</c:CdtDbtInd><c:Sts><c:Cd>BOOK</c:Cd></c:Sts>
   <c:BookgDt><c:Dt>2026-11-10</c:Dt></c:BookgDt>
   <c:AcctSvcrRef>R77</c:AcctSvcrRef><c:NtryDtls><c:Btch><c:NbOfTxs>2</c:NbOfTxs></c:Btch>
    <c:TxDtls><c:Refs><c:EndToEndId>E1</c:EndToEndId></c:Refs><c:Amt Ccy="CNY">60.5</c:Amt>
     <c:RltdPties><c:Cdtr><c:Pty><c:Nm>示例甲</c:Nm></c:Pty></c:Cdtr></c:RltdPties></c:TxDtls>
    <c:TxDtls><c:Refs><c:EndToEndId>NOTPROVIDED</c:EndToEndId></c:Refs><c:Amt Ccy="CNY">40</c:Amt><c:RmtInf><c:Ustrd>两
行</c:Ustrd></c:RmtInf></c:TxDtls></c:NtryDtls></c:Ntry>
  <c:Ntry><c:NtryRef>P1</c:NtryRef><c:Amt Ccy="CNY">5</c:Amt><c:CdtDbtInd>CRDT</c:CdtDbtInd><c:Sts><c:Cd>PDNG</c:Cd></c:Sts></c:Ntry>
 </c:Stmt></c:BkToCstmrStmt></c:Document>"""


def broken(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


def refusal(raw: bytes) -> HuxinError:
    with pytest.raises(HuxinError) as caught:
        files.read(raw)
    assert caught.value.code == "bad_bank_file"
    return caught.value


def test_a_collective_entry_is_read_payment_by_payment_and_announced_money_is_left_out():
    statement = camt053.read(STATEMENT.encode())
    first, second = statement.entries
    assert (first.reference, first.end_to_end_id, first.change_fen, first.other_name) == ("R77/1", "E1", -6_050, "示例甲")
    assert (second.reference, second.end_to_end_id, second.change_fen, second.text) == ("R77/2", None, -4_000, "两 行")
    assert (statement.from_on, statement.opening_fen, statement.closing_fen) == (date(2026, 11, 10), 100_000, 89_950)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("899.50", "899.51", "the entries make 89950 fen"),
        ("60.5<", "60.4<", "make 10040 fen"),
        ("60.5<", "60.505<", "no amount in whole fen"),
        ('"CNY">60.5', '"USD">60.5', "in USD"),
        ("OPBD", "XXXX", "the balance OPBD is missing"),
        ("DBIT", "BOTH", "neither CRDT nor DBIT"),
        ("00:05:00+08:00", "00:05:00", "names no offset"),
        ("2026-11-10</c:Dt></c:BookgDt>", "2026-11-31</c:Dt></c:BookgDt>", "no day"),
        ("<c:AcctSvcrRef>R77</c:AcctSvcrRef>", "", "AcctSvcrRef is missing"),
        ("camt.053.001.08", "camt.053.001.02", "the message is camt.053.001.02"),
        ("<c:Ccy>CNY", "<c:Ccy>USD", "the account is in USD"),
        ("2026-11-10</c:Dt></c:BookgDt>", "20261110</c:Dt></c:BookgDt>", "no day"),
        ("2026-11-10</c:Dt></c:BookgDt>", "2026-W46-2</c:Dt></c:BookgDt>", "no day"),
        ("100.50000", "1" * 5000, "no amount in whole fen"),
        ("100.50000", "１００.50", "no amount in whole fen"),
        ("100.50000", "-100.50", "no amount in whole fen"),
        ("<c:ElctrncSeqNb>9</c:ElctrncSeqNb>", "<c:Ntry/>" * 20_001, "20003 times Ntry"),
    ],
)
def test_a_statement_that_does_not_add_up_or_misses_something_is_refused_with_the_place(old, new, says):
    error = refusal(broken(STATEMENT, old, new))
    assert says in error.detail
    assert len(error.detail) < 500
    assert error.fix


def test_every_bad_line_of_a_file_is_named_at_once():
    text = pain001.write(sample_file()).decode().replace(">6500.00<", ">6500.001<").replace(">0.01<", ">0.00<")
    errors = refusal(text.encode()).extra["errors"]
    assert [error["message"] for error in errors] == ["'6500.001' is no amount in whole fen", "the amount is 0 fen"]
    assert [error["place"].rpartition("/")[2] for error in errors] == ["CdtTrfTxInf[1]", "CdtTrfTxInf[2]"]


def test_a_number_or_sum_of_payments_that_does_not_hold_is_refused():
    text = pain001.write(sample_file()).decode()
    assert "NbOfTxs says 3" in refusal(broken(text, "<NbOfTxs>2<", "<NbOfTxs>3<")).detail
    assert "CtrlSum says 6500.02" in refusal(broken(text, "<CtrlSum>6500.01<", "<CtrlSum>6500.02<")).detail


def test_the_same_payment_twice_in_a_file_is_refused():
    text = pain001.write(sample_file()).decode()
    assert "E1 stands there 2 times" in refusal(broken(text, ">E2<", ">E1<")).detail


def test_a_document_type_is_refused_and_no_entity_is_ever_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("1000.00", encoding="utf-8")
    text = pain001.write(sample_file()).decode()
    start = text.index("<Document")
    declared = f'<!DOCTYPE Document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + text[start:].replace("示例甲", "&x;")
    assert "document type" in refusal(declared.encode()).detail
    laughing = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + text[start:].replace("示例甲", "&b;")
    assert "document type" in refusal(laughing.encode()).detail


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("services.escrow.adapters.bank.xml.MAX_BYTES", 100)
    assert "bytes" in refusal(pain001.write(sample_file())).detail


@pytest.mark.parametrize("raw", [b"", b"\x00\x01", b"<a/>", "工资".encode("utf-16"), b"huxin-bank-1", b"huxin-bank-1,payments,x\r\n"])
def test_what_is_no_bank_file_is_refused_in_words(raw):
    assert refusal(raw).detail


def test_csv_with_chinese_names_of_an_older_system_is_read():
    raw = csv_profile.write(sample_file()).decode("utf-8-sig").encode("gb18030")
    assert files.read(raw) == sample_file()


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless():
    file = sample_file()
    nasty = replace(file.transfers[0], payee=Party(name="=1+1", account="6200001"), text="'quoted")
    raw = csv_profile.write(replace(file, transfers=(nasty,)))
    assert b",'=1+1," in raw
    assert csv_profile.read(raw).transfers == (nasty,)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("E,2,6500.01", "E,3,6500.01", "the foot says 3"),
        ("E,2,6500.01", "E,2,6500.00", "the foot says 2, 6500.00"),
        ("E,2,6500.01\r\n", "", "cut off"),
        ("L,E2,0.01", "L,E2,0.001", "'0.001' is not an amount in yuan"),
        ("L,E2,0.01,示例乙", "L,E2,0.01,", "name is missing"),
        ("L,E2", "X,E2", "begins with 'X'"),
        ("L,E2,0.01", "L,E2", "7 columns"),
    ],
)
def test_a_csv_file_that_does_not_hold_is_refused_with_its_line(old, new, says):
    text = csv_profile.write(sample_file()).decode()
    error = refusal(broken(text, old, new))
    assert says in error.detail
    assert error.extra["errors"][0]["line"] >= 1


def test_a_status_of_a_group_counts_for_the_file():
    raw = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
    <GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-11-10T10:00:00+08:00</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>MSG1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>MSG1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>
    <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf></OrgnlPmtInfAndSts>
    </CstmrPmtStsRpt></Document>"""
    report = pain002.read(raw)
    assert (report.status, report.reason, report.info, report.lines) == ("RJCT", "AC04", "closed", ())


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "x" * 36},
        {"message_id": " x"},
        {"transfers": ()},
        {"created_at": sample_file().created_at.replace(tzinfo=None)},
    ],
)
def test_what_no_file_can_carry_cannot_even_be_built(change):
    with pytest.raises(HuxinError):
        sample_file(**change)


@pytest.mark.parametrize("name", ["", " 示例", "示\n例", "\x00", "a" * 141, "\ufffe"])
def test_a_name_that_files_cannot_carry_is_refused(name):
    with pytest.raises(HuxinError, match="cannot say this"):
        Party(name=name, account="1")


def test_a_rare_character_of_a_name_is_carried():
    name = "示\U00031350"  # newer than many tables of characters
    file = sample_file(transfers=(Transfer(end_to_end_id="E1", amount_fen=5, payee=Party(name=name, account="1"), text="t"),))
    for profile in ("iso20022", "csv"):
        back = files.read(files.write(file, profile))
        assert isinstance(back, PaymentFile)
        assert back.transfers[0].payee.name == name


def test_a_file_with_too_many_lines_is_refused_with_what_to_do(monkeypatch):
    raw = pain001.write(sample_file())
    monkeypatch.setattr("services.escrow.domain.bank_files.MAX_LINES", 1)
    assert "2 lines" in refusal(raw).detail


def test_a_column_of_a_line_is_named_with_its_line():
    file = csv_profile.write(sample_file())
    error = refusal(file.replace(b",6500.00,", b",6500.001,"))
    assert error.extra["errors"][0]["line"] == 3
    assert error.extra["errors"][0]["message"].startswith("amount: '6500.001'")


def test_an_account_that_is_almost_right_is_not_repeated_whole():
    with pytest.raises(HuxinError) as caught:
        Party(name="示例", account="6222020200112233445#")
    assert "6222020200112233445" not in str(caught.value.detail)
