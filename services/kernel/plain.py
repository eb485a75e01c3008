"""Letters, digits and blanks that Chinese input methods write at full width, as the usual ones."""

from __future__ import annotations

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def plain(text: str) -> str:
    """Return a text with full-width characters as usual ones; for numbers and dates, never for names or free words."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)
