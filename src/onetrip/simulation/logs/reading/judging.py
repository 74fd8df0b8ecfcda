"""Raw visits are judged: what is there twice, contradicts itself or is missing is noted, mended or left away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.logs.reading.log import Fate, VisitTable
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.raw import DAY, NEVER, RawVisits, Seconds

_ROUNDING = 60.0
"""Seconds by which moments may seem reversed where one is written to the minute and one to the second."""

_LONGEST = 12 * 3600.0
_LONGEST_SERVICE = 90 * 60.0
"""What lies longer after the end of the one before was not all service: the clerk had nobody."""

_FAR = 5 * 366
_FEW = 50
_NIGHT = (22 * 60.0, 5 * 60.0)
_USUAL_SHARE = 0.6
_BUSY_HOUR = 5
_UNKNOWN = ("", "-", "--", "?", "unknown", "null", "none", "nan", "n/a", "其他", "不明", "未知")


def judged(raw: RawVisits, notes: Notes) -> VisitTable:
    """The table of a log's visits."""
    kept = _kept(raw, notes)
    day = np.array([raw.day[place] for place in kept], dtype=np.int64)
    arrived, called, ended = (
        np.array([column[place] for place in kept], dtype=np.float64) for column in (raw.arrived, raw.called, raw.ended)
    )
    fate = np.array([raw.fate[place] for place in kept], dtype=np.int64)
    resource, resources = _numbered([raw.resource[place] for place in kept])
    matter, matters = _numbered([raw.matter[place] for place in kept])
    called, ended = _in_order(arrived, called, ended, notes)
    called = _starts(day, arrived, called, ended, fate, resource, notes)
    guessed = np.isnan(arrived) & ~np.isnan(called)
    notes.note("no-arrival", int(guessed.sum()))
    arrived = np.where(guessed, called, arrived)
    notes.note("no-matter", int((matter < 0).sum()))
    days, place_of_day = np.unique(day, return_inverse=True)
    order = np.lexsort((np.nan_to_num(arrived, nan=np.inf), place_of_day))
    midnight = day * DAY
    table = VisitTable(
        days=[date.fromordinal(int(one)) for one in days],
        matters=matters,
        resources=resources,
        day=place_of_day.astype(np.int64)[order],
        arrived=((arrived - midnight) / 60)[order],
        called=((called - midnight) / 60)[order],
        ended=((ended - midnight) / 60)[order],
        came_unseen=guessed[order],
        matter=matter[order],
        resource=resource[order],
        fate=fate[order],
    )
    _look_for_holes(table, notes)
    return table


def _kept(raw: RawVisits, notes: Notes) -> list[int]:
    """Places of visits that have a day, are not far from all others, and are there for the first time.

    Without a number two people may well have come in one second: only what agrees in more than one moment is the same.
    """
    known = [day for day in raw.day if day > 0]
    middle = median(known) if known else 0
    seen: set[tuple[object, ...]] = set()
    kept = []
    for place, day in enumerate(raw.day):
        moments = (raw.arrived[place], raw.called[place], raw.ended[place])
        key = (
            raw.case[place],
            day,
            *(one if one == one else None for one in moments),
            raw.resource[place],
            raw.matter[place],
        )
        if day <= 0:
            notes.note("no-time")
        elif abs(day - middle) > _FAR:
            notes.note("far-away")
        elif key in seen and (raw.case[place] or sum(one == one for one in moments) > 1):
            notes.note("duplicate")
        else:
            seen.add(key)
            kept.append(place)
    return kept


def _numbered(words: list[str]) -> tuple[NDArray[np.int64], list[str]]:
    """Each word as its place among all different ones, -1 for those that say nothing."""
    known = sorted({word for word in words if word.lower() not in _UNKNOWN})
    places = {word: place for place, word in enumerate(known)}
    return np.array([places.get(word, -1) for word in words], dtype=np.int64), known


