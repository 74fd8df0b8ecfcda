"""How files write a moment: days and clocks in many hands, and on whose wall they are told. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise

ORDERS = ("DMY", "MDY", "YMD")
"""Orders in which day, month and a year may stand where nothing but figures says which is which."""

YEARS = range(1990, 2100)
"""Years that a file of queues is taken to be from."""

_EPOCH = {10: 1, 13: 10**3, 16: 10**6, 19: 10**9}
_SERIAL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 -- the clock on the wall
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan sty ene", "feb fev lut", "mar maerz mrz", "apr avr kwi abr", "may mai maj", "jun juin cze", "jul juil lip",
            "aug aou sie ago", "sep wrz", "oct okt paz out", "nov lis", "dec dez gru dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-./_年]\s*(\d{1,2})\s*[-./_月]\s*(\d{1,2})(?:日|号)?(?!\d)")
_SOLID = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?!\d{7})")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d\d)\.?(?!\d)")
_DAY_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[-. /]*([a-z]{3,})\.?[-., /]+(\d{4}|\d\d)(?![\d:])")
_NAMED_DAY = re.compile(r"([a-z]{3,})\.?[-. /]+(\d{1,2})(?:st|nd|rd|th)?,?[-. /]+(\d{4})(?![\d:])")
_NAMED_LAST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})\s+(.*\d:\d\d.*?)\s+(\d{4})$")
_WEEKDAY = re.compile(r"^\s*\(?(?:(?:周|星期)[一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?")
_CLOCK = re.compile(
    r"(?P<before>上午|下午|晚上|中午|早上|凌晨|am|pm)?\s*"
    r"(?:(?P<hour>\d{1,2})\s*[:.h时点]\s*(?P<minute>\d\d)(?:\s*[:.m分]\s*(?P<second>\d\d)(?:[.,]\d+)?)?\s*[分秒]?"
    r"|(?P<solid>\d{4}(?:\d\d)?)(?:[.,]\d+)?|(?P<alone>\d{1,2})(?=\s*(?:[ap]\.?m|[点时h])))\s*[点时h]?\s*"
    r"(?P<after>[ap]\.?m\b\.?)?\s*(?P<zone>.*)"
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d\d)?(?:\s*[(\[]?[a-z /_]*[)\]]?)?")
_WORD = re.compile(r"\(?\[?[a-z/_ ]+\]?\)?")
_EVENING = ("下午", "晚上", "pm", "p.m")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one cell says: a `day`, a `clock` since midnight, or both; `zone` None: the clock on the wall."""

    day: date | None
    clock: timedelta | None
    zone: tzinfo | None = None

    def joined(self, other: Stamp) -> Stamp:
        """A day of one cell with the clock of another."""
        return Stamp(
            self.day or other.day, self.clock if self.clock is not None else other.clock, self.zone or other.zone
        )

    def on_the_wall(self, zone: tzinfo | None) -> datetime | None:
        """The moment on the wall of `zone` (without one: as it is written); None where day or clock is missing."""
        if self.day is None or self.clock is None:
            return None
        moment = datetime(self.day.year, self.day.month, self.day.day) + self.clock  # noqa: DTZ001 -- as written
        if self.zone is not None and zone is not None:
            moment = moment.replace(tzinfo=self.zone).astimezone(zone)
        return moment.replace(tzinfo=None)


@lru_cache(maxsize=1 << 16)
def stamp_of(text: str, order: str = "DMY") -> Stamp | None:
    """What a cell says of a moment; None when it says none. `order`: of day, month and year in figures alone."""
    text = unicodedata.normalize("NFKC", text).strip().casefold()
    if re.fullmatch(r"\d{10}(\d{3}){0,3}(\.\d+)?|\d{5}(\.\d+)?", text):
        return _counted(text)
    text = _plain(text)
    if named := _NAMED_LAST.search(text):  # Mon Mar  2 09:00:00 2026
        text = f"{named[1]} {named[2]} {named[4]} {named[3]}"
    day, rest = _day_in(text, order)
    rest = re.sub(r"^[\s,;_t-]+(?=[\d上下中早凌晚ap])|^[\s,;_]+", "", _WEEKDAY.sub("", rest))
    if not rest:
        return Stamp(day, None) if day else None
    clock = _clock_in(rest)
    if clock is None:
        return None
    since_midnight, zone = clock
    return Stamp(day, since_midnight, zone)


