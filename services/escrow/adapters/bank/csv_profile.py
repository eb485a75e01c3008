"""The same files as CSV, for banks without ISO 20022: a head line, one line for each payment, status or entry, and a foot that counts.

Written as UTF-8 with a mark, so that spreadsheets read Chinese; read as UTF-8 or GB 18030. Amounts are yuan with two decimals.
A text that a spreadsheet would run as a formula gets an apostrophe in front, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
from itertools import starmap
from typing import TYPE_CHECKING, TypeVar

from services.escrow.adapters.bank.xml import Problems, bad_file, check_size, read_count, read_day, read_moment
from services.escrow.domain.bank_files import (
    BankMessage,
    Entry,
    LineStatus,
    Party,
    PaymentFile,
    Statement,
    StatusReport,
    Transfer,
    bad_value,
)
from services.kernel.errors import HuxinError
from services.kernel.money import parse_yuan, yuan_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VERSION = "huxin-bank-1"
PAYMENTS, STATUS, STATEMENT = "payments", "status", "statement"
HEAD = {
    PAYMENTS: ("message_id", "created_at", "execute_on", "name", "account", "bank_code", "bank_name", "credit_code"),
    STATUS: ("message_id", "created_at", "original_message_id", "status", "reason", "info"),
    STATEMENT: ("message_id", "created_at", "account", "from_on", "to_on", "opening", "closing"),
}
LINE = {
    PAYMENTS: ("end_to_end_id", "amount", "name", "account", "bank_code", "bank_name", "credit_code", "text"),
    STATUS: ("end_to_end_id", "status", "reason", "info"),
    STATEMENT: ("reference", "direction", "amount", "booked_on", "end_to_end_id", "other_name", "other_account", "text"),
}
FORMULA = ("=", "+", "-", "@", "'")

R = TypeVar("R")
Row = dict[str, str | None]


def write(message: BankMessage) -> bytes:
    """Return a message as CSV."""
    kind, head, lines, total = _rows(message)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([VERSION, kind, *map(_cell, head)])
    writer.writerow(["", *LINE[kind]])
    writer.writerows([["L", *map(_cell, line)] for line in lines])
    writer.writerow(["E", len(lines), yuan_text(total)])
    return text.getvalue().encode("utf-8-sig")


def _rows(message: BankMessage) -> tuple[str, Sequence[object], list[Sequence[object]], int]:
    created = message.created_at.isoformat()
    if isinstance(message, PaymentFile):
        head = (message.message_id, created, message.execute_on, *_party(message.payer))
        lines: list[Sequence[object]] = [(t.end_to_end_id, yuan_text(t.amount_fen), *_party(t.payee), t.text) for t in message.transfers]
        return PAYMENTS, head, lines, message.total_fen
    if isinstance(message, StatusReport):
        told = (message.message_id, created, message.original_message_id, message.status, message.reason, message.info)
        return STATUS, told, [(line.end_to_end_id, line.status, line.reason, line.info) for line in message.lines], 0
    balances = (yuan_text(message.opening_fen), yuan_text(message.closing_fen))
    span = (message.message_id, created, message.account, message.from_on, message.to_on, *balances)
    entries: list[Sequence[object]] = [
        (e.reference, e.direction, yuan_text(e.amount_fen), e.booked_on, e.end_to_end_id, e.other_name, e.other_account, e.text)
        for e in message.entries
    ]
    return STATEMENT, span, entries, sum(entry.change_fen for entry in message.entries)


def _party(party: Party) -> tuple[str | None, ...]:
    return party.name, party.account, party.bank_code, party.bank_name, party.credit_code


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def read(raw: bytes) -> BankMessage:
    """Return the payment file, status report or statement that a CSV file holds.

    Raises:
        HuxinError: `bad_bank_file` with every line's problem; the foot must count and sum up the lines.
    """
    rows = _table(raw)
    problems = Problems()
    first = rows[0]
    if len(first) < 2 or first[0] != VERSION or first[1] not in HEAD:  # noqa: PLR2004 - version and kind
        raise bad_file("line 1 is not the head of such a file", fix=f"Begin with {VERSION} and one of {', '.join(HEAD)}.")
    kind = first[1]
    head = _named(problems, 1, first[2:], HEAD[kind])
    lines = [(number, _named(problems, number, row[1:], LINE[kind])) for number, row in enumerate(rows, start=1) if row[0] == "L"]
    _check_shape(problems, rows)
    problems.check()
    if kind == PAYMENTS:
        transfers = _each(problems, lines, _transfer)
        message: BankMessage = _whole(problems, lambda: _payments(head, transfers))
        total = sum(transfer.amount_fen for transfer in transfers)
    elif kind == STATUS:
        statuses = _each(problems, lines, _line_status)
        message, total = _whole(problems, lambda: _report(head, statuses)), 0
    else:
        entries = _each(problems, lines, _entry)
        message, total = _whole(problems, lambda: _statement(head, entries)), sum(entry.change_fen for entry in entries)
    _whole(problems, lambda: _check_foot(rows[-1], len(lines), total))
    return message


def _table(raw: bytes) -> list[list[str]]:
    check_size(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as error:
            raise bad_file(f"it is text neither in UTF-8 nor in GB 18030: {error.reason} at byte {error.start}") from None
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise bad_file(f"it is no CSV: {error}") from None
    if not rows:
        raise bad_file("the file has no lines")
    return rows


def _named(problems: Problems, number: int, cells: list[str], names: tuple[str, ...]) -> Row:
    if len(cells) != len(names):
        problems.add(number, "line", f"it has {len(cells)} columns after its mark, not {len(names)}: {', '.join(names)}")
        return {}
    return {name: cell.removeprefix("'").strip() or None for name, cell in zip(names, cells, strict=True)}


def _check_shape(problems: Problems, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows[1:], start=2):
        last = number == len(rows)
        if row[0] == "E" and not last:
            problems.add(number, "line", "lines follow the foot")
        if row[0] not in ("L", "", "E"):
            problems.add(number, "line", f"it begins with {row[0]!r}, not with L")
    if rows[-1][0] != "E":
        problems.add(len(rows), "line", "the foot is missing: the file was cut off")


def _each(problems: Problems, lines: list[tuple[int, Row]], read_line: Callable[[Row], R]) -> list[R]:
    """Read every line; each that cannot be read is named before the file is refused."""

    def attempt(number: int, row: Row) -> R | None:
        try:
            return read_line(row)
        except HuxinError as error:
            problems.add(number, "line", error.detail or error.title)
            return None

    found = [record for record in starmap(attempt, lines) if record is not None]
    problems.check()
    return found


def _whole(problems: Problems, read_all: Callable[[], R]) -> R:
    try:
        return read_all()
    except HuxinError as error:
        problems.add(1, "file", error.detail or error.title)
        problems.check()
        raise


def _check_foot(foot: list[str], count: int, total: int) -> None:
    if len(foot) != 3 or read_count(foot[1]) != count or parse_yuan(foot[2].removeprefix("'")) != total:  # noqa: PLR2004 - mark, count, sum
        raise bad_value(f"the foot says {', '.join(foot[1:])}; the lines are {count} and make {yuan_text(total)}")


def _need(row: Row, name: str) -> str:
    value = row[name]
    if value is None:
        raise bad_value(f"{name} is missing")
    return value


def _get(row: Row, name: str, read: Callable[[str], R]) -> R:
    """Return a column as `read` makes it from its text; what is wrong with it is said under the column's name."""
    text = _need(row, name)
    try:
        return read(text)
    except HuxinError as error:
        raise bad_value(f"{name}: {error.detail or error.title}") from error