def _in_order(arrived: Seconds, called: Seconds, ended: Seconds, notes: Notes) -> tuple[Seconds, Seconds]:
    """Calls and ends that do not come before what they follow, nor half a day after it."""
    called, early_calls = _after(arrived, called)
    before = np.where(np.isnan(called), arrived, called)
    ended, early_ends = _after(before, ended)
    ended = np.where(early_calls, NEVER, ended)
    notes.note("reversed", int((early_calls | early_ends).sum()))
    late_calls, late_ends = called - arrived > _LONGEST, ended - before > _LONGEST
    notes.note("over-night", int((late_calls | late_ends).sum()))
    return np.where(late_calls, NEVER, called), np.where(late_ends | late_calls, NEVER, ended)


def _after(first: Seconds, then: Seconds) -> tuple[Seconds, NDArray[np.bool_]]:
    reversed_ = first - then > _ROUNDING
    return np.where(reversed_, NEVER, np.fmax(then, np.where(np.isnan(then), NEVER, first))), reversed_


def _starts(
    day: NDArray[np.int64],
    arrived: Seconds,
    called: Seconds,
    ended: Seconds,
    fate: NDArray[np.int64],
    resource: NDArray[np.int64],
    notes: Notes,
) -> Seconds:
    """Calls, and those that are missing from when the same clerk or window ended the one before."""
    lacking = (fate == Fate.SERVED) & np.isnan(called) & ~np.isnan(ended)
    found = _from_gaps(day, arrived, ended, resource, lacking) if lacking.any() else np.full(len(day), NEVER)
    notes.note("no-start", int((lacking & ~np.isnan(found)).sum()))
    notes.note("no-start-left", int((lacking & np.isnan(found)).sum()))
    return np.where(lacking, found, called)


def _from_gaps(
    day: NDArray[np.int64],
    arrived: Seconds,
    ended: Seconds,
    resource: NDArray[np.int64],
    lacking: NDArray[np.bool_],
) -> Seconds:
    found = np.full(len(day), NEVER)
    last: dict[tuple[int, int], float] = defaultdict(lambda: NEVER)
    for place in np.lexsort((ended, day)):
        if resource[place] < 0 or np.isnan(ended[place]):
            continue
        at = int(resource[place]), int(day[place])
        start = np.fmax(arrived[place], last[at])
        if lacking[place] and last[at] == last[at] and ended[place] - start <= _LONGEST_SERVICE:
            found[place] = start
        last[at] = float(ended[place])
    return found


def _look_for_holes(table: VisitTable, notes: Notes) -> None:
    notes.note("one-day", int(len(table.days) == 1))
    notes.note("few", len(table) if 0 < len(table) < _FEW else 0)
    for missing in _missing_days(table.days):
        notes.note("days-missing", named=missing.isoformat())
    hours = np.floor(table.arrived / 60)
    by_day: dict[int, Counter[int]] = defaultdict(Counter)
    for day, hour in zip(table.day.tolist(), hours.tolist(), strict=True):
        if hour == hour and 0 <= hour < 24:
            by_day[day][int(hour)] += 1
    for day in _days_with_gaps(by_day):
        notes.note("hours-missing", named=table.days[day].isoformat())
    known = table.arrived[~np.isnan(table.arrived)]
    at_night = int(((known >= _NIGHT[0]) | (known < _NIGHT[1])).sum())
    notes.note("night", at_night if at_night * 2 > len(known) else 0)


def _missing_days(days: Sequence[date]) -> list[date]:
    """Days between the first and the last without records, on weekdays that mostly have some."""
    there = set(days)
    if len(there) < 2 or (span := (max(there) - min(there)).days) > 4000:
        return []
    every = [min(there) + timedelta(days=ahead) for ahead in range(span + 1)]
    of_weekday, with_records = Counter(day.weekday() for day in every), Counter(day.weekday() for day in there)
    usual = {one for one in range(7) if with_records[one] >= 2 and with_records[one] > _USUAL_SHARE * of_weekday[one]}
    return [day for day in every if day not in there and day.weekday() in usual]


def _days_with_gaps(by_day: dict[int, Counter[int]]) -> list[int]:
    """Days that have nobody in two hours on end in which the usual day has many."""
    if len(by_day) < 3:
        return []
    usual = [median(counts[hour] for counts in by_day.values()) >= _BUSY_HOUR for hour in range(24)]
    return [
        day
        for day, counts in by_day.items()
        if any(usual[hour] and usual[hour + 1] and not counts[hour] and not counts[hour + 1] for hour in range(23))
    ]
