"""The payroll form as files on the wire."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import Any

from nameko.extensions import DependencyProvider

from services.escrow.adapters.sheets.excel import read_sheet, write_sheet
from services.escrow.adapters.sheets.pdf import write_posted_sheet
from services.escrow.adapters.sheets.seals import Seals
from services.escrow.adapters.sheets.slips import write_wage_slips
from services.escrow.entrypoints.base import Entrypoints
from services.kernel.errors import HuxinError
from services.runtime.nameko import query
from services.runtime.nameko.service import SURROUNDINGS
from services.runtime.vault import load_vault

ADDRESS = "HUXIN_PUBLIC_URL"  # under which address phones reach the gateway


class SealsProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one `Seals` of this process."""

    def setup(self) -> None:
        """Build it once."""
        settings = self.container.config[SURROUNDINGS].settings
        self._seals = Seals(load_vault(settings), settings.environ.get(ADDRESS) or f"http://{settings.http}")

    def get_dependency(self, worker_ctx: Any) -> Seals:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._seals


class Sheets(Entrypoints):
    """Excel in and out, the posted sheet, and its check."""

    seals: Seals = SealsProvider()

    @query("escrow.export_sheet")
    def export_sheet(self, payroll_id: str, firms: list[str] | None = None) -> dict[str, Any]:
        """Return the form as Excel."""
        sheet = self._read("get_sheet", {"payroll_id": payroll_id, "firms": firms})
        return _file(f"{payroll_id.replace(':', '-')}.xlsx", write_sheet(sheet))

    @query("escrow.import_sheet")
    def import_sheet(self, payroll_id: str, content: str, by: str, firms: list[str] | None = None) -> dict[str, Any]:
        """Take a filled form."""
        try:
            form = read_sheet(base64.b64decode(content, validate=True))
        except (binascii.Error, ValueError):
            fix = "Send the workbook's bytes in base64."
            raise HuxinError("bad_sheet", "The payroll form cannot be read", "content is not base64", status=422, fix=fix) from None
        parameters = {"payroll_id": payroll_id, "rows": form["lines"], "total_fen": form["total_fen"], "by": by, "firms": firms}
        return self._in_unit("import_sheet", parameters)

    @query("escrow.posted_sheet")
    def posted_sheet(self, payroll_id: str, firms: list[str] | None = None) -> dict[str, Any]:
        """Return the posted sheet as PDF."""
        self._read("get_payroll", {"payroll_id": payroll_id, "firms": firms})
        sheet = self._read("posted_sheet", {"payroll_id": payroll_id})
        return _file(f"{payroll_id.replace(':', '-')}.pdf", write_posted_sheet(sheet, self.seals.address(payroll_id, sheet["digest"])))

    @query("escrow.wage_slips")
    def wage_slips(self, payroll_id: str, worker_id: str | None = None, firms: list[str] | None = None) -> dict[str, Any]:
        """Return the wage slips as PDF."""
        found = self._read("wage_slips", {"payroll_id": payroll_id, "worker_id": worker_id, "firms": firms})
        return _file(f"{payroll_id.replace(':', '-')}-slips.pdf", write_wage_slips(found))

    @query("escrow.check_posted")
    def check_posted(self, payroll_id: str, tag: str) -> dict[str, Any]:
        """Return the posted figures to whoever holds the sheet's code; a sheet with other figures does not check."""
        try:
            sheet = self._read("posted_sheet", {"payroll_id": payroll_id})
        except HuxinError:
            raise _unknown() from None
        if not hmac.compare_digest(self.seals.tag(payroll_id, sheet["digest"]).encode(), tag.encode()):
            raise _unknown()
        return sheet


def _unknown() -> HuxinError:
    return HuxinError("unknown_sheet", "No posted sheet has this code", "it is not of this system, or the figures have changed", status=404)


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "content": base64.b64encode(content).decode()}
