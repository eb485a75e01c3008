"""Wage slips as PDF: each worker's own list of what was earned, taken off, due and paid, ready to be cut and handed over."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from services.escrow.adapters.sheets.pdf import FONT
from services.kernel.money import capital_text, yuan_text

HEADS = ("出勤天数", "应发（元）", "扣款（元）", "实发（元）", "已付（元）", "收款账户")
WIDTHS = tuple(width * mm for width in (22, 29, 25, 29, 29, 28))


def write_wage_slips(found: dict[str, Any]) -> bytes:
    """Return the slips of a payroll.

    Args:
        found: `{project_name, month, pay_on, slips}`; money in fen, of the account only its last four digits.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    heading = ParagraphStyle("heading", fontName=FONT, fontSize=13, leading=18)
    body = ParagraphStyle("body", fontName=FONT, fontSize=9, leading=13)
    packed = io.BytesIO()
    title = f"{found['project_name']} {found['month']} 工资清单"
    document = SimpleDocTemplate(packed, pagesize=A4, title=title, topMargin=14 * mm, bottomMargin=14 * mm)
    document.build([block for slip in found["slips"] for block in (_slip(found, slip, title, heading, body), Spacer(1, 8 * mm))])
    return packed.getvalue()


def _slip(found: dict[str, Any], slip: dict[str, Any], title: str, heading: ParagraphStyle, body: ParagraphStyle) -> KeepTogether:
    amounts = tuple(yuan_text(slip[name]) for name in ("gross_fen", "deduct_fen", "due_fen", "paid_fen"))
    table = Table([HEADS, (str(slip["days"]), *amounts, f"尾号 {slip['account']}")], colWidths=WIDTHS, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, 9),
                ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
                ("ALIGN", (0, 1), (-1, -1), "RIGHT"),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ]
        )
    )
    pay_on = f"　发薪日：{found['pay_on']}" if found["pay_on"] else ""
    return KeepTogether(
        [
            Paragraph(title, heading),
            Paragraph(f"姓名：{slip['name']}　用人单位：{slip['employer']}{pay_on}", body),
            Spacer(1, 2 * mm),
            table,
            Spacer(1, 1 * mm),
            Paragraph(f"实发大写：{capital_text(slip['due_fen'])}", body),
        ]
    )
