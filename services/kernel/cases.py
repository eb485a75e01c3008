"""Decides while a fact is unknown by trying what it may be: where every case comes out alike, the fact need not be known.

Rows of a table are judged one by one, so a table alone cannot see that two of its rows leave no way out together. A rule names the few
facts on which its rows divide, and each of their values is tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.kernel.decision import Decision, Lawbook, merged, wanting
from services.kernel.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from services.kernel.facts import FactSchema

    Apply = Callable[[Facts, Lawbook, date], Decision]
    Values = Callable[[Lawbook, date], Iterable[object]]


def words_of(schema: FactSchema, *names: str) -> dict[str, Values]:
    """Return what each of some facts may be: its words, or true and false."""

    def values(name: str) -> Values:
        words = schema.by_name[name].values or (True, False)
        return lambda _law, _on: words

    return {name: values(name) for name in names}


def by_cases(apply: Apply, schema: FactSchema, splits: Mapping[str, Values]) -> Apply:
    """Return the rule that tries the values of `splits` while such a fact is missing.

    Args:
        apply: the rule.
        schema: its facts.
        splits: facts to try, in this order, and the values that stand for everything each may be.
    """

    def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
        told = apply(facts, law, on)
        name = next((split for split in splits if split in told.missing), None)
        if name is None:
            return told
        cases = [decide(Facts({**facts.values, name: value}, facts.ignored), law, on) for value in splits[name](law, on)]
        if len({case.outcome for case in cases}) == 1 and not any(case.missing for case in cases):
            return replace(cases[0], also=told.also, reasons=merged(reason for case in cases for reason in case.reasons))
        missing = schema.ordered(frozenset({name}).union(*(case.missing for case in cases)))
        texts = wanting(missing)
        return replace(told, missing=missing, reasons=tuple(replace(one, text=texts[0], text_en=texts[1]) for one in told.reasons))

    return decide
