"""How the sample bank treats each payment: by chance, but the same chance each time, since it is drawn from a seed and the payment's id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping

Fate = Literal["pay", "reject", "part", "late", "twice"]
THOUSAND = 1000
PREFIX = "HUXIN_SAMPLE_BANK_"
REASONS = (("AC01", "收款账号有误"), ("AC04", "收款账户已销户"), ("BE01", "户名与账号不符"))


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What share of payments meets which fate, in thousandths; all others are paid in full on their day.

    Attributes:
        seed: another seed draws other payments.
        reject: refused with a reason.
        part: paid in part only.
        late: paid `late_days` days after their day.
        twice: booked twice by mistake.
        repeat: files that are sent twice.
        late_days: calendar days.
    """

    seed: str = "huxin"
    reject: int = 0
    part: int = 0
    late: int = 0
    twice: int = 0
    repeat: int = 0
    late_days: int = 2

    def __post_init__(self) -> None:
        shares = (self.reject, self.part, self.late, self.twice)
        if min(*shares, self.repeat, self.late_days) < 0 or sum(shares) > THOUSAND or self.repeat > THOUSAND:
            raise HuxinError(
                "bad_setting",
                "A setting cannot be used",
                f"the sample bank's shares are {shares} and {self.repeat}",
                fix=f"Give thousandths of at least 0 that make at most {THOUSAND} together.",
            )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Behaviour:
        """Read `HUXIN_SAMPLE_BANK_SEED`, `…_REJECT`, `…_PART`, `…_LATE`, `…_TWICE`, `…_REPEAT`, `…_LATE_DAYS`.

        Raises:
            HuxinError: `bad_setting`.
        """
        names = ("reject", "part", "late", "twice", "repeat", "late_days")
        given = {name: environ[PREFIX + name.upper()] for name in names if PREFIX + name.upper() in environ}
        for name, text in given.items():
            if not text.isascii() or not text.isdigit():
                raise HuxinError(
                    "bad_setting", "A setting cannot be used", f"{PREFIX}{name.upper()} is {text!r}", fix="Give a whole number."
                )
        return cls(seed=environ.get(f"{PREFIX}SEED", cls.seed), **{name: int(text) for name, text in given.items()})

    def fate(self, end_to_end_id: str) -> Fate:
        """Return what happens to a payment."""
        drawn = self._draw("fate", end_to_end_id, THOUSAND)
        for name, share in (("reject", self.reject), ("part", self.part), ("late", self.late), ("twice", self.twice)):
            if drawn < share:
                return name  # type: ignore[return-value]  # the names above are fates
            drawn -= share
        return "pay"

    def part_of(self, end_to_end_id: str, amount_fen: int) -> int:
        """Return how much of a payment arrives, at least 1 fen and less than all; all of a payment of 1 fen."""
        return 1 + self._draw("part", end_to_end_id, amount_fen - 1) if amount_fen > 1 else amount_fen

    def reason(self, end_to_end_id: str) -> tuple[str, str]:
        """Return why a payment is refused: code and text."""
        return REASONS[self._draw("reason", end_to_end_id, len(REASONS))]

    def copies(self, message_id: str) -> int:
        """Return how often a file is sent."""
        return 2 if self._draw("copies", message_id, THOUSAND) < self.repeat else 1

    def _draw(self, what: str, key: str, below: int) -> int:
        raw = hashlib.sha256(f"{self.seed}\n{what}\n{key}".encode()).digest()
        return int.from_bytes(raw[:8]) % below
