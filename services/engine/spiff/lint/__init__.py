"""The engine-profile linter: says before a deployment what would go wrong after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.spiff.lint.bindings import check_bindings
from services.engine.spiff.lint.expressions import check_expressions
from services.engine.spiff.lint.finding import Finding
from services.engine.spiff.lint.graph import check_graph
from services.engine.spiff.lint.library import Library, load_library
from services.engine.spiff.lint.owners import check_owners
from services.engine.spiff.lint.profile import check_profile
from services.engine.spiff.reader import read_diagram
from services.engine.spiff.xml import HUXIN, parse_xml
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

__all__ = ["Finding", "Library", "lint", "lint_xml", "load_library"]


def lint(raw: bytes, library: Library) -> list[Finding]:
    """Return everything that is wrong with a diagram, errors first. Never raises for a bad diagram."""
    try:
        root = parse_xml(raw)
    except HuxinError as error:
        return [Finding(element=None, rule=error.extra["rule"], message=error.detail, fix=error.fix or "")]
    findings = list(check_profile(root))
    diagram = read_diagram(root)
    if diagram.main() is None:
        message = "The file has no executable process."
        findings.append(Finding(element=None, rule="no_process", message=message, fix="Mark one process as executable."))
    foreign = next(root.iter(f"{{{HUXIN}}}*"), None) is None
    for process in diagram.processes.values():
        if process.executable:
            findings += check_graph(process)
            findings += check_bindings(process, library, frozenset(diagram.processes), foreign=foreign)
            findings += check_expressions(process, library)
            findings += check_owners(process, library)
    findings += _lanes(root, library)
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.severity != "error")


def lint_xml(raw: bytes, home: Path) -> list[dict[str, str | None]]:
    """Lint against what lies under `home`; each finding as {file, element, rule, severity, message, fix}."""
    return [finding.to_dict() for finding in lint(raw, load_library(home))]


def _lanes(root: etree._Element, library: Library) -> list[Finding]:
    findings = []
    for item in root.iter(f"{{{HUXIN}}}lane"):
        lane, department = item.getparent().getparent(), item.get("department", "")
        if library.departments is not None and department not in library.departments:
            message = f"There is no department {department or 'without an id'}."
            fix = "Use an id of regulations/departments.yaml."
            findings.append(Finding(element=lane.get("id"), rule="unknown_department", message=message, fix=fix))
    return findings
