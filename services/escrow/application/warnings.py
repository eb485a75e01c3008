"""Early warnings: one daily sweep raises what is wrong, clears what is cured and tells the leading group what nobody handles (CN724-38)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.projects import project_of, tell
from services.escrow.domain.project import Project
from services.escrow.domain.warnings import KINDS, EarlyWarning, colour_of, desk_of
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.warnings import Finding
    from services.kernel.law import Law

COUNTED = frozenset({"W4", "W7"})  # measured in percent or persons; every other kind counts days from a last day
MEASURES = ("urged", "inspected", "ordered", "passed_on", "no_ground")
MAX_REMARK = 300
DEFAULT_SECTOR = "building"
GROUP = "leading_group"
# What the readings add to the national clauses of a kind where the place has its own.
LOCAL: dict[str, tuple[str, ...]] = {"toli-draft": ("TL-2.1.3-1a",)}


def sweep_warnings(work: Work, *, day: date) -> dict[str, Any]:
    """Compare what is wrong today with the warnings that are open; a second sweep on one day changes nothing."""
    raised = cleared = told = 0
    for jurisdiction in work.watch.places():
        law = work.law.law(jurisdiction)
        for kind in KINDS:
            levels = levels_of(law, kind, day)
            found = work.watch.find(kind, jurisdiction, day, 0 if kind in COUNTED else -min(levels.values()))
            known = {one.key: one for one in _open(work, jurisdiction, kind=kind)}
            graded = {(one.project_id, kind, one.subject): (one, colour_of(levels, one.measure)) for one in found}
            wrong = {key: (one, colour) for key, (one, colour) in graded.items() if colour}
            raised += _raise(work, law, kind, [pair for key, pair in wrong.items() if key not in known], day)
            _see_again(work, [(known[key], *pair) for key, pair in wrong.items() if key in known])
            cleared += _clear(work, [one for key, one in known.items() if key not in wrong], day)
        told += _tell_up(work, jurisdiction, day)
    return {"raised": raised, "cleared": cleared, "told": told}


def _open(work: Work, jurisdiction: str, **where: Any) -> Sequence[EarlyWarning]:  # noqa: ANN401 - values of any column
    """Return a place's open warnings, locked: what a department records while the sweep runs must not be written over."""
    return work.records.many(EarlyWarning, jurisdiction=jurisdiction, cleared_on=None, lock=True, **where)


def levels_of(law: Law, kind: str, day: date) -> Mapping[str, int]:
    """Return colour → measure from which it holds, of the place and the day."""
    levels: Mapping[str, int] = law.parameter(f"warning.{kind.lower()}_levels", day).value
    return levels


def _raise(work: Work, law: Law, kind: str, found: Sequence[tuple[Finding, str]], day: date) -> int:
    if not found:
        return 0
    projects = {one.project_id: one for one in work.records.many(Project, project_id=[finding.project_id for finding, _ in found])}
    limit = str(law.parameter("warning.handle_duration", day).value)
    handle_by = work.law.due(law.jurisdiction, day, limit, "working").last_day
    warnings = [
        EarlyWarning(
            warning_id=uuid7(),
            project_id=finding.project_id,
            jurisdiction=law.jurisdiction,
            kind=kind,
            subject=finding.subject,
            colour=colour,
            department=department_of(law, kind, projects[finding.project_id]),
            raised_on=day,
            raised_at=work.now,
            handle_by=handle_by,
            facts=finding.facts,
        )
        for finding, colour in found
    ]
    work.records.add_all(warnings)
    for warning in warnings:
        _announce(work, warning, projects[warning.project_id])
    return len(warnings)


def department_of(law: Law, kind: str, project: Project) -> str:
    """Return who is competent: a function of the routing table, or the authority of the project's sector."""
    function = KINDS[kind].function
    if function:
        return law.routing.for_function(function)
    return law.routing.for_sector(project.project_sector or DEFAULT_SECTOR)


def _announce(work: Work, warning: EarlyWarning, project: Project) -> None:
    kind = KINDS[warning.kind]
    data = {
        **_reference(warning),
        "project_name": project.name,
        "jurisdiction": warning.jurisdiction,
        "title": f"{warning.kind} {kind.name_zh}",
        "title_en": f"{warning.kind} {kind.name_en}",
        "department": warning.department,
        "desk": desk_of(warning.department),
        "handle_by": warning.handle_by.isoformat(),
        "facts": warning.facts,
    }
    work.emit("escrow.warning.raised", subject=warning.warning_id, jurisdiction=warning.jurisdiction, data=data)


