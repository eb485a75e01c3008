"""What became of a file: counts, and each line that was not taken as it is, with its reason in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.roster.application.lookup import project_seen
from services.roster.domain.model import ImportLine, ImportRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.roster.application.ports import Work
    from services.roster.domain.model import ProjectMaster

PAGE = 200
PROBLEM = "problem"  # the member of a line that holds the error with which it is refused


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as read: each line under its number in the file, by the names of the columns."""

    file_name: str
    sha256: str
    rows: tuple[tuple[int, dict[str, Any]], ...]


def usable(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line whose cells could all be read.

    Raises:
        HuxinError: what is wrong with a cell.
    """
    if PROBLEM in line:
        raise line[PROBLEM]
    return line


@dataclass
class Lines:
    """The lines of a file that were not taken as they are, and how many were known already."""

    repeated: int = 0
    notes: list[tuple[int, Literal["refused", "not_counted"], str, str]] = field(default_factory=list)

    def note(self, number: int, outcome: Literal["refused", "not_counted"], code: str, reason: str) -> None:
        """Write down what became of a line."""
        self.notes.append((number, outcome, code, reason[:300]))

    def refuse(self, number: int, error: HuxinError) -> None:
        """Write down that a line cannot be taken, and why."""
        self.note(number, "refused", error.code, f"{error.extra.get('detail_zh', error.title)} ({error.detail})")


def keep_run(  # noqa: PLR0913 - the members of a run
    work: Work, project: ProjectMaster, kind: Literal["attendance", "register"], upload: Upload, *, by: str, accepted: int, lines: Lines
) -> dict[str, Any]:
    """Keep the report of a file and return its first page."""
    refused = sum(outcome == "refused" for _, outcome, _, _ in lines.notes)
    run = ImportRun(
        id=uuid7(),
        project_code=project.project_code,
        kind=kind,
        file_name=upload.file_name,
        sha256=upload.sha256,
        by=by,
        at=work.now,
        accepted=accepted,
        repeated=lines.repeated,
        refused=refused,
    )
    work.records.add(run)
    kept = [
        ImportLine(run_id=run.id, line=number, outcome=outcome, code=code, reason=reason)
        for number, outcome, code, reason in sorted(lines.notes)
    ]
    work.records.add_all(kept)
    return _report(run, kept[: PAGE + 1], not_counted=len(kept) - refused)


def get_import(work: Work, *, import_id: str, after_line: int = 0, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a page of the report of a file.

    Raises:
        HuxinError: code `unknown_import`, also for a file of somebody else's project.
    """
    run = work.records.one(ImportRun, id=import_id)
    if run is None:
        raise HuxinError("unknown_import", "No such import", f"there is no import {import_id}", status=404)
    project_seen(work, run.project_code, firms)
    page = work.records.many(ImportLine, run_id=import_id, after=after_line, limit=PAGE + 1)
    not_counted = len(work.records.many(ImportLine, run_id=import_id, outcome="not_counted"))
    return _report(run, page, not_counted=not_counted)


def _report(run: ImportRun, page: Sequence[ImportLine], *, not_counted: int) -> dict[str, Any]:
    return {
        "import_id": run.id,
        "kind": run.kind,
        "project_id": run.project_code,
        "file_name": run.file_name,
        "by": run.by,
        "at": run.at.isoformat(),
        "accepted": run.accepted,
        "repeated": run.repeated,
        "refused": run.refused,
        "not_counted": not_counted,
        "lines": [{"line": each.line, "outcome": each.outcome, "code": each.code, "reason": each.reason} for each in page[:PAGE]],
        "more_lines": len(page) > PAGE,
    }


HANDLERS = (get_import,)
