"""What the linter reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One problem of a diagram: where, which rule, what is wrong and what to do."""

    element: str | None
    rule: str
    message: str
    fix: str
    severity: Severity = "error"

    def to_dict(self, file: str | None = None) -> dict[str, str | None]:
        """Return the JSON form: {file, element, rule, severity, message, fix}."""
        return {
            "file": file,
            "element": self.element,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "fix": self.fix,
        }