def _see_again(work: Work, seen: Sequence[tuple[EarlyWarning, Finding, str]]) -> None:
    """Keep today's facts and announce what got graver; what stands as before is left alone."""
    changed = []
    for known, finding, colour in seen:
        now = known.seen_again(colour, finding.facts)
        if now != known:
            changed.append(now)
        if now.colour != known.colour:
            work.emit("escrow.warning.worsened", subject=now.warning_id, jurisdiction=now.jurisdiction, data=_reference(now))
    work.records.put_all(changed)


def _clear(work: Work, cured: Sequence[EarlyWarning], day: date) -> int:
    work.records.put_all([replace(warning, cleared_on=day) for warning in cured])
    for warning in cured:
        data = {**_reference(warning), "cleared_on": day.isoformat()}
        work.emit("escrow.warning.cleared", subject=warning.warning_id, jurisdiction=warning.jurisdiction, data=data)
    return len(cured)


def _tell_up(work: Work, jurisdiction: str, day: date) -> int:
    """Tell the leading group once of each warning whose department let its days pass without doing anything (TL-2.1.3-1a)."""
    waiting = _open(work, jurisdiction, told_up=False, handled_at=None)
    late = [warning for warning in waiting if warning.handle_by < day]
    for warning in late:
        tell(
            work,
            project_of(work, warning.project_id),
            about=f"warning {warning.warning_id}",
            kind="warning_not_handled",
            addressees=(GROUP,),
            zh=f"预警“{KINDS[warning.kind].name_zh}”应于 {warning.handle_by.isoformat()} 前处置，至今没有处置记录。",
            en=f"Nobody acted on the warning “{KINDS[warning.kind].name_en}” by {warning.handle_by.isoformat()}.",
            clauses=("CN724-38", *LOCAL.get(jurisdiction, ())),
        )
    work.records.put_all([replace(warning, told_up=True) for warning in late])
    return len(late)


def look_at_warning(work: Work, *, warning_id: str) -> dict[str, Any]:
    """Return whose desk a warning lies on as it stands now; `none` once it is cleared."""
    warning = warning_of(work, warning_id)
    law = work.law.law(warning.jurisdiction)
    limits = {name: str(law.parameter(f"warning.{name}_duration", work.now.date()).value) for name in ("handle", "recheck")}
    return {
        "desk": desk_of(warning.department) if warning.cleared_on is None else "none",
        "colour": warning.colour,
        "handle_by": warning.handle_by.isoformat(),
        "handle_limit": limits["handle"],
        "recheck_limit": limits["recheck"],
    }


def record_warning_measure(work: Work, *, warning_id: str, measure: str, remark: str | None = None) -> dict[str, Any]:
    """Keep what the department did (TL-2.1.3-1a); the warning stays open until its cause is cured.

    Raises:
        HuxinError: code `bad_measure`.
    """
    warning = warning_of(work, warning_id, lock=True)
    if measure not in MEASURES or len(remark or "") > MAX_REMARK:
        detail = f"measure {measure!r} is none of {', '.join(MEASURES)}, or the remark is longer than {MAX_REMARK} characters"
        raise HuxinError("bad_measure", "The measure cannot be recorded", detail, status=422)
    first = warning.handled_at or work.now
    work.records.put(replace(warning, measure_taken=measure, remark=remark or "", handled_at=first))
    return {"in_time": first.date() <= warning.handle_by}


def warning_of(work: Work, warning_id: str, *, lock: bool = False) -> EarlyWarning:
    """Return a warning; `lock` makes changes take turns.

    Raises:
        HuxinError: code `unknown_warning`.
    """
    warning = work.records.one(EarlyWarning, lock=lock, warning_id=warning_id)
    if warning is None:
        raise HuxinError("unknown_warning", "No such warning", f"there is no warning {warning_id}", status=404)
    return warning


def _reference(warning: EarlyWarning) -> dict[str, Any]:
    return {
        "warning_id": warning.warning_id,
        "project_id": warning.project_id,
        "kind": warning.kind,
        "subject": warning.subject,
        "colour": warning.colour,
    }


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (sweep_warnings, look_at_warning, record_warning_measure)}
