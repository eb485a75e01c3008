"""What `huxin workflows lint` says about a file of decision tables: rows that cannot run, gaps, overlaps, and reasons without a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError
from services.kernel.table_lint import lint_table
from services.runtime.dmn import parse_dmn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.kernel.tables import Table
    from services.runtime.dmn import Rulebook

_FIXES = {
    "gap": "add a row that fits there, or a last row of dashes",
    "overlap": "narrow one of the rows, or choose the hit policy FIRST",
    "unreachable": "correct the row, move it up, or delete it",
}
_NOTES = {"reason_zh": "Chinese", "reason_en": "English"}


def check_tables(file: Path, book: Rulebook) -> list[dict[str, str | None]]:
    """Return findings `{file, element, rule, severity, message, fix}`; `element` is the row, or the table where no row is at fault.

    Args:
        file: a DMN file.
        book: law that knows every clause.
    """
    try:
        tables = parse_dmn(file.read_bytes(), file.name)
    except HuxinError as error:
        return [_finding(file, None, error.code, error.detail, error.fix or "")]
    return [finding for table in tables for finding in _of_table(file, table, book)]


def _of_table(file: Path, table: Table, book: Rulebook) -> Iterator[dict[str, str | None]]:
    for problem in lint_table(table):
        yield _finding(file, problem.rows[0] if problem.rows else table.name, problem.kind, problem.detail, _FIXES[problem.kind])
    for row in table.rows:
        if not row.clauses:
            yield _finding(file, row.id, "clause_missing", "the row cites no clause", "name it in the annotation `clauses`")
        for clause in row.clauses:
            try:
                book.law.clause(clause)
            except HuxinError as error:
                yield _finding(file, row.id, error.code, error.detail, error.fix or "")
        for note, language in _NOTES.items():
            if not row.annotations.get(note):
                yield _finding(file, row.id, "reason_missing", f"the row gives no reason in {language}", f"write the annotation `{note}`")


def _finding(file: Path, element: str | None, rule: str, message: str, fix: str) -> dict[str, str | None]:
    return {"file": str(file), "element": element, "rule": rule, "severity": "error", "message": message, "fix": fix}
