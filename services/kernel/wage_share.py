"""The share of certified progress that Shaoxing wants in the wage account (SX-4-1b); rules of more than one service ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.money import share_down, share_up

if TYPE_CHECKING:
    from services.kernel.decision import Inquiry


def progress_share(inquiry: Inquiry) -> object:
    """Return the share of certified progress in Shaoxing in fen, 0 before the rule, `Unknown` without the progress."""
    rate = inquiry.parameter_if_in_force("shaoxing.labour_cost_share_bp")
    if not isinstance(rate, int):
        return 0
    progress = inquiry.value("certified_progress_fen")
    return rounded_share(inquiry, progress, rate) if isinstance(progress, int) else progress


def rounded_share(inquiry: Inquiry, amount: int, rate: int) -> int:
    """Return a share in basis points of an amount in fen, a fraction of a fen rounded as the parameter says: up."""
    return share_up(amount, rate) if inquiry.parameter("labour_cost.round_up_to_fen") else share_down(amount, rate)
