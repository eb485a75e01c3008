"""What is said to a bank and what a bank answers: payment files, status reports, statements. Whatever is built here can be written.

Ids are those of ISO 20022: at most 35 characters, so a UUID goes without its dashes (`bank_id`).
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from services.kernel.clock import aware
from services.kernel.errors import HuxinError
from services.kernel.money import fen
from services.kernel.protected import without_numbers

if TYPE_CHECKING:
    from datetime import date, datetime

ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z+?:().,'/ -]{0,33}[0-9A-Za-z+?:().,'/-])?")
REFERENCE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z+?:().,'/ -]{0,43}[0-9A-Za-z+?:().,'/-])?")  # with the number of a part
ACCOUNT = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z-]{0,33})")
CODE = re.compile(r"[0-9A-Z]{1,35}")
REASON = re.compile(r"[0-9A-Z]{4}")
NAME, TEXT = 140, 140
INFO = 105
MAX_SHOWN = 80  # characters of a wrong value that an error repeats
MAX_LINES = 20_000
UNSTORABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})  # unassigned ones may be rare characters of a name, newer than this Python

RECEIVED = ("RCVD", "ACTC", "ACCP", "ACSP", "PDNG")  # under way
SETTLED, CHANGED, REJECTED, PART = "ACSC", "ACWC", "RJCT", "PART"
LINE_STATUSES = (*RECEIVED, SETTLED, CHANGED, REJECTED)
GROUP_STATUSES = (*LINE_STATUSES, PART)

Direction = Literal["in", "out"]


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who pays or is paid: name, account, and where the account is kept (`bank_code`: the clearing number of the branch)."""

    name: str
    account: str
    bank_code: str | None = None
    bank_name: str | None = None
    credit_code: str | None = None

    def __post_init__(self) -> None:
        _text("the name", self.name, NAME)
        _match("the account", self.account, ACCOUNT, "1 to 34 digits, letters and hyphens")
        for what, code in (("the bank's clearing number", self.bank_code), ("the credit code", self.credit_code)):
            if code is not None:
                _match(what, code, CODE, "1 to 35 digits and capital letters")
        if self.bank_name is not None:
            _text("the bank's name", self.bank_name, NAME)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One payment of a file; the amount in fen, above 0."""

    end_to_end_id: str
    amount_fen: int
    payee: Party
    text: str

    def __post_init__(self) -> None:
        _id("the end-to-end id", self.end_to_end_id)
        _above_zero("the amount", self.amount_fen)
        _text("the text", self.text, TEXT)


@dataclass(frozen=True, kw_only=True)
class PaymentFile:
    """Payments from one account on one day; `message_id` makes sending it again harmless."""

    message_id: str
    created_at: datetime
    payer: Party
    execute_on: date
    transfers: tuple[Transfer, ...]

    def __post_init__(self) -> None:
        _id("the message id", self.message_id)
        object.__setattr__(self, "created_at", aware(self.created_at))
        if not self.transfers:
            raise bad_value("the file pays nobody")
        _count(self.transfers)
        _unique("end-to-end id", [transfer.end_to_end_id for transfer in self.transfers])
        fen(self.total_fen, "the sum of the file")

    @property
    def total_fen(self) -> int:
        """The sum of the payments."""
        return sum(transfer.amount_fen for transfer in self.transfers)


@dataclass(frozen=True, kw_only=True)
class LineStatus:
    """What became of one payment; a reason is a code of four characters, such as AC04 for a closed account, and a text."""

    end_to_end_id: str
    status: str
    reason: str | None = None
    info: str | None = None

    def __post_init__(self) -> None:
        _id("the end-to-end id", self.end_to_end_id)
        _status(self.status, LINE_STATUSES, self.reason, self.info)


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """What became of a payment file: of the whole (`status`), and of single payments."""

    message_id: str
    created_at: datetime
    original_message_id: str
    status: str | None
    lines: tuple[LineStatus, ...]
    reason: str | None = None
    info: str | None = None

    def __post_init__(self) -> None:
        _id("the message id", self.message_id)
        _id("the original message id", self.original_message_id)
        object.__setattr__(self, "created_at", aware(self.created_at))
        if self.status is not None:
            _status(self.status, GROUP_STATUSES, self.reason, self.info)
        elif self.reason or self.info:
            raise bad_value("a reason stands without a status")
        if self.status is None and not self.lines:
            raise bad_value("the report says nothing of the file and nothing of a payment")
        _count(self.lines)
        _unique("end-to-end id", [line.end_to_end_id for line in self.lines])


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One movement on an account: `in` adds, `out` takes; `reference` is the bank's own and never given twice for an account."""

    reference: str
    direction: Direction
    amount_fen: int
    booked_on: date
    end_to_end_id: str | None = None
    other_name: str | None = None
    other_account: str | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        _match("the entry's reference", self.reference, REFERENCE, "1 to 45 digits, letters and usual marks")
        if self.direction not in ("in", "out"):
            raise bad_value(f"an entry goes in or out, not {self.direction!r}")
        _above_zero("the entry's amount", self.amount_fen)
        if self.end_to_end_id is not None:
            _id("the end-to-end id", self.end_to_end_id)
        if self.other_name is not None:
            _text("the other party's name", self.other_name, NAME)
        if self.other_account is not None:
            _match("the other party's account", self.other_account, ACCOUNT, "1 to 34 digits, letters and hyphens")
        if self.text is not None:
            _text("the text", self.text, TEXT)

    @property
    def change_fen(self) -> int:
        """What the entry adds to the balance; below 0 when money goes out."""
        return self.amount_fen if self.direction == "in" else -self.amount_fen


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What happened on an account from one day to another; the closing balance is the opening one and all entries."""

    message_id: str
    created_at: datetime
    account: str
    from_on: date
    to_on: date
    opening_fen: int
    closing_fen: int
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        _id("the message id", self.message_id)
        _match("the account", self.account, ACCOUNT, "1 to 34 digits, letters and hyphens")
        object.__setattr__(self, "created_at", aware(self.created_at))
        if self.to_on < self.from_on:
            raise bad_value(f"the statement ends on {self.to_on}, before it begins on {self.from_on}")
        _count(self.entries)
        _unique("entry reference", [entry.reference for entry in self.entries])
        expected = fen(self.opening_fen, "the opening balance") + sum(entry.change_fen for entry in self.entries)
        if expected != fen(self.closing_fen, "the closing balance"):
            raise bad_value(f"the closing balance is {self.closing_fen} fen, but the opening balance and the entries make {expected} fen")


BankMessage = PaymentFile | StatusReport | Statement


def bank_id(identifier: str) -> str:
    """Return a UUID as banks can carry it: 32 characters without dashes."""
    return uuid.UUID(identifier).hex


def bad_value(detail: str, fix: str | None = None) -> HuxinError:
    """Return the error for something that no bank file may say."""
    return HuxinError("bad_bank_value", "A bank file cannot say this", detail, status=422, fix=fix)


def _id(what: str, value: str) -> None:
    _match(what, value, ID, "1 to 35 digits, letters and + ? : ( ) . , ' / - without blanks around")


def _match(what: str, value: str, pattern: re.Pattern[str], wanted: str) -> None:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        shown = without_numbers(repr(value)[:MAX_SHOWN])  # an account that is almost right is still somebody's
        raise bad_value(f"{what} is {shown}", fix=f"Give {wanted}.")


def _text(what: str, value: str, longest: int) -> None:
    if not isinstance(value, str) or not 1 <= len(value) <= longest or value != value.strip():
        raise bad_value(f"{what} is {value!r}", fix=f"Give 1 to {longest} characters without blanks around.")
    if any(unicodedata.category(character) in UNSTORABLE or _is_noncharacter(ord(character)) for character in value):
        raise bad_value(f"{what} is {value!r}, with a character that files cannot carry", fix="Leave control characters out.")


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - Unicode's noncharacters


def _above_zero(what: str, amount: int) -> None:
    if fen(amount, what) <= 0:
        raise bad_value(f"{what} is {amount} fen", fix="An amount is above 0; the direction tells where it goes.")


def _status(status: str, known: tuple[str, ...], reason: str | None, info: str | None) -> None:
    if status not in known:
        raise bad_value(f"the status is {status!r}", fix=f"Use one of {', '.join(known)}.")
    if reason is not None:
        _match("the reason", reason, REASON, "a code of four capital letters and digits")
    if info is not None:
        _text("the reason's text", info, INFO)
    if info is not None and reason is None:
        raise bad_value("a reason's text stands without its code")


def _count(lines: tuple[object, ...]) -> None:
    if len(lines) > MAX_LINES:
        raise bad_value(f"the file has {len(lines)} lines", fix=f"Split it: a file has at most {MAX_LINES} lines.")


def _unique(what: str, values: list[str]) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        places = ", ".join(str(number) for number, value in enumerate(values, start=1) if value == twice[0])
        detail = f"the {what} {twice[0]} stands there {values.count(twice[0])} times, as number {places}"
        raise bad_value(detail[:300], fix=f"Give every line its own {what}.")
