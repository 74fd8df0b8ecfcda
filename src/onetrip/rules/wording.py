"""Numbers, days and lists in the two languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from onetrip.rules.facts import Fact
from onetrip.rules.text import Text

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")

_LONGEST_WORD = 3
"""Chinese characters that still read as one word in a sentence: 上海, 外省市."""

_INNER_BRACKETS = str.maketrans("（）()〔〕[]【】{}", "〔〕[]【】{}〈〉‹›")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_LISTING = ("，", "、", "；", ",", ";", " or ", "或")
"""What in the words of a choice could be taken for the end of it in a list."""


def figure(value: int | float, unit: Text | None = None) -> Text:
    """A number with its unit: 1,595 元, 1,595 yuan."""
    digits = f"{value:,}"
    if unit is None:
        return Text(zh=digits, en=digits)
    english = unit.en.removesuffix("s") if value == 1 else unit.en
    return Text(zh=f"{digits} {unit.zh}", en=f"{digits} {english}")


def in_words(day: date) -> Text:
    """A day as it is read aloud."""
    return Text(zh=f"{day.year} 年 {day.month} 月 {day.day} 日", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def beside(*parts: str) -> str:
    """Chinese text put together, with a space between a Chinese character and a digit or letter beside it."""
    return _SEAM.sub(" ", "".join(parts))


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th …"""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def listed(items: Sequence[Text], zh: str, en: str) -> Text:
    """Items as a list, with the given word before the last: 甲、乙或丙; a, b or c."""
    *others, last = items
    if not others:
        return last
    return Text(
        zh=beside("、".join(item.zh for item in others), zh, last.zh),
        en=f"{', '.join(item.en for item in others)} {en} {last.en}",
    )


def joined(clauses: Sequence[Text], zh: str, en: str) -> Text:
    """Clauses in a row, with the given word before the last: 甲，乙，并且丙; a, b, and c."""
    *others, last = clauses
    if not others:
        return last
    return Text(
        zh=f"{'，'.join(clause.zh for clause in others)}，{zh}{last.zh}",
        en=f"{', '.join(clause.en for clause in others)}, {en} {last.en}",
    )


def enumerated(items: Sequence[Text]) -> Text:
    """Items in a row, kept apart also when one of them has a comma in it."""
    plain = not any(mark in item.zh + item.en for item in items for mark in "、，,")
    between = Text(zh="、", en=", ") if plain else Text(zh="；", en="; ")
    return Text(zh=between.zh.join(item.zh for item in items), en=between.en.join(item.en for item in items))


def bracketed(text: Text) -> Text:
    """The text in brackets; brackets that it holds already become another kind, so that they do not nest: （甲〔乙【丙】〕）."""
    inner = Text(zh=text.zh.translate(_INNER_BRACKETS), en=text.en.translate(_INNER_BRACKETS))
    return Text(zh=f"（{inner.zh}）", en=f"({inner.en})")


def quoted(text: Text) -> Text:
    """The text in quotes; quotes that it holds already become single ones."""
    inner = Text(zh=text.zh.translate(_INNER_QUOTES), en=text.en.translate(_INNER_QUOTES))
    return Text(zh=f"“{inner.zh}”", en=f"“{inner.en}”")


def are_words(fact: Fact, choices: Sequence[str]) -> bool:
    """Whether each of these choices is a single word, so that the sentence reads on: 户籍是上海."""
    return "none" not in choices and all(len(fact.choices[choice].zh) <= _LONGEST_WORD for choice in choices)


def choices_in_words(fact: Fact, choices: Sequence[str], *, denied: bool = False) -> list[Text]:
    """The words for choices of a fact, in quotes unless each is a single word that is not denied."""
    words = [fact.choices[choice] for choice in choices]
    return words if not denied and are_words(fact, choices) else [quoted(text) for text in words]


def choices_in_a_list(fact: Fact, choices: Sequence[str]) -> list[Text]:
    """The words for choices of a fact that stand in a line of their own: in quotes only where their ends would be lost."""
    words = [fact.choices[choice] for choice in choices]
    lost = any(mark in text.zh or mark in text.en for text in words for mark in _LISTING)
    return [quoted(text) for text in words] if lost and len(words) > 1 else words


def as_sentence_end(text: Text) -> Text:
    """The text with a capital letter and a full stop."""
    return Text(zh=f"{text.zh}。", en=f"{text.en[:1].upper()}{text.en[1:]}.")
