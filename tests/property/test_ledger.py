"""Debits equal credits at every commit, whoever pays at the same time; on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.escrow.adapters.lawbook import FileLawBook
from services.escrow.adapters.schema import SCHEMA
from services.escrow.adapters.work import SqlWork
from services.escrow.application import ledger
from services.escrow.domain.ledger import BANK, KINDS, MOVES
from services.escrow.domain.project import Project
from services.kernel.clock import MovableClock
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.messaging.unit import Units
from services.runtime.settings import CHECKOUT, Settings
from services.runtime.testing import FakeRelay, throwaway_vault

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PAYERS = 6
VAULT = throwaway_vault()
FACTS = st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 1000), st.integers(0, 8))


class Books:
    """A ledger on a database, with one new project for each example."""

    def __init__(self, url: str) -> None:
        self.database = Database.for_service("escrow", replace(Settings(), database_url=url))
        migrations.upgrade(self.database, SCHEMA)
        self.units = Units(self.database, FakeRelay(), MovableClock(NOON))
        self.law = FileLawBook(CHECKOUT)
        self.numbers = count()

    def project(self) -> str:
        project_id = f"P-{next(self.numbers)}"
        firms = {"construction_unit": "91000000EXAMPLE0A1", "general_contractor": "91000000EXAMPLE0B2"}
        with self.units.begin() as unit:
            day = date(2026, 11, 2)
            project = Project(project_id=project_id, name="示例住宅楼", jurisdiction="national", permit_issued_on=day, **firms)
            SqlWork(unit, self.law, VAULT).records.add(project)
        return project_id

    def book(self, project_id: str, what: str, amount: int, key: str) -> bool | None:
        """Book a fact in a transaction of its own; None when the account does not hold the money."""
        try:
            with self.units.begin() as unit:
                return ledger.book(SqlWork(unit, self.law, VAULT), project_id=project_id, key=key, what=what, amount_fen=amount)
        except HuxinError as error:
            if error.code != "not_enough_money":
                raise
            return None

    def reverse(self, project_id: str, key: str) -> bool | None:
        """Undo a fact in a transaction of its own; None when it was never booked or the money is gone."""
        try:
            with self.units.begin() as unit:
                return ledger.reverse(SqlWork(unit, self.law, VAULT), project_id=project_id, key=key, reason="示例更正")
        except HuxinError as error:
            if error.code not in {"not_enough_money", "unknown_booking"}:
                raise
            return None

    def balances(self, project_id: str) -> dict[str, int]:
        with self.database.read() as connection:
            work = SqlWork(_Reading(connection), self.law, VAULT)
            return {kind: work.books.balance(project_id, kind) for kind in KINDS}

    def audit(self) -> dict[str, Any]:
        with self.database.read() as connection:
            return ledger.audit_ledger(SqlWork(_Reading(connection), self.law, VAULT))


class _Reading:
    now = NOON

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def emit(self, name: str, **_: Any) -> None:
        raise AssertionError(name)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    folder = tmp_path_factory.mktemp("ledger")
    on_server = request.param == "postgresql"
    books = Books(request.getfixturevalue("shared_postgres_url") if on_server else f"sqlite:///{folder}/{{service}}.db")
    yield books
    books.database.close()
    shutil.rmtree(folder)


@given(facts=st.lists(FACTS, max_size=20), undone=st.sets(st.integers(0, 8)))
@settings(max_examples=25)
def test_the_books_agree_with_plain_arithmetic(books: Books, facts: list[tuple[str, int, int]], undone: set[int]) -> None:
    project_id, expected, booked = books.project(), dict.fromkeys(KINDS, 0), {}
    for what, amount, number in facts:
        debit, credit = MOVES[what]
        answer = books.book(project_id, what, amount, f"k{number}")
        enough = credit != BANK or expected[BANK] >= amount
        assert answer is (False if number in booked else True if enough else None)
        if answer:
            booked[number] = debit, credit, amount
            expected[debit] += amount
            expected[credit] -= amount
    for number in sorted(undone):
        debit, credit, amount = booked.get(number, ("", "", 0))
        answer = books.reverse(project_id, f"k{number}")
        assert answer is (True if number in booked and (debit != BANK or expected[BANK] >= amount) else None)
        if answer:
            expected[debit] -= amount
            expected[credit] += amount
    assert books.balances(project_id) == expected
    assert sum(expected.values()) == 0
    assert books.audit()["ok"]


def at_once(books: Books, project_id: str, facts: list[tuple[str, int, str]]) -> tuple[list[bool | None], list[Any]]:
    """Book facts from several sides at once; return the answers, and every look at the books that did not balance meanwhile."""
    over, wrong = threading.Event(), []

    def watch() -> None:
        while not over.is_set():
            audit, held = books.audit(), books.balances(project_id)[BANK]
            if not audit["ok"] or held < 0:
                wrong.append((audit, held))

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(PAYERS) as pool:
        answers = list(pool.map(lambda fact: books.book(project_id, *fact), facts))
    over.set()
    watcher.join()
    return answers, wrong


@given(funds=st.integers(0, 3000), wages=st.lists(st.integers(1, 900), min_size=2, max_size=12))
@settings(max_examples=8)
def test_payments_at_the_same_time_never_pay_more_than_there_is(books: Books, funds: int, wages: list[int]) -> None:
    project_id = books.project()
    if funds:
        books.book(project_id, "owner_transfer", funds, "funds")
    # Every payment is sent twice, as a message that is delivered again.
    sent = [(number, amount) for number, amount in enumerate(wages) for _ in range(2)]
    answers, wrong = at_once(books, project_id, [("wages_paid", amount, f"w{number}") for number, amount in sent])
    paid = [amount for (_, amount), answer in zip(sent, answers, strict=True) if answer]
    balances = books.balances(project_id)
    assert wrong == []
    assert balances[BANK] == funds - sum(paid) >= 0
    assert balances["wages"] == sum(paid)
    unpaid = {number for (number, _), answer in zip(sent, answers, strict=True) if answer is None}
    booked = {number for (number, _), answer in zip(sent, answers, strict=True) if answer}
    assert all(wages[number] > balances[BANK] for number in unpaid - booked)  # nobody was refused although the money was there
    assert books.audit()["ok"]


@given(ins=st.lists(st.integers(1, 900), min_size=6, max_size=12), outs=st.lists(st.integers(1, 900), min_size=3, max_size=6))
@settings(max_examples=8)
def test_money_that_comes_and_goes_at_the_same_time_adds_up(books: Books, ins: list[int], outs: list[int]) -> None:
    """Money that comes in locks nothing beforehand: two receipts must not overwrite each other's balance."""
    project_id = books.project()
    books.book(project_id, "owner_transfer", sum(outs), "funds")
    facts = [("top_up", amount, f"t{number}") for number, amount in enumerate(ins)]
    facts += [("wages_paid", amount, f"w{number}") for number, amount in enumerate(outs)]
    answers, wrong = at_once(books, project_id, [fact for fact in facts for _ in range(2)])
    assert wrong == []
    assert answers.count(True) == answers.count(False) == len(facts)
    balances = books.balances(project_id)
    assert (balances[BANK], balances["top_up"], balances["wages"]) == (sum(ins), -sum(ins), sum(outs))
    assert books.audit()["ok"]
