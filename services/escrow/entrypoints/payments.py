"""Orders to the bank on the wire."""

from __future__ import annotations

from typing import Any

from services.escrow.entrypoints.base import Entrypoints
from services.runtime.nameko import query


class Payments(Entrypoints):
    """Results that a bank reports by hand."""

    @query("escrow.report_results")
    def report_results(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Book what the bank says of an order's lines."""
        return self._in_unit("report_results", parameters)

    @query("escrow.list_payment_lines")
    def list_payment_lines(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - checked against the contract
        """Return a page of an order's lines."""
        return self._read("list_payment_lines", parameters)
