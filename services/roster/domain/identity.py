"""Names, identity numbers, telephones and wage cards: whether they can be right, and how they look on a screen."""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from services.kernel.errors import HuxinError

RESIDENT = "01"  # the real-name data standard's code of the resident identity card
CARD_TYPES = (RESIDENT, "02", "03", "04", "05")
NAME_LIMIT = 60
FIRM_NAME_LIMIT = 200
_RESIDENT = re.compile(r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_OTHER = re.compile(r"[A-Z0-9]{6,20}")
_PHONE = re.compile(r"1\d{10}")
_BANK_CARD = re.compile(r"\d{15,19}")
_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")


def checked_name(text: str, *, limit: int = NAME_LIMIT) -> str:
    """Return a name of a person, or with another limit of a firm, without blanks around it.

    Raises:
        HuxinError: code `bad_name`.
    """
    name = text.strip()
    if not name or len(name) > limit or not name.isprintable():
        raise _bad("bad_name", "The name is missing or cannot be one", "姓名缺失或者无法识别")
    return name


def checked_id_number(text: str, card_type: str = RESIDENT) -> str:
    """Return an identity number in capitals; a resident's is checked by its check digit (GB 11643).

    Raises:
        HuxinError: code `bad_id_number`; the number itself is never repeated in an error.
    """
    number = text.strip().upper()
    if card_type not in CARD_TYPES:
        raise _bad("bad_id_number", f"the kind of identity card {card_type!r} is none of {', '.join(CARD_TYPES)}", "证件类型无法识别")
    fits = _RESIDENT.fullmatch(number) and mod_11_2.is_valid(number) if card_type == RESIDENT else _OTHER.fullmatch(number)
    if not fits:
        raise _bad("bad_id_number", "the identity number has a wrong length, date or check digit", "证件号码位数、日期或者校验位不对")
    return number


def checked_phone(text: str) -> str:
    """Return a mobile number of eleven digits, or an empty text for none.

    Raises:
        HuxinError: code `bad_phone`.
    """
    number = text.strip().removeprefix("+86").replace("-", "").replace(" ", "")
    if number and not _PHONE.fullmatch(number):
        raise _bad("bad_phone", "a mobile number has eleven digits and begins with 1", "手机号码应为十一位")
    return number


def checked_bank_card(text: str) -> str:
    """Return a wage card's number, or an empty text for none; its last digit is checked (ISO/IEC 7812).

    Raises:
        HuxinError: code `bad_bank_card`.
    """
    number = text.strip().replace(" ", "")
    if number and not (_BANK_CARD.fullmatch(number) and luhn.is_valid(number)):
        raise _bad("bad_bank_card", "the card number has a wrong length or check digit", "工资卡号位数或者校验位不对")
    return number


def checked_credit_code(text: str) -> str:
    """Return a firm's unified social credit code in capitals.

    Raises:
        HuxinError: code `bad_firm`.
    """
    code = text.strip().upper()
    if not _CREDIT_CODE.fullmatch(code):
        raise _bad("bad_firm", f"{code[:20]!r} is not 18 letters and digits", "统一社会信用代码应为十八位")
    return code


def masked(text: str, *, head: int, tail: int) -> str:
    """Return a text with everything but its first and last characters hidden; a short one is hidden wholly."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[-tail:] if tail else ''}"


def masked_name(name: str) -> str:
    """Return a name of which only the first character is shown."""
    return masked(name, head=1, tail=0) if len(name) > 1 else "*"


def _bad(code: str, detail: str, detail_zh: str) -> HuxinError:
    return HuxinError(code, "The entry cannot be right", detail, status=422, extra={"detail_zh": detail_zh})
