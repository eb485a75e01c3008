"""Events about orders to the bank of a wage account."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Fen, Text, Whole


class PaymentOrdered(Contract):
    """An order for a wage account was placed; its lines lie in `payment_line`."""

    order_id = Text(required=True)
    project_id = Text(required=True)
    purpose = Text(required=True)
    about = Text(required=True)
    pay_on = Day(required=True)
    lines = Whole(required=True)
    total_fen = Fen(required=True)


class PaymentSettled(Contract):
    """Every line of an order has its result."""

    order_id = Text(required=True)
    project_id = Text(required=True)
    purpose = Text(required=True)
    about = Text(required=True)
    paid_fen = Fen(required=True)
    unpaid_fen = Fen(required=True)


PAYMENT_ORDERED = Event(
    name="escrow.payment.ordered",
    data=PaymentOrdered,
    key="order_id",
    title_zh="已向银行发出支付指令",
    title_en="Payment ordered",
    clauses=("SX-7-3", "TL-2.3.1-2b"),
)
PAYMENT_SETTLED = Event(
    name="escrow.payment.settled", data=PaymentSettled, key="order_id", title_zh="银行支付已有结果", title_en="Payment settled"
)
