"""The posted sheet as PDF: names masked, amounts in full, and a code that leads a phone to the signed check address."""

from __future__ import annotations

import io
from typing import Any

import segno
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from services.kernel.money import capital_text, yuan_text

FONT = "STSong-Light"  # a font that every PDF reader brings along for Chinese, so none need be embedded
HEADS = ("序号", "姓名", "出勤天数", "应发（元）", "扣款（元）", "实发（元）", "签字")
QR_SIDE = 26 * mm


def write_posted_sheet(sheet: dict[str, Any], check_address: str) -> bytes:
    """Return the sheet that hangs on site.

    Args:
        sheet: `{title, month, lines, workers, due_fen, channels}` with masked names; money in fen.
        check_address: where a worker's phone finds the same figures.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    heading = ParagraphStyle("heading", fontName=FONT, fontSize=16, leading=22)
    body = ParagraphStyle("body", fontName=FONT, fontSize=9, leading=13)
    packed = io.BytesIO()
    document = SimpleDocTemplate(packed, pagesize=landscape(A4), title=sheet["title"], topMargin=14 * mm, bottomMargin=14 * mm)
    total = f"共 {sheet['workers']} 人，实发合计 {yuan_text(sheet['due_fen'])} 元（{capital_text(sheet['due_fen'])}）"
    words = [Paragraph(sheet["title"], heading), Paragraph(total, body), Paragraph("扫码核对本表；姓名已隐去部分。", body)]
    head = Table([[words, Image(_code(check_address), QR_SIDE, QR_SIDE)]], colWidths=[220 * mm, 32 * mm])
    rows = [HEADS, *(_row(line) for line in sheet["lines"])]
    table = Table(rows, repeatRows=1, colWidths=[16 * mm, 40 * mm, 28 * mm, 42 * mm, 42 * mm, 42 * mm, 40 * mm])
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, 9),
                ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
                ("ALIGN", (2, 0), (-2, -1), "RIGHT"),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ]
        )
    )
    document.build([head, Spacer(1, 4 * mm), table])
    return packed.getvalue()


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    amounts = (yuan_text(line[name]) for name in ("gross_fen", "deduct_fen", "due_fen"))
    return (str(line["line_no"]), line["name"], str(line["days"]), *amounts, "已签" if line["signed"] else "")


def _code(address: str) -> io.BytesIO:
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    return picture
