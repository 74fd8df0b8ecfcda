"""What a paper says of itself: whether its numbers hold, whether its dates agree, whether its term has ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from onetrip.reading import formats
from onetrip.reading.fields import Read
from onetrip.reading.kinds import Page
from onetrip.reading.looked import SURE, Finding
from onetrip.rules.text import Text

SOON = timedelta(days=30)
"""Before its end a paper is said to lapse soon. Ours (example value)."""


def inside(page: Page, read: Mapping[str, Read]) -> list[Finding]:
    """What does not fit within the paper: a number whose check fails, a birth date other than the one in the number."""
    findings = []
    for name, field in read.items():
        if name.endswith("id_number") and not formats.number_holds(field.value):
            findings.append(
                Finding(
                    "look",
                    "number-check",
                    Text(
                        "身份证号有一位看不准，请对着证件核一下。",
                        "A digit of the ID number is not certain; please compare it with the paper.",
                    ),
                    name,
                )
            )
        elif name.endswith("id_number") and field.repaired:
            findings.append(
                Finding(
                    "look",
                    "number-repaired",
                    Text(
                        "身份证号有一位是推出来的，请对着证件核一下。",
                        "One digit of the ID number was worked out; please compare it with the paper.",
                    ),
                    name,
                )
            )
        elif name == "card_number" and not formats.luhn_holds(field.value):
            findings.append(
                Finding(
                    "look",
                    "card-check",
                    Text(
                        "卡号有一位看不准，请对着卡核一下。",
                        "A digit of the card number is not certain; please compare it with the card.",
                    ),
                    name,
                )
            )
    number, born = read.get("id_number"), read.get("birth_date")
    if (
        page.kind != "infant-birth-certificate"
        and number is not None
        and born is not None
        and formats.number_holds(number.value)
    ):
        inside = formats.born_by(number.value)
        if inside is not None and inside.isoformat() != born.value:
            findings.append(
                Finding(
                    "look",
                    "birth-date-and-number",
                    Text(
                        "出生日期和身份证号里的对不上，请工作人员看一下。",
                        "The birth date and the one in the ID number do not agree; please have it looked at.",
                    ),
                    "birth_date",
                )
            )
    return findings


def lapsed(page: Page, read: Mapping[str, Read], day: date) -> list[Finding]:
    """Whether the term of the paper has ended on that day, or ends soon."""
    field = read.get("valid_until")
    last = _last_day(field.value) if field is not None else None
    if field is None or last is None:
        return []
    name = page.name
    if field.confidence < SURE and last < day:
        return [
            Finding(
                "look",
                "end-unsure",
                Text("有效期看不准，请工作人员对一下。", "The end of validity is not certain; please have it checked."),
                "valid_until",
            )
        ]
    if last < day:
        when = _how_long_ago(last, day)
        return [
            Finding(
                "wrong",
                "lapsed",
                Text(
                    f"这张{name.zh}{when.zh}到期了。{_RENEW[page.kind].zh}",
                    f"This {name.en} lapsed {when.en}. {_RENEW[page.kind].en}",
                ),
                "valid_until",
            )
        ]
    if last - day <= SOON:
        return [
            Finding(
                "look",
                "lapses-soon",
                Text(
                    f"这张{name.zh} {last.month} 月 {last.day} 日到期，今天还能用。",
                    f"This {name.en} lapses on {last.day} {last:%B}; today it is still valid.",
                ),
                "valid_until",
            )
        ]
    return []


_RENEW = {
    "id-card": Text("请先到派出所换领。", "Please renew it at the police station first."),
    "residence-permit": Text("先办签注，就能接着用。", "Have it endorsed and it holds again."),
    "bank-card": Text("请换一张没到期的。", "Please use one that is still valid."),
}


def _last_day(value: str) -> date | None:
    try:
        if len(value) == 7:  # a bank card holds to the end of its month
            year, month = int(value[:4]), int(value[5:])
            return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)
        return date.fromisoformat(value)
    except ValueError:
        return None


def _how_long_ago(last: date, day: date) -> Text:
    months = (day.year - last.year) * 12 + day.month - last.month
    if day - last == timedelta(days=1):
        return Text("昨天", "yesterday")
    if months == 0:
        return Text("这个月", "this month")
    if months == 1:
        return Text("上月", "last month")
    if months < 12:
        return Text(f" {months} 个月前", f"{months} months ago")
    return Text(f" {last.year} 年", f"in {last.year}")
