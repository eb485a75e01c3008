"""A number that nobody reads in passing, such as a wage card's: shown by its end, compared by its mark, whole for key holders only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from services.kernel.errors import HuxinError

PARTS = 3
LONGEST_TAIL = 4
_NUMBER = re.compile(r"[0-9]{11,}[Xx]?|[0-9]{4}(?:[ -][0-9]{4}){2,}(?:[ -][0-9]{1,3})?")  # of a card, an identity card, a telephone


@dataclass(frozen=True, slots=True)
class Protected:
    """A protected number. Two are equal when their numbers are, however often each was sealed; one without a number is false.

    Attributes:
        tail: its last four characters, for screens; of a number that has no more than four, nothing.
        mark: a keyed fingerprint: the same number has the same, and without the key nobody can try numbers out.
        sealed: the whole number, sealed.
    """

    tail: str = ""
    mark: str = ""
    sealed: str = field(default="", compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.mark)

    def __str__(self) -> str:
        return f"****{self.tail}" if self else ""

    @property
    def text(self) -> str:
        """The one text in which it is stored and sent."""
        return f"{self.tail}.{self.mark}.{self.sealed}" if self else ""

    @classmethod
    def parse(cls, text: str) -> Protected:
        """Read it back from its text.

        Raises:
            HuxinError: `not_protected` for any other text, a number in clear among them; the text is not repeated.
        """
        parts = text.split(".")
        if not text:
            return cls()
        if len(parts) != PARTS or not parts[1] or not parts[2]:
            raise HuxinError("not_protected", "A number is not protected", "it stands in clear or is cut off", status=500)
        return cls(*parts)


def is_protected(text: str) -> bool:
    """Tell a protected number's text from one in clear, which has no dots."""
    return text.count(".") == PARTS - 1


def tail_of(number: str) -> str:
    """Return the end of a number by which people know it."""
    return number[-LONGEST_TAIL:] if len(number) > LONGEST_TAIL else ""


def without_numbers(text: str) -> str:
    """Return somebody's free words with long numbers covered but for their end: banks like to repeat the account in a reason."""
    return _NUMBER.sub(lambda found: f"****{found[0][-LONGEST_TAIL:]}", text)
