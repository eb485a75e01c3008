"""Operations on correction orders and stops of work (P06)."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Object, Objects, Text, Words


class ApplyStop(Contract):
    """A contractor's application to stop."""

    payment_id = Text(required=True)
    application_id = Text(required=True)
    firms = Words(allow_none=True)


class AppliedStop(Contract):
    """The application; `repeated` when it was there already."""

    application_id = Text(required=True)
    repeated = Flag(required=True)


class AssessStop(Contract):
    """Who wants to stop over which payment; `facts` is the process's data."""

    payment_id = Text(required=True)
    asked_by = Text(required=True)
    facts = Object(required=True)


class Basis(Contract):
    """The basis found (a, b, c, SX, N, none or undetermined) with reasons, and the time of silence for an application."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)
    silence_limit = Text(required=True)
    task_limit = Text(required=True)


class RecordStop(Contract):
    """The stop that follows from the last assessment; `stopped` is False when the unit went on working."""

    payment_id = Text(required=True)
    asked_by = Text(required=True)
    stopped = Flag(required=True)
    facts = Object(required=True)


class StopState(Contract):
    """Whether work stands still, on which basis, and who bears the loss."""

    stopped = Flag(required=True)
    basis = Text(required=True)
    loss_bearer = Text(required=True)
    task_limit = Text(required=True)


class PaymentOnly(Contract):
    """Which payment."""

    payment_id = Text(required=True)


class LossParameters(PaymentOnly):
    """What the stop cost."""

    loss_fen = Fen(required=True)


class LossResult(Contract):
    """What the stop cost and who bears it."""

    loss_fen = Fen(required=True)
    loss_bearer = Text(required=True)


class ServeOrder(PaymentOnly):
    """An order to correct as it was served; `correct_by` None takes the usual limit."""

    violation = Text(required=True)
    addressee = Text(required=True)
    served_on = Day(required=True)
    correct_by = Day(allow_none=True)


class ServedOrder(Contract):
    """The order and the day from which it counts as missed."""

    order_id = Text(required=True)
    correct_by = Day(required=True)
    lapses_from = Day(required=True)
    task_limit = Text(required=True)


class CloseOrder(Contract):
    """How an order ended; `corrected_on` None: it was missed."""

    order_id = Text(required=True)
    corrected_on = Day(allow_none=True)


class ClosedOrder(Contract):
    """The order's state: corrected or lapsed."""

    state = Text(required=True)


class DecideApplication(PaymentOnly):
    """The answer to an application to stop; `decided_by` is `authority` or `silence`."""

    application_id = Text(required=True)
    allowed = Flag(required=True)
    decided_by = Text(required=True)


class DecidedApplication(Contract):
    """The application's state."""

    state = Text(required=True)


class MissedOrder(Contract):
    """An order about the wage account that was served and missed; `violation` in the words of the decision on a stop."""

    order_id = Text(required=True)
    project_id = Text(required=True)
    jurisdiction = Text(required=True)
    violation = Text(required=True)
    served_on = Day(required=True)
    correct_by = Day(required=True)


class OrderBasis(Contract):
    """On which basis work may be suspended over it; `none` where it may not."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)
    task_limit = Text(required=True)


class OrderStop(Contract):
    """The suspension; `payment_id` names the order in the place of a payment."""

    payment_id = Text(required=True)
    stopped = Flag(required=True)
    basis = Text(required=True)


class CorrectionSeen(Contract):
    """Which order, and the day of its correction."""

    order_id = Text(required=True)
    corrected_on = Day(required=True)


_command = partial(Operation, kind="command")
_action = partial(Operation, kind="action")

APPLY_STOP = _action(
    name="permits.apply_stop",
    parameters=ApplyStop,
    result=AppliedStop,
    title_zh="申请停工",
    title_en="Apply to stop work",
    clauses=("SX-11-1a",),
)
ASSESS_STOP = _command(
    name="permits.assess_stop",
    parameters=AssessStop,
    result=Basis,
    title_zh="判断停工依据",
    title_en="Find the basis of a stop",
    clauses=("TL-2.2.2-4", "TL-2.2.2-6a", "TL-2.3.1-4c", "SX-11-1a"),
)
RECORD_STOP = _command(
    name="permits.record_stop",
    parameters=RecordStop,
    result=StopState,
    title_zh="登记停工",
    title_en="Record the stop",
    clauses=("TL-2.2.2-4", "TL-2.2.2-6a", "TL-2.3.1-4c", "SX-11-1a"),
)
LIFT_STOP = _command(
    name="permits.lift_stop",
    parameters=PaymentOnly,
    result=StopState,
    title_zh="撤销停工登记",
    title_en="Lift an unfounded stop",
    clauses=("TL-2.2.2-7a",),
)
RESUME_WORK = _command(
    name="permits.resume_work",
    parameters=PaymentOnly,
    result=StopState,
    title_zh="资金到位后复工",
    title_en="Resume work once the money has arrived",
    clauses=("SX-11-1c",),
)
RECORD_LOSS = _command(
    name="permits.record_loss",
    parameters=LossParameters,
    result=LossResult,
    title_zh="登记停工损失",
    title_en="Record the loss of a stop",
    clauses=("SX-11-1b",),
)
SERVE_ORDER = _command(
    name="permits.serve_order",
    parameters=ServeOrder,
    result=ServedOrder,
    title_zh="登记责令改正及送达",
    title_en="Record a correction order and its service",
    clauses=("TL-2.3.1-4c", "CN724-55", "CN724-57"),
)
CLOSE_ORDER = _command(
    name="permits.close_order",
    parameters=CloseOrder,
    result=ClosedOrder,
    title_zh="登记改正结果",
    title_en="Record how an order ended",
    clauses=("TL-2.3.1-4c",),
)
DECIDE_APPLICATION = _command(
    name="permits.decide_application",
    parameters=DecideApplication,
    result=DecidedApplication,
    title_zh="答复停工申请",
    title_en="Answer an application to stop",
    clauses=("SX-11-1a",),
)
ASSESS_MISSED_ORDER = _command(
    name="permits.assess_missed_order",
    parameters=MissedOrder,
    result=OrderBasis,
    title_zh="判断责令逾期后的停工依据",
    title_en="Find the basis of a suspension over a missed order",
    clauses=("TL-2.3.1-4c", "CN724-55", "CN724-57"),
)
SUSPEND_AFTER_ORDER = _command(
    name="permits.suspend_after_order",
    parameters=MissedOrder,
    result=OrderStop,
    title_zh="登记责令逾期后的停工",
    title_en="Record a suspension over a missed order",
    clauses=("TL-2.3.1-4c", "CN724-55", "CN724-57"),
)
RESUME_AFTER_ORDER = _command(
    name="permits.resume_after_order",
    parameters=CorrectionSeen,
    result=OrderStop,
    title_zh="改正后复工",
    title_en="Let work resume once the order is followed",
    clauses=("TL-2.3.1-4c",),
)
