"""From what a person typed, or a form sent, to the value of a fact."""

from __future__ import annotations

import re
from datetime import date, datetime
from math import isfinite

from onetrip.rules.facts import BIRTH_DATE, Fact, FactType, Value
from onetrip.rules.problems import Problem
from onetrip.rules.text import Text
from onetrip.rules.wording import beside, figure

MOST_TYPED = 64
"""Characters an answer may have."""

_LARGEST = 10**12
_EARLIEST, _LATEST = date(1850, 1, 1), date(2199, 12, 31)

_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)}

_YES = frozenset({"true", "yes", "y", "1", "on", "是", "有", "对"})
_NO = frozenset({"false", "no", "n", "0", "off", "否", "没有", "不是", "不"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,6})?")
_DATE = re.compile(
    r"([0-9]{4})(?:([0-9]{2})([0-9]{2})|([-/.])([0-9]{1,2})\4([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?)"
)


def check_value(fact: Fact, raw: object, *, day: date | None = None) -> Value | Problem:
    """The value of `fact` that `raw` says, or what is wrong with it in words for the one who typed it.

    `raw` is a text in any usual way of writing, also in full-width characters, or a value of the fact's type already.
    With a `day`, what lies in the past, as a birth, may not lie after it. Anything else, of whatever kind or size, is a Problem.
    """
    if isinstance(raw, str):
        if len(raw) > MOST_TYPED:
            return _problem("太长了，请只填答案。", "This is too long. Please give the answer only.")
        raw = _plain(raw)
        if not raw:
            return _problem("还没有填。", "Nothing has been filled in yet.")
    match fact.type:
        case FactType.BOOL:
            return _yes_or_no(raw)
        case FactType.CHOICE:
            return _choice(fact, raw)
        case FactType.DATE:
            return _date(fact, raw, day)
        case FactType.INT | FactType.NUMBER:
            return _number(fact, raw)


def _plain(typed: str) -> str:
    """Full-width signs as the ordinary ones, and nothing blank in between. Other look-alikes, such as ², stay."""
    return re.sub(r"\s+", "", typed.translate(_FULL_WIDTH))


def _problem(zh: str, en: str) -> Problem:
    return Problem(None, zh, en)


def _yes_or_no(raw: object) -> Value | Problem:
    if isinstance(raw, bool):
        return raw
    word = raw.lower() if isinstance(raw, str) else None
    if word in _YES:
        return True
    if word in _NO:
        return False
    return _problem("请选“是”或“否”。", "Please choose yes or no.")


def _choice(fact: Fact, raw: object) -> Value | Problem:
    if isinstance(raw, str) and raw in fact.choices:
        return raw
    zh = "、".join(words.zh for words in fact.choices.values())
    en = ", ".join(words.en for words in fact.choices.values())
    return _problem(f"请从这些里面选：{zh}。", f"Please choose one of these: {en}.")


def _date(fact: Fact, raw: object, day: date | None) -> Value | Problem:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        found = raw
    else:
        read = _DATE.fullmatch(raw) if isinstance(raw, str) else None
        if read is None:
            return _problem("日期请写成 2024-09-01 这样。", "Please write a date like 2024-09-01.")
        year, month, of_month = (int(part) for part in read.groups() if part and part.isdecimal())
        try:
            found = date(year, month, of_month)
        except ValueError:
            return _problem("没有这一天，请再看一下。", "There is no such day. Please check it.")
    if not _EARLIEST <= found <= _LATEST:
        return _problem("这个年份不对，请再看一下。", "This year cannot be right. Please check it.")
    if (fact.past or fact.id == BIRTH_DATE) and day is not None and found > day:
        return _problem(f"{fact.label.zh}在今天以后，请再看一下。", "This day is in the future. Please check it.")
    return found


def _number(fact: Fact, raw: object) -> Value | Problem:
    read = _read_number(fact, raw) if isinstance(raw, str) else raw
    value = int(read) if isinstance(read, float) and isfinite(read) and read.is_integer() else read
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _not_a_number(fact)
    if isinstance(value, float) and (fact.type is FactType.INT or not isfinite(value)):
        return _not_a_number(fact)
    least = fact.least if fact.least is not None else -_LARGEST
    most = fact.most if fact.most is not None else _LARGEST
    return value if least <= value <= most else _out_of_bounds(fact)


def _read_number(fact: Fact, typed: str) -> int | float | None:
    """A number as people write it: with its unit behind it, with commas between the thousands."""
    for unit in (fact.unit.zh, fact.unit.en) if fact.unit else ():
        typed = typed.removesuffix(_plain(unit))
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    if not _NUMBER.fullmatch(typed):
        return None
    return float(typed) if "." in typed else int(typed)


def _not_a_number(fact: Fact) -> Problem:
    if fact.type is FactType.INT:
        return _problem("请填整数，例如 3。", "Please give a whole number, such as 3.")
    return _problem("请填数字，例如 1500。", "Please give a number, such as 1500.")


def _out_of_bounds(fact: Fact) -> Problem:
    least = figure(fact.least, fact.unit) if fact.least is not None else None
    most = figure(fact.most, fact.unit) if fact.most is not None else None
    if least and most:
        bounds = Text(zh=beside("在", least.zh, "到", most.zh, "之间"), en=f"between {least.en} and {most.en}")
    elif least:
        bounds = Text(zh=beside("不少于", least.zh), en=f"at least {least.en}")
    elif most:
        bounds = Text(zh=beside("不超过", most.zh), en=f"at most {most.en}")
    else:
        return _problem("数太大了，请再看一下。", "This number is too large. Please check it.")
    return _problem(f"{fact.label.zh}要{bounds.zh}，请再看一下。", f"This must be {bounds.en}. Please check it.")
