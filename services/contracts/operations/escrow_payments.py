"""Operations on orders to the bank of a wage account, for banks that answer by hand and for those who look on."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Flag, Objects, Text, Whole


class ResultParameters(Contract):
    """What the bank says: `{end_to_end_id, paid_fen, reason?}` by line; with `rest_paid` every line that is not named was paid."""

    order_id = Text(required=True)
    results = Objects(required=True)
    rest_paid = Flag(required=True)
    jurisdiction = Text(allow_none=True)


class ResultAnswer(Contract):
    """How many lines were booked or known, and the `problems` of the others: `{end_to_end_id, code, detail}`."""

    booked = Whole(required=True)
    known = Whole(required=True)
    problems = Objects(required=True)
    settled = Flag(required=True)


class LinesParameters(Contract):
    """Which order, from which line on."""

    order_id = Text(required=True)
    after = Whole(allow_none=True)
    limit = Whole()


class LinesResult(Contract):
    """A page of an order's lines, accounts masked."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


REPORT_RESULTS = Operation(
    name="escrow.report_results",
    kind="action",
    parameters=ResultParameters,
    result=ResultAnswer,
    title_zh="银行回报代发结果",
    title_en="Report the results of an order",
    clauses=("SX-6-2b", "TL-2.3.1-2b"),
)
LIST_PAYMENT_LINES = Operation(
    name="escrow.list_payment_lines",
    kind="query",
    parameters=LinesParameters,
    result=LinesResult,
    title_zh="查看代发明细",
    title_en="List the lines of an order",
)