def _read_party(row: Row) -> Party:
    return Party(
        name=_need(row, "name"),
        account=_need(row, "account"),
        bank_code=row["bank_code"],
        bank_name=row["bank_name"],
        credit_code=row["credit_code"],
    )


def _transfer(row: Row) -> Transfer:
    amount = _get(row, "amount", parse_yuan)
    return Transfer(end_to_end_id=_need(row, "end_to_end_id"), amount_fen=amount, payee=_read_party(row), text=_need(row, "text"))


def _payments(head: Row, transfers: list[Transfer]) -> PaymentFile:
    return PaymentFile(
        message_id=_need(head, "message_id"),
        created_at=_get(head, "created_at", read_moment),
        payer=_read_party(head),
        execute_on=_get(head, "execute_on", read_day),
        transfers=tuple(transfers),
    )


def _line_status(row: Row) -> LineStatus:
    return LineStatus(end_to_end_id=_need(row, "end_to_end_id"), status=_need(row, "status"), reason=row["reason"], info=row["info"])


def _report(head: Row, lines: list[LineStatus]) -> StatusReport:
    return StatusReport(
        message_id=_need(head, "message_id"),
        created_at=_get(head, "created_at", read_moment),
        original_message_id=_need(head, "original_message_id"),
        status=head["status"],
        lines=tuple(lines),
        reason=head["reason"],
        info=head["info"],
    )


def _entry(row: Row) -> Entry:
    return Entry(
        reference=_need(row, "reference"),
        direction=_need(row, "direction"),  # type: ignore[arg-type]  # checked at construction
        amount_fen=_get(row, "amount", parse_yuan),
        booked_on=_get(row, "booked_on", read_day),
        end_to_end_id=row["end_to_end_id"],
        other_name=row["other_name"],
        other_account=row["other_account"],
        text=row["text"],
    )


def _statement(head: Row, entries: list[Entry]) -> Statement:
    return Statement(
        message_id=_need(head, "message_id"),
        created_at=_get(head, "created_at", read_moment),
        account=_need(head, "account"),
        from_on=_get(head, "from_on", read_day),
        to_on=_get(head, "to_on", read_day),
        opening_fen=_get(head, "opening", parse_yuan),
        closing_fen=_get(head, "closing", parse_yuan),
        entries=tuple(entries),
    )
