"""Texts from people as programs can use them: usual digits for those at full width, no control characters."""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def one_line(text: str) -> str:
    """Return somebody's words without control characters, which no database and no log line takes."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text).strip()


def plain(text: str) -> str:
    """Return a text with full-width characters as usual ones; for numbers and dates, never for names or free words."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)
