"""Attendance: files, months, who is on site. No decisions here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.entrypoints.base import Part
from services.runtime.nameko import daily, query

if TYPE_CHECKING:
    from datetime import date

    from services.runtime.messaging import UnitOfWork


class AttendancePart(Part):
    """Attendance: files, months, who is on site."""

    @query("roster.import_attendance")
    def import_attendance(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Take a file of clockings."""
        return self._in_unit("import_attendance", parameters)

    @query("roster.close_month")
    def close_month(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Close a month."""
        return self._in_unit("close_month", parameters)

    @query("roster.list_attendance")
    def list_attendance(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of clockings."""
        return self._read("list_attendance", parameters)

    @query("roster.on_site")
    def on_site(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return who is on site (TL-2.1.2-2f)."""
        return self._read("on_site", parameters)

    @query("roster.get_import")
    def get_import(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return the report of a file."""
        return self._read("get_import", parameters)

    @daily("attendance_gaps")
    def find_gaps(self, unit: UnitOfWork, day: date) -> None:
        """Look for projects that report no attendance (TL-2.1.2-2f)."""
        self.app.run("find_gaps", unit, {"on": day})
