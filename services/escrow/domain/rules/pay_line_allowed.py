"""May this line be paid?

Wages are money, go to the worker in person, and leave the wage account by transfer only (CN724-11, CN724-31, CN53-BANK). Shaoxing adds
three signatures and a seal (SX-7-2b, SX-7-3), the Tuoli draft the bank and the worker's signature. A dispute on the works holds nothing
back (CN724-35), so it is told and never weighed.
"""

from __future__ import annotations

from services.escrow.domain.payment_facts import PAY_LINE_ALLOWED
from services.kernel.cases import by_cases, words_of
from services.kernel.decision import UNDETERMINED, Rule
from services.kernel.gate import Gate
from services.kernel.scope import within_scope

GATE = Gate(
    name="pay_line_allowed",
    schema=PAY_LINE_ALLOWED,
    passes="pay",
    stops=("reject",),
)

RULE = Rule(
    name=GATE.name,
    title_zh="工资支付明细能否支付",
    title_en="May this line be paid",
    schema=PAY_LINE_ALLOWED,
    outcomes=("pay", "reject", UNDETERMINED),
    apply=within_scope(by_cases(GATE.decide, PAY_LINE_ALLOWED, words_of(PAY_LINE_ALLOWED, "purpose", "channel", "pays_from"))),
)
