"""The sheet on paper, to sign: A4, the five dimensions with their formulas, and what signing means."""

from __future__ import annotations

from datetime import date

from onetrip.appraisal import showing
from onetrip.appraisal.model import Sheet
from onetrip.appraisal.queries import Shown
from onetrip.appraisal.wording import month_words
from onetrip.centres.models import Centre
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice
from onetrip.rules import Text


def sheet_print(shown: Shown, sheet: Sheet, centre: Centre, name: Text, language: Language) -> Print:
    """A sheet, set but not yet made into bytes. The same settled month gives the same paper."""
    voice = Voice(language)
    page, month = showing.page(shown, sheet), date.fromisoformat(shown.sheets.first)
    rows = [
        {
            "name": voice.of(row.name),
            "weight": f"{row.weight}%",
            "value": f"{row.value} {voice.of(row.unit)}",
            "band": row.band if row.scale.has_band else "—",
            "points": row.points,
            "formula": voice.of(row.formula),
        }
        for row in page.rows
    ]
    heading = voice("月度绩效表", "Monthly sheet")
    words = {
        "language": language,
        "brand": voice("一趟", "Onetrip"),
        "heading": heading,
        "code_says": "",
        "number": "",
        "title": f"{voice.of(name)}{voice('，', ', ')}{voice.of(month_words(month))}",
        "mark": voice("演示数据", "Demonstration data") if centre.is_demonstration else "",
        "centre": voice.of(Text(centre.name_zh, centre.name_en)),
        "state": _state(shown, voice),
        "facts": [
            [voice("在岗", "On duty"), voice(f"{page.days} 天", f"{page.days} days")],
            [voice("计件", "Cases counted"), page.cases],
            [voice("接待居民", "Residents served"), f"{sheet.served}"],
            [voice("一趟办完", "Done in one trip"), f"{sheet.one_trip}"],
        ],
        "heads": [
            voice("维度", "Dimension"),
            voice("权重", "Weight"),
            voice("您的数", "Yours"),
            voice("同事中间一半", "Middle half of colleagues"),
            voice("得分", "Points"),
        ],
        "rows": rows,
        "total_name": voice("总分", "Total"),
        "total": page.total,
        "why": voice.of(page.why),
        "bonus": voice(f"奖金 {page.bonus} 元", f"Bonus: {page.bonus} yuan") if page.bonus else "",
        "signs": [
            voice("本人签字", "Signature"),
            voice("日期", "Date"),
            voice("主任签字", "Director"),
            voice("日期", "Date"),
        ],
        "small": [
            voice(
                "签字表示看过，不表示同意。觉得不对，随时可以提，由没有定这张表的人书面答复。",
                "Signing means that it was seen, not that it is agreed to. You can object at any time; somebody who did not set "
                "the sheet answers in writing.",
            ),
            *([shown.frozen.digest] if shown.frozen else []),
        ],
    }
    return Print("appraisal", words, None, centre.day_of(shown.at))


def _state(shown: Shown, voice: Voice) -> str:
    parts = []
    if shown.frozen is None:
        parts.append(voice("还没定，数字会变", "Not settled: figures will change"))
    else:
        version = shown.frozen.version
        parts.append(voice(f"已定，第 {version} 版", f"Settled, version {version}"))
        if shown.frozen.reason:
            parts.append(voice("更正：", "corrected: ") + shown.frozen.reason)
    if shown.is_example:
        parts.append(voice("权重为示例", "example weights"))
    return voice("；", "; ").join(parts)
