"""The headings of import files, in Chinese and as the real-name data standard names them."""

from __future__ import annotations

ATTENDANCE = {
    "id_card_number": ("证件号码", "身份证号", "身份证号码", "idcardnumber"),
    "at": ("时间", "打卡时间", "at", "date"),
    "at_beijing": ("时间（北京时间）", "时间(北京时间)", "打卡时间（北京时间）", "at_beijing"),
    "direction": ("方向", "进出方向", "direction"),
    "attend_type": ("打卡方式", "考勤方式", "attendtype", "attend_type"),
}
REGISTER = {
    "worker_name": ("姓名", "workername"),
    "id_card_type": ("证件类型", "idcardtype"),
    "id_card_number": ("证件号码", "身份证号", "身份证号码", "idcardnumber"),
    "cell_phone": ("手机号码", "手机号", "cellphone"),
    "pay_roll_bank_card_number": ("工资卡号", "payrollbankcardnumber"),
    "corp_code": ("用人单位", "单位统一社会信用代码", "corpcode"),
    "work_type": ("工种", "worktype"),
    "team_name": ("班组", "班组名称", "teamname"),
    "contract_signed_on": ("合同签订日期", "contract_signed_on"),
    "work_hours": ("工作时间", "work_hours"),
    "work_content": ("工作内容", "work_content"),
    "unit": ("计酬方式", "unit"),
    "unit_price_yuan": ("单价（元）", "单价(元)", "unit_price_yuan"),
    "pay_method": ("支付方式", "pay_method"),
    "standard_text": ("示范文本", "standard_text"),
}
#: Columns of numbers and dates, in which full-width digits mean the usual ones.
NUMBERS = frozenset(
    {
        *("id_card_number", "cell_phone", "pay_roll_bank_card_number", "corp_code", "unit_price_yuan"),
        *("at", "at_beijing", "contract_signed_on"),
    }
)
#: Groups of headings of which a file needs at least one each.
NEEDED = {
    "attendance": (("id_card_number",), ("at", "at_beijing"), ("direction",), ("attend_type",)),
    "register": (("worker_name",), ("id_card_number",)),
}
BY_KIND = {"attendance": ATTENDANCE, "register": REGISTER}


def names_of(kind: str, heading: list[str]) -> list[str | None]:
    """Return the column names of a heading line, None for a column that nobody reads; each name counts once, its first column wins."""
    known = {word: name for name, words in BY_KIND[kind].items() for word in (name, *words)}
    found: list[str | None] = []
    for text in heading:
        name = known.get(text.strip().lower().replace(" ", ""))
        found.append(name if name not in found else None)
    return found


def missing_of(kind: str, names: list[str | None]) -> list[str]:
    """Return the Chinese headings that a file lacks."""
    return [BY_KIND[kind][group[0]][0] for group in NEEDED[kind] if not set(group) & set(names)]
