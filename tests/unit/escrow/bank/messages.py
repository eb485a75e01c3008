"""Hypothesis strategies for everything that a bank file can say, and small samples."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import settings
from hypothesis import strategies as st

from services.escrow.domain.bank_files import (
    GROUP_STATUSES,
    LINE_STATUSES,
    Entry,
    LineStatus,
    Party,
    PaymentFile,
    Statement,
    StatusReport,
    Transfer,
)

brief = settings(max_examples=40, deadline=None)  # files are long, and every one is written and read again
SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 10, 9, 30, tzinfo=SHANGHAI)

ids = st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z+?:().,'/ -]{0,33}[0-9A-Za-z+?:().,'/-])?", fullmatch=True)
accounts = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,33}", fullmatch=True)
codes = st.from_regex(r"[0-9A-Z]{1,35}", fullmatch=True)
reasons = st.from_regex(r"[0-9A-Z]{4}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(SHANGHAI))  # noqa: DTZ001 - the strategy adds the zone
amounts = st.integers(1, 10**13)


def texts(longest: int = 140) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
    return st.text(letters, min_size=1, max_size=longest).filter(lambda text: text == text.strip())


parties = st.builds(
    Party, name=texts(), account=accounts, bank_code=st.none() | codes, bank_name=st.none() | texts(), credit_code=st.none() | codes
)
transfers = st.builds(Transfer, end_to_end_id=ids, amount_fen=amounts, payee=parties, text=texts())
payment_files = st.builds(
    PaymentFile,
    message_id=ids,
    created_at=moments,
    payer=parties,
    execute_on=days,
    transfers=st.lists(transfers, min_size=1, max_size=6, unique_by=lambda transfer: transfer.end_to_end_id).map(tuple),
)


@st.composite
def reasoned(draw, statuses):
    reason = draw(st.none() | reasons)
    return {"status": draw(st.sampled_from(statuses)), "reason": reason, "info": draw(st.none() | texts(105)) if reason else None}


line_statuses = st.builds(lambda end, rest: LineStatus(end_to_end_id=end, **rest), ids, reasoned(LINE_STATUSES))


@st.composite
def status_reports(draw):
    lines = tuple(draw(st.lists(line_statuses, max_size=6, unique_by=lambda line: line.end_to_end_id)))
    rest = draw(reasoned(GROUP_STATUSES)) if not lines or draw(st.booleans()) else {"status": None}
    return StatusReport(message_id=draw(ids), created_at=draw(moments), original_message_id=draw(ids), lines=lines, **rest)


entries = st.builds(
    Entry,
    reference=ids,
    direction=st.sampled_from(("in", "out")),
    amount_fen=amounts,
    booked_on=days,
    end_to_end_id=st.none() | ids.filter(lambda text: text != "NOTPROVIDED"),
    other_name=st.none() | texts(),
    other_account=st.none() | accounts,
    text=st.none() | texts(),
)


@st.composite
def statements(draw):
    lines = tuple(draw(st.lists(entries, max_size=6, unique_by=lambda entry: entry.reference)))
    opening = draw(st.integers(-(10**13), 10**13))
    first = draw(days)
    return Statement(
        message_id=draw(ids),
        created_at=draw(moments),
        account=draw(accounts),
        from_on=first,
        to_on=first + timedelta(days=draw(st.integers(0, 60))),
        opening_fen=opening,
        closing_fen=opening + sum(entry.change_fen for entry in lines),
        entries=lines,
    )


def sample_file(**changes) -> PaymentFile:
    return PaymentFile(
        **{
            "message_id": "MSG1",
            "created_at": NOW,
            "payer": Party(name="示例建筑公司", account="33000001", bank_code="102337000001", credit_code="91000000EXAMPLE0B2"),
            "execute_on": date(2026, 11, 10),
            "transfers": (
                Transfer(end_to_end_id="E1", amount_fen=650_000, payee=Party(name="示例甲", account="6200001"), text="2026-10 工资"),
                Transfer(end_to_end_id="E2", amount_fen=1, payee=Party(name="示例乙", account="6200002"), text="2026-10 工资"),
            ),
            **changes,
        }
    )
