"""Does the site have what real-name management needs? Channels and clocks by the kind of site (TL-2.1.2-3a, TL-2.1.2-3b, TL-2.1.2-3c)."""

from __future__ import annotations

from typing import Any

NO_DEVICE = "none"
NAMES = {"face": ("人脸识别", "face recognition"), "fixed_point": ("固定位置打卡", "a clock at a fixed place"), "card": ("刷卡", "cards")}


def unfit_reasons(*, closed: bool, channel: bool, device: str, accepted: tuple[str, ...], clauses: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return why the equipment does not fit, as `{text, text_en, clauses}`; nothing when it does.

    Args:
        closed: whether the site is or can be closed.
        channel: whether there is a real-name channel at the entrances.
        device: `face`, `fixed_point`, `card` or `none`.
        accepted: the means that the law accepts on such a site.
        clauses: what the accepted means rest on.
    """
    reasons = []
    if device == NO_DEVICE:
        reasons.append(
            {
                "text": "没有配备实名制考勤设施。",
                "text_en": "There is no equipment for real-name attendance.",
                "clauses": ["TL-2.1.2-3a", "CN724-28"],
            }
        )
    elif device not in accepted:
        zh = "、".join(NAMES[one][0] for one in accepted)
        en = " or ".join(NAMES[one][1] for one in accepted)
        site_zh, site_en = ("封闭管理的工地", "a closed site") if closed else ("不能封闭的工地", "a site that cannot be closed")
        reasons.append({"text": f"{site_zh}只认{zh}。", "text_en": f"On {site_en} only {en} counts.", "clauses": list(clauses)})
    if closed and not channel:
        reasons.append(
            {
                "text": "封闭工地的进出口没有实名制通道。",
                "text_en": "The closed site has no real-name channel at its entrances.",
                "clauses": ["TL-2.1.2-3b"],
            }
        )
    return reasons
