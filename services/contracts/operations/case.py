"""Operations of the reference service: the four steps of the reference process that measures the engine."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Text


class CaseParameters(Contract):
    """Which case; the rest of the case's data may come along."""

    case_id = Text(required=True)


class CaseResult(Contract):
    """What was done."""

    case_id = Text(required=True)
    step = Text(required=True)


VALIDATE = Operation(
    name="case.validate", kind="command", parameters=CaseParameters, result=CaseResult, title_zh="校验案件", title_en="Validate the case"
)
ACT = Operation(
    name="case.act", kind="command", parameters=CaseParameters, result=CaseResult, title_zh="办理案件", title_en="Act on the case"
)
NOTIFY = Operation(
    name="case.notify", kind="command", parameters=CaseParameters, result=CaseResult, title_zh="通知当事人", title_en="Notify the parties"
)
ARCHIVE = Operation(
    name="case.archive", kind="command", parameters=CaseParameters, result=CaseResult, title_zh="归档案件", title_en="Archive the case"
)
