"""From what people filled in to the facts that the permit decision takes (P01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def gate_facts(known: Iterable[str], filed: Mapping[str, Any], reviewed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts for `permit_gate`: the application's own, corrected by what the reviewers found.

    Two findings of the government-funds review bear on facts of the decision: money that the contractor advances is
    no proof of funds for a government project (CN724-23), and funds of unlawful source are not in place (TL-2.6.2-2k).

    Args:
        known: names of the facts that the decision takes.
        filed: facts from the application.
        reviewed: form data of the reviewers; these win.
    """
    names = set(known)
    facts = {name: value for source in (filed, reviewed) for name, value in source.items() if name in names}
    if reviewed.get("government_project") is True:
        if reviewed.get("contractor_advance_found") is True:
            facts["funding_proof_kind"] = "contractor_advance"
        if reviewed.get("government_funds_source_lawful") is False:
            facts["funds_confirmed_by_person"] = False
    return facts
