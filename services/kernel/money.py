"""Money is an integer number of fen (0.01 yuan). No floats, no Decimals: shares are exact integer arithmetic."""

from __future__ import annotations

import re

from services.kernel.errors import HuxinError

MAX_FEN = 10**18  # ten thousand million million yuan; beyond it a sum is surely a mistake
BASIS = 10_000  # basis points in the whole

_YUAN = re.compile(r"(?P<sign>-?)(?P<yuan>0|[1-9][0-9]{0,16})(?:\.(?P<fen>[0-9]{1,2}))?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_UNITS = ((10**8, "亿"), (10**4, "万"))


def fen(value: object, what: str = "amount") -> int:
    """Return the value if it is an amount in fen.

    Raises:
        HuxinError: code `bad_amount` when it is not a whole number of fen (booleans are none) or out of bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise HuxinError(
            "bad_amount",
            "The amount is not a whole number of fen",
            f"{what} is {value!r}",
            fix="give fen as an integer: 12.30 yuan is 1230",
        )
    if abs(value) > MAX_FEN:
        raise HuxinError("bad_amount", "The amount is out of bounds", f"{what} is beyond {MAX_FEN} fen", fix="give fen: 12.30 yuan is 1230")
    return value


def yuan_text(amount: int, *, separator: str = "") -> str:
    """Return an amount in fen as yuan with two decimals; a separator groups thousands: `123456` with `,` is `1,234.56`."""
    whole, rest = divmod(abs(fen(amount)), 100)
    digits = f"{whole:,}".replace(",", separator)
    return f"{'-' if amount < 0 else ''}{digits}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """Read yuan with at most two decimals (`1234.5`) and return fen.

    Raises:
        HuxinError: code `bad_amount` for anything else.
    """
    match = _YUAN.fullmatch(text)
    if match is None:
        raise HuxinError("bad_amount", "The amount cannot be read", f"{text!r} is not an amount in yuan", fix="write for example 1234.50")
    amount = int(match["yuan"]) * 100 + int((match["fen"] or "0").ljust(2, "0"))
    return fen(-amount if match["sign"] else amount)


def share_up(amount: int, basis_points: int) -> int:
    """Return a share of an amount in fen, a fraction of a fen rounded up, so that a duty to pay is never cut short.

    Raises:
        HuxinError: code `bad_amount` for a negative amount or share, whose rounding would favour the debtor.
    """
    if fen(amount) < 0 or fen(basis_points, "basis points") < 0:
        raise HuxinError("bad_amount", "A share needs amounts of at least 0", f"{basis_points} basis points of {amount} fen")
    return -(-amount * basis_points // BASIS)


def share_down(amount: int, basis_points: int) -> int:
    """Return a share of an amount in fen, a fraction of a fen cut off: for ceilings, such as what may be withheld.

    Raises:
        HuxinError: code `bad_amount` for a negative amount or share.
    """
    if fen(amount) < 0 or fen(basis_points, "basis points") < 0:
        raise HuxinError("bad_amount", "A share needs amounts of at least 0", f"{basis_points} basis points of {amount} fen")
    return amount * basis_points // BASIS


def capital_text(amount: int) -> str:
    """Return an amount in fen in capital Chinese numerals as documents need it: 1230 is 壹拾贰元叁角整."""
    whole, rest = divmod(abs(fen(amount)), 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_capital_whole(whole)}元" if whole or not rest else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif cents and whole:
        text += "零"
    text += f"{_DIGITS[cents]}分" if cents else "整"
    return f"负{text}" if amount < 0 else text


def _capital_whole(number: int) -> str:
    """Spell a whole number by its parts above 亿 and 万; one 零 stands for a run of zeros between digits."""
    for unit, name in _UNITS:
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return _capital_whole(high) + name + gap + (_capital_whole(low) if low else "")
    return _capital_group(number) if number else _DIGITS[0]


def _capital_group(group: int) -> str:
    """Spell 1 to 9999 without leading zeros."""
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return text
