"""Short ways to declare facts, and the facts that every decision may be told."""

from __future__ import annotations

from services.kernel.facts import Fact

SECTORS = (
    "building",
    "municipal",
    "landscaping",
    "water",
    "transport",
    "agriculture",
    "education",
    "husbandry",
    "natural_resources",
    "health",
    "telecom",
    "railway",
    "power",
    "non_construction",
)


def yes_no(name: str, zh: str, en: str, *, nullable: bool = False) -> Fact:
    """Declare a fact that is true or false."""
    return Fact(name=name, kind="bool", meaning_zh=zh, meaning_en=en, nullable=nullable)


def money(name: str, zh: str, en: str, *, nullable: bool = False) -> Fact:
    """Declare an amount in fen, never negative."""
    return Fact(name=name, kind="int", meaning_zh=zh, meaning_en=en, unit="fen", minimum=0, nullable=nullable)


def number(name: str, unit: str, zh: str, en: str, *, nullable: bool = False) -> Fact:
    """Declare a whole number of a unit, never negative."""
    return Fact(name=name, kind="int", meaning_zh=zh, meaning_en=en, unit=unit, minimum=0, nullable=nullable)


def sums(name: str, zh: str, en: str) -> Fact:
    """Declare a list of amounts in fen, none of them negative."""
    return Fact(name=name, kind="ints", meaning_zh=zh, meaning_en=en, unit="fen", minimum=0)


def word(name: str, values: tuple[str, ...], zh: str, en: str, default: str = "", *, nullable: bool = False) -> Fact:  # noqa: PLR0913 - one argument a member of the fact
    """Declare one word out of several."""
    return Fact(name=name, kind="enum", meaning_zh=zh, meaning_en=en, values=values, default=default, nullable=nullable)


def text(name: str, zh: str, en: str) -> Fact:
    """Declare a text, or null for none."""
    return Fact(name=name, kind="text", meaning_zh=zh, meaning_en=en, nullable=True)


def day(name: str, zh: str, en: str, default: str = "") -> Fact:
    """Declare a day that is there."""
    return Fact(name=name, kind="date", meaning_zh=zh, meaning_en=en, default=default)


def day_or_none(name: str, zh: str, en: str) -> Fact:
    """Declare a day, or null where the event did not happen."""
    return Fact(name=name, kind="date", meaning_zh=zh, meaning_en=en, nullable=True)


def moment(name: str, zh: str, en: str, *, nullable: bool = False) -> Fact:
    """Declare a moment with its offset."""
    return Fact(name=name, kind="datetime", meaning_zh=zh, meaning_en=en, nullable=nullable)


valid_until = day_or_none

COMMON = (
    word("project_sector", SECTORS, "项目所属行业", "Sector the project belongs to"),
    money("investment_fen", "项目投资额（不是合同价）", "Total investment in the project, not the contract price"),
    day("construction_contract_signed_on", "施工合同签订日", "Day on which the construction contract was signed"),
    yes_no("toli_opt_in", "项目自愿适用托里草案", "The project chose to follow the Tuoli draft"),
)
