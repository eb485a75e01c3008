"""Clause ids: which regulation and which norm an id such as `TL-2.2.1-1a`, `SX-8-1` or `CN724-23` names, and in which order they read.

`TL-<section>-<norm>` and `SX-<article>-<norm>` name norms of the local regulations. `CN<number>-<article>` names an article of a
national order or notice by its number, `C<mark>-<article>` one of a national law, such as `CCL-203` of the Civil Code; a word in place of
the article stands for a rule whose article number is not settled. A letter at the end parts a norm with several duties.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.kernel.errors import HuxinError

_SHAPES = (
    re.compile(r"(?P<source>TL)-(?P<article>[0-9]+(?:\.[0-9]+)*)-(?P<norm>[0-9]+)(?P<part>[a-z]?)"),
    re.compile(r"(?P<source>SX)-(?P<article>[0-9]+)-(?P<norm>[0-9]+)(?P<part>[a-z]?)"),
    re.compile(r"(?P<source>CN[0-9A-Z]+|C[A-MO-Z][0-9A-Z]+)-(?P<article>[0-9]+|[A-Z]+)(?:-(?P<norm>[0-9]+))?(?P<part>[a-z]?)"),
)
_LOCAL = {"TL": "toli-draft", "SX": "shaoxing"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A clause id taken apart.

    Attributes:
        source: the regulation: `TL`, `SX`, or a national text's mark, such as `CN724` or `CCL`.
        article: the section or article, such as `2.2.1` or `23`, or a word for a rule without a settled number.
        norm: the norm within the article, 0 where the id names the whole article.
        part: the letter of one of several duties, or an empty text.
    """

    source: str
    article: str
    norm: int = 0
    part: str = ""

    def __str__(self) -> str:
        norm = f"-{self.norm}" if self.norm or self.source in _LOCAL else ""
        return f"{self.source}-{self.article}{norm}{self.part}"

    @property
    def jurisdiction(self) -> str:
        """The jurisdiction whose regulation the id names."""
        return _LOCAL.get(self.source, "national")

    @property
    def sort_key(self) -> tuple[str, int, tuple[int, ...], str, int, str]:
        """A key that puts ids in reading order: 2.10 after 2.9, numbered articles before worded rules."""
        numbered = self.article[0].isdigit()
        numbers = tuple(int(number) for number in self.article.split(".")) if numbered else ()
        return (self.source, 0 if numbered else 1, numbers, "" if numbered else self.article, self.norm, self.part)

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a clause id.

        Raises:
            HuxinError: code `bad_clause_id` when the text has not the shape of one.
        """
        return _parse(text)


def jurisdiction_of(clause_id: str) -> str:
    """Return the jurisdiction of a clause id; errors as in `Citation.parse`."""
    return Citation.parse(clause_id).jurisdiction


def parse_ids(text: str) -> tuple[str, ...]:
    """Read clause ids parted by blanks, as diagrams carry them, and return them without repetition in the given order.

    Raises:
        HuxinError: code `bad_clause_id` for the first that is none.
    """
    return tuple(dict.fromkeys(str(Citation.parse(word)) for word in text.split()))


def in_reading_order(ids: list[str] | tuple[str, ...] | frozenset[str] | set[str]) -> list[str]:
    """Return clause ids in the order in which a reader finds them in the texts."""
    return sorted(ids, key=lambda clause_id: Citation.parse(clause_id).sort_key)


@lru_cache(maxsize=2048)
def _parse(text: str) -> Citation:
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match is not None:
            return Citation(source=match["source"], article=match["article"], norm=int(match["norm"] or 0), part=match["part"])
    detail = f"{text[:60]!r} has not the shape of a clause id"
    raise HuxinError("bad_clause_id", "The clause id cannot be read", detail, fix="write for example TL-2.2.1-1, SX-8-1 or CN724-23")
