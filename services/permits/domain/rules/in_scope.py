"""Does a profile bind this project or employer on that day?

National rules bind everybody from their first day. Shaoxing binds by place, sector and investment (SX-2-1), older
contracts only for duties that still lie ahead (SX-15-1). The Tuoli draft binds nobody but projects that opted in.
The table `in_scope_<profile>` holds the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.decision import UNDETERMINED, Decision, Inquiry, Lawbook, Rule
from services.permits.domain.facts import IN_SCOPE

if TYPE_CHECKING:
    from datetime import date

    from services.kernel.facts import Facts


# The branch of the employer follows from the project unless it is stated to be another one.
PRESUMED = {"employer_kind": lambda _: "construction"}


def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
    """Decide on scope by the profile's table; `undetermined` while rows with different outcomes are open."""
    inquiry = Inquiry(facts, law, on, PRESUMED)
    verdict = inquiry.own_table("in_scope").verdict(inquiry)
    decided = len(verdict.outcomes) == 1
    missing = () if decided else IN_SCOPE.ordered(verdict.missing)
    if decided:
        reasons = tuple(inquiry.reason(row) for row in verdict.matched)
    else:
        reasons = (inquiry.lacking(missing, [judged.row for judged in verdict.open]),)
    return Decision(
        decision="in_scope",
        jurisdiction=law.jurisdiction,
        on=on,
        outcome=str(next(iter(verdict.outcomes))) if decided else UNDETERMINED,
        reasons=reasons,
        missing=missing,
        parameters=inquiry.parameters,
        version=inquiry.version(),
        ignored=facts.ignored,
    )


RULE = Rule(
    name="in_scope",
    title_zh="是否适用",
    title_en="Does the profile bind this project",
    schema=IN_SCOPE,
    outcomes=("in_scope", "out_of_scope", "forward_duties_only", "preview_only", UNDETERMINED),
    apply=decide,
)
