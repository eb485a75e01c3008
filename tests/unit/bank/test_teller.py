"""The sample bank does what banks do: each file once, each payment once, and every refusal with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bank.behaviour import Behaviour
from services.bank.books import Books
from services.bank.tables import metadata
from services.bank.teller import Teller
from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.signing import Signer, Verifier
from services.escrow.domain.bank_files import Party, PaymentFile, Statement, StatusReport, Transfer
from services.kernel.errors import HuxinError
from services.runtime.testing import make_units, throwaway_vault

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = date(2026, 11, 10)
US, BANK = Signer(bytes(32)), Signer(bytes([1] * 32))
ACCOUNT = "33000001"


def payment_file(message_id: str = "M1", amounts: tuple[int, ...] = (500, 400), prefix: str = "E") -> PaymentFile:
    return PaymentFile(
        message_id=message_id,
        created_at=NOW,
        payer=Party(name="示例专户", account=ACCOUNT),
        execute_on=TODAY,
        transfers=tuple(
            Transfer(end_to_end_id=f"{prefix}{number}", amount_fen=fen, payee=Party(name="示例工人", account=f"62{number}"), text="工资")
            for number, fen in enumerate(amounts)
        ),
    )


class Counter:
    """A bank with one teller a transaction."""

    def __init__(self, home, behaviour: Behaviour | None = None) -> None:
        self.units, _relay = make_units(home, "bank", metadata)
        self.behaviour, self.vault = behaviour or Behaviour(), throwaway_vault()

    def do(self, act):
        with self.units.begin() as unit:
            books = Books(unit.connection, self.vault)
            return act(Teller(books, self.behaviour, BANK, Verifier([US.public]), NOW), books)

    def take(self, file: PaymentFile, signer: Signer = US, profile: files.Profile = "iso20022") -> bool:
        raw = files.write(file, profile)
        return self.do(lambda teller, _books: teller.take(raw, signer.sign(raw), "shaoxing"))

    def mail(self) -> list[StatusReport | Statement]:
        raws = self.do(lambda _teller, books: [(mail["content"].encode(), mail["signature"]) for mail in books.waiting_mail()])
        for raw, signature in raws:
            Verifier([BANK.public]).check(raw, signature)
        return [files.read(raw) for raw, _signature in raws]

    def words(self) -> list[list[str]]:
        return [[line.status + (f" {line.reason}" if line.reason else "") for line in mail.lines] for mail in self.mail()]


@pytest.fixture
def counter(tmp_path) -> Counter:
    return Counter(tmp_path)


def test_a_file_is_reported_as_under_way_and_then_as_paid(counter):
    assert counter.take(payment_file())
    assert counter.words() == [["ACSP", "ACSP"], ["ACSC", "ACSC"]]


def test_the_same_file_again_pays_nobody_twice(counter):
    counter.take(payment_file())
    assert not counter.take(payment_file())
    assert len(counter.mail()) == 2


def test_a_payment_that_comes_again_in_another_file_is_refused(counter):
    counter.take(payment_file())
    counter.take(payment_file("M2"))
    assert counter.words()[2:] == [["RJCT AM05", "RJCT AM05"]]


def test_nothing_is_paid_from_or_to_a_closed_account(counter):
    counter.do(lambda _teller, books: (books.open_account("620"), books.change_account("620", is_open=False)))
    counter.take(payment_file())
    assert counter.words() == [["RJCT AC04", "ACSP"], ["ACSC"]]
    counter.do(lambda _teller, books: books.change_account(ACCOUNT, is_open=False))
    counter.take(payment_file("M2", prefix="F"))
    report = counter.mail()[2]
    assert (report.status, report.reason, report.lines) == ("RJCT", "AC04", ())


def test_a_limited_account_pays_what_it_holds_in_the_order_of_the_file(counter):
    def limit(_teller, books):
        books.open_account(ACCOUNT)
        books.change_account(ACCOUNT, limited=True)
        books.book(ACCOUNT, "in", 600, TODAY)

    counter.do(limit)
    counter.take(payment_file(amounts=(500, 400, 100)))
    assert counter.words()[1] == ["ACSC", "RJCT AM04", "ACSC"]


def test_statements_follow_each_other_without_a_gap_and_show_each_booking_once(counter):
    counter.take(payment_file())
    counter.do(lambda _teller, books: books.book(ACCOUNT, "in", 2_000, TODAY + timedelta(days=2), other_name="示例建设单位"))
    for days in range(1, 6):
        counter.do(lambda teller, _books, days=days: teller.state(TODAY + timedelta(days=days)))
    first, second = (mail for mail in counter.mail() if isinstance(mail, Statement))
    assert (first.opening_fen, first.closing_fen, len(first.entries)) == (0, -900, 2)
    assert (second.opening_fen, second.closing_fen, len(second.entries)) == (-900, 1_100, 1)
    assert second.from_on == first.to_on + timedelta(days=1)


def test_answers_come_in_the_profile_of_the_file(counter):
    counter.take(payment_file(), profile="csv")
    profiles = counter.do(lambda _teller, books: {files.profile_of(mail["content"].encode()) for mail in books.waiting_mail()})
    assert profiles == {"csv"}


def test_a_file_that_the_customer_did_not_sign_is_refused(counter):
    with pytest.raises(HuxinError, match="signature"):
        counter.take(payment_file(), BANK)
    assert counter.mail() == []


def test_the_same_seed_brings_the_same_fates_and_another_seed_others():
    trouble = Behaviour(reject=200, part=200, late=200, twice=200)
    keys = [f"K{number}" for number in range(300)]
    fates = [trouble.fate(key) for key in keys]
    assert fates == [trouble.fate(key) for key in keys]
    assert fates != [replace(trouble, seed="other").fate(key) for key in keys]
    assert {fates.count(fate) > 30 for fate in ("pay", "reject", "part", "late", "twice")} == {True}


@given(st.text(max_size=35), st.integers(1, 10**12))
def test_a_part_is_some_and_less_than_all(key, fen):
    part = Behaviour().part_of(key, fen)
    assert 1 <= part <= fen
    assert part < fen or fen == 1


@pytest.mark.parametrize(
    "environ", [{"REJECT": "-1"}, {"REJECT": "1001"}, {"REJECT": "600", "PART": "600"}, {"LATE_DAYS": "x"}, {"REPEAT": "٣"}]
)
def test_shares_that_are_none_are_refused(environ):
    with pytest.raises(HuxinError, match="cannot be used"):
        Behaviour.from_env({f"HUXIN_SAMPLE_BANK_{name}": value for name, value in environ.items()})
