"""Events about bank files. They name files and never carry them: what is in a file is for its bank only."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Fen, Object, Text, Whole


class FileWritten(Contract):
    """A payment file lies ready for its bank."""

    file_id = Text(required=True)
    name = Text(required=True)
    order_id = Text(required=True)
    lines = Whole(required=True)
    total_fen = Fen(required=True)


class MismatchFound(Contract):
    """Orders, statuses and statements of an account do not agree; how many new findings of each kind."""

    project_id = Text(required=True)
    account = Text(required=True)
    kinds = Object(required=True)


BANK_FILE_WRITTEN = Event(
    name="escrow.bank_file.written",
    data=FileWritten,
    key="file_id",
    title_zh="代发文件已生成",
    title_en="Payment file written",
    clauses=("SX-6-2b", "SX-7-3", "TL-2.3.1-2b"),
)
BANK_MISMATCH_FOUND = Event(
    name="escrow.bank_mismatch.found",
    data=MismatchFound,
    key="project_id",
    title_zh="银行对账发现差异",
    title_en="Bank reconciliation found a mismatch",
    clauses=("SX-6-4a",),
)