def _plain(text: str) -> str:
    """Without accents, so that names of months are compared as they sound."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _counted(text: str) -> Stamp | None:
    """Seconds since 1970 (or thousandths, millionths, …), or the days since 1900 of a spreadsheet."""
    whole = text.partition(".")[0]
    if len(whole) == 5:
        moment = _SERIAL_BEGINS + timedelta(seconds=round(float(text) * 86400))
        written, zone = moment, None
    else:
        written, zone = datetime.fromtimestamp(float(text) / _EPOCH[len(whole)], UTC), UTC
    if written.year not in YEARS:
        return None
    clock = timedelta(hours=written.hour, minutes=written.minute, seconds=written.second)
    return Stamp(written.date(), clock, zone)


def _day_in(text: str, order: str) -> tuple[date | None, str]:
    """The day in a text, and the text without it."""
    for pattern, places in (
        (_YEAR_FIRST, "YMD"),
        (_SOLID, "YMD"),
        (_DAY_NAMED, "DMY"),
        (_NAMED_DAY, "MDY"),
        (_FIGURES, order),
    ):
        if match := pattern.search(text):
            day = _day_of(match.groups(), places)
            if day is not None:
                before = text[: match.start()].strip(" ,.")
                return day, text[match.end() :] if not before or before.isalpha() else f"{before} {text[match.end() :]}"
    return None, text


def _day_of(parts: Sequence[str | None], order: str) -> date | None:
    said = dict(zip(order, parts, strict=True))
    year, month, day = (str(said[part]) for part in "YMD")
    if not month.isdigit():
        month = str(next((_MONTHS[month[:size]] for size in (5, 4, 3) if month[:size] in _MONTHS), 0))
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _clock_in(text: str) -> tuple[timedelta, tzinfo | None] | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    solid = match["solid"] or ""
    hour = int(match["hour"] or match["alone"] or solid[:2])
    minute, second = int(match["minute"] or solid[2:4] or 0), int(match["second"] or solid[4:6] or 0)
    half = match["before"] or match["after"] or ""
    if half.startswith(_EVENING) and hour < 12:
        hour += 12
    elif half and not half.startswith((*_EVENING, "中午")) and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    known, zone = _zone_of(match["zone"].strip())
    return (timedelta(hours=hour, minutes=minute, seconds=min(second, 59)), zone) if known else None


def _zone_of(text: str) -> tuple[bool, tzinfo | None]:
    """Whether the rest of a clock can be meant as a zone, and which. Letters such as CET name the wall itself."""
    if not text:
        return True, None
    if text in ("z", "utc", "gmt", "(utc)", "(gmt)"):
        return True, UTC
    if offset := _OFFSET.fullmatch(text):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        if away < timedelta(hours=24):
            return True, timezone(away if offset[1] == "+" else -away)
    return _WORD.fullmatch(text) is not None, None


def is_in_figures(text: str) -> bool:
    """Whether a day in this cell is written in figures of which nothing says which is the month."""
    return _FIGURES.search(text) is not None


def is_in_halves(text: str) -> bool:
    """Whether a clock in this cell counts twice twelve hours, as those do who write the month first."""
    return re.search(r"\d\s*[ap]\.?m\b", text.casefold()) is not None


def order_of(texts: Iterable[str], *, in_halves: bool = False) -> str:
    """In which order days like 03/02/26 are written: the one in which all are days, and neighbouring rows lie closest.

    Where that does not tell, the day is first; the month where the day is told `in_halves`.
    """
    figures = [match.groups() for text in texts if (match := _FIGURES.search(text))]
    found: list[tuple[int, int, str]] = []
    for order in ("MDY", "DMY", "YMD") if in_halves else ORDERS:
        days = [_day_of(parts, order) for parts in figures if order != "YMD" or len(parts[2]) == 2]
        known = [day for day in days if day is not None]
        apart = sum(abs((after - before).days) for before, after in pairwise(known))
        found.append((len(figures) - len(known), apart, order))
    return min(found, key=lambda each: each[:2])[2]
