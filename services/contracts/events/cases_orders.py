"""Events of the cases service about orders to pay wages (P08)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Fen, Text


class OrderMissed(Contract):
    """An order to pay wages was not obeyed in time; `amount_fen` is what is still owed under it."""

    order_id = Text(required=True)
    project_id = Text(required=True)
    amount_fen = Fen(required=True)


ORDER_MISSED = Event(
    name="cases.order.missed",
    data=OrderMissed,
    key="order_id",
    title_zh="支付令逾期未履行",
    title_en="Order to pay missed",
    clauses=("CN65-USE", "CN724-32"),
)
