"""Operations of the sample bank: what happens on its accounts from elsewhere, and its mail."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Fen, Flag, Objects, Text, Whole


class AccountParameters(Contract):
    """An account: open or closed; a limited one pays only what it holds."""

    account = Text(required=True)
    is_open = Flag()
    limited = Flag()


class AccountResult(Contract):
    """The account as it is now."""

    account = Text(required=True)
    is_open = Flag(required=True)
    limited = Flag(required=True)
    balance_fen = Whole(required=True)


class MoneyParameters(Contract):
    """Money that comes `in` or goes `out` without a payment file."""

    account = Text(required=True)
    direction = Text(required=True)
    amount_fen = Fen(required=True)
    other_name = Text(allow_none=True)
    other_account = Text(allow_none=True)
    text = Text(allow_none=True)


class MoneyResult(Contract):
    """The booking's reference."""

    reference = Text(required=True)


class MailParameters(Contract):
    """How much of the mail is wanted."""

    limit = Whole()


class MailResult(Contract):
    """Files that the bank wrote, newest first: waiting, received or refused."""

    items = Objects(required=True)


SET_ACCOUNT = Operation(
    name="bank.set_account",
    kind="action",
    parameters=AccountParameters,
    result=AccountResult,
    title_zh="设置示例银行账户",
    title_en="Set up an account of the sample bank",
)
MOVE_MONEY = Operation(
    name="bank.move_money",
    kind="action",
    parameters=MoneyParameters,
    result=MoneyResult,
    title_zh="示例银行账户收付款",
    title_en="Move money on an account of the sample bank",
)
LIST_MAIL = Operation(
    name="bank.list_mail",
    kind="query",
    parameters=MailParameters,
    result=MailResult,
    title_zh="查看示例银行发出的文件",
    title_en="List the sample bank's files",
)
