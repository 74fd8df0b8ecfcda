"""The words prints share, in one language: counts, days, lengths of time, numbers for reading aloud, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from onetrip.planning.terms import Limit
from onetrip.planning.words import MONTHS
from onetrip.prints.sheets import Language
from onetrip.rules import Text

_DIGITS = "零一二三四五六七八九"
_ENGLISH = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Voice:
    """One language. Called with both wordings, it gives the one to print."""

    language: Language

    def __call__(self, zh: str, en: str) -> str:
        """The wording in this language."""
        return en if self.language == "en" else zh

    def of(self, text: Text | None) -> str:
        """A text in this language; nothing for None."""
        return text.in_language(self.language) if text is not None else ""

    def count(self, number: int) -> str:
        """A count in a heading: 两, 十二; two, twelve. Digits from 100 in Chinese and from 13 in English."""
        if self.language == "en":
            return _ENGLISH[number] if 0 <= number < len(_ENGLISH) else str(number)
        return "两" if number == 2 else _numeral_zh(number)

    def day(self, on: date, *, seen_from: date | None = None) -> str:
        """A day in words; the year is left out where it is that of `seen_from`."""
        year = seen_from is None or on.year != seen_from.year
        if self.language == "en":
            return f"{on.day} {MONTHS[on.month - 1]}{f' {on.year}' if year else ''}"
        return f"{f'{on.year} 年 ' if year else ''}{on.month} 月 {on.day} 日"

    def moment(self, at: datetime) -> str:
        """A day and a time of day."""
        return f"{self.day(at.date())} {at.hour}:{at.minute:02}"

    def length(self, limit: Limit) -> str:
        """15 个工作日; 15 working days."""
        if limit.unit == "working_days":
            return self(f"{limit.days} 个工作日", f"{limit.days} working day{_s(limit.days)}")
        return self(f"{limit.days} 天", f"{limit.days} day{_s(limit.days)}")

    def originals(self, number: int) -> str:
        """The word that stands before a number of originals."""
        return self("原件", f"original{_s(number)}")

    def copies(self, number: int) -> str:
        """The word that stands before a number of copies."""
        return self("复印件", "copy" if number == 1 else "copies")

    def join(self, names: Iterable[str]) -> str:
        """Things one after another."""
        return self("、", ", ").join(names)

    def either(self, names: Iterable[str]) -> str:
        """Things of which one will do."""
        return self("、", " or ").join(names)

    def sentences(self, *texts: str) -> str:
        """Sentences one after another, each with its full stop; empty ones are left out."""
        stop, space = self("。", "."), self("", " ")
        return space.join(text if text[-1] in "。.！？!?；;：:" else text + stop for text in texts if text)


def spaced(number: str) -> str:
    """A number in groups for reading aloud: LF11240386 becomes LF 1124 0386.

    A single letter inside (LF-20261124-S0001) stays on one line with what it stands before.
    """
    plain = re.sub(r"[\s-]", "", number)
    grouped = " ".join(re.findall(r"[^\W\d_]+|\d{1,4}|[^\w]|_", plain))
    return re.sub(r"(?<= [A-Z]) ", "\u00a0", grouped)


def _numeral_zh(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _s(number: int) -> str:
    return "" if number == 1 else "s"
