"""Operations about bank files: what departments and banks fetch and hand in, and what does not agree."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Flag, Object, Objects, Text, Whole, Words


class FileRef(Contract):
    """Which file; None as jurisdiction or firms (credit codes of banks): all."""

    file_id = Text(required=True)
    jurisdiction = Text(allow_none=True)
    firms = Words(allow_none=True)


class FileResult(Contract):
    """A file as it travelled: text and detached signature."""

    file_id = Text(required=True)
    direction = Text(required=True)
    kind = Text(required=True)
    name = Text(required=True)
    content = Text(required=True)
    signature = Text(required=True)


class FilePage(Contract):
    """Which part of the files is wanted."""

    jurisdiction = Text(allow_none=True)
    firms = Words(allow_none=True)
    direction = Text(allow_none=True)
    project_id = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class FileList(Contract):
    """A page of files without their content."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


class Delivered(Contract):
    """A file in base64, byte for byte as it was signed, and its detached signature."""

    content = Text(required=True)
    signature = Text(required=True)
    jurisdiction = Text(allow_none=True)
    firms = Words(allow_none=True)


class Taken(Contract):
    """What was taken; `repeated` when the same file had come before, `mismatches` are those open on the account."""

    file_id = Text(required=True)
    kind = Text(required=True)
    message_id = Text(required=True)
    lines = Whole(required=True)
    repeated = Flag(required=True)
    booked = Whole(required=True)
    mismatches = Objects(required=True)


class MismatchQuery(Contract):
    """Of which jurisdiction and project; with those that are solved."""

    jurisdiction = Text(allow_none=True)
    firms = Words(allow_none=True)
    project_id = Text(allow_none=True)
    solved = Flag()


class MismatchList(Contract):
    """What does not agree, and how many of each kind."""

    items = Objects(required=True)
    kinds = Object(required=True)


LIST_BANK_FILES = Operation(
    name="escrow.list_bank_files",
    kind="query",
    parameters=FilePage,
    result=FileList,
    title_zh="列出银行文件",
    title_en="List bank files",
)
GET_BANK_FILE = Operation(
    name="escrow.get_bank_file", kind="query", parameters=FileRef, result=FileResult, title_zh="下载银行文件", title_en="Get a bank file"
)
DELIVER_BANK_FILE = Operation(
    name="escrow.deliver_bank_file",
    kind="action",
    parameters=Delivered,
    result=Taken,
    title_zh="提交银行回执或者对账单",
    title_en="Hand in a status report or statement",
    clauses=("SX-6-4a",),
)
LIST_MISMATCHES = Operation(
    name="escrow.list_mismatches",
    kind="query",
    parameters=MismatchQuery,
    result=MismatchList,
    title_zh="查看对账差异",
    title_en="List what does not agree with the bank",
    clauses=("SX-6-4a",),
)
