"""A visit in words: from which day, and why it is not made together with the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.planning import visit_words, words
from onetrip.planning.calendar import WorkingDays, ready_after
from onetrip.planning.plan import Place
from onetrip.planning.terms import Channel, Limit
from onetrip.planning.timetable import After, Moment, Stop, Task
from onetrip.planning.view import View
from onetrip.rules import Text


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one visit."""

    from_day: date | None
    certain: bool
    when: Text
    why: Text | None
    line: Text
    comes: bool
    today: date

    def how(self, also: Sequence[Channel], until: date | None) -> Text:
        """Where and what, with the other ways to do it and its last day."""
        more = [
            visit_words.also_by(also, comes=self.comes),
            visit_words.until(until, self.today) if until is not None else None,
        ]
        return words.joined([self.line, *(each for each in more if each is not None)])


@dataclass(frozen=True, slots=True)
class _Done:
    """When a matter is done; `dated`: its day can be told; `certain`: counted through years whose holidays are known."""

    at: Moment
    dated: bool
    certain: bool
    when: Text


class Telling:
    """Words for the visits of one plan. Not `tell_days`: where limits were counted, their length is told and no day."""

    def __init__(self, view: View, tasks: Mapping[str, Task], calendar: WorkingDays, *, tell_days: bool) -> None:
        self._view = view
        self._tasks = tasks
        self._calendar = calendar
        self._tell_days = tell_days
        self._done: dict[str, _Done] = {}

    def of(self, stop: Stop, ways: Mapping[Channel | None, Sequence[str]], place: Place, *, split: bool) -> Told:
        """What is said of this visit, in which `ways` do what, when those before it in time have been told of already."""
        before = [each for matter in stop.tasks for each in self._tasks[matter].after if each.first not in stop.tasks]
        waits = [each for each in before if not each.at_once]
        certain = all(self._is_certain(each) for each in before)
        dated = not stop.at.unknown and all(self._is_dated(each) for each in before)
        when = self._when(stop, before, certain=certain, dated=dated)
        told = Told(
            from_day=stop.at.day if dated else None,
            certain=certain,
            when=when,
            why=self._why(stop, waits, dated=dated, split=split),
            line=visit_words.visit(
                stop.who, {way: self._names(matters) for way, matters in ways.items()}, place, split=split
            ),
            comes=stop.costs_visit,
            today=self._view.day,
        )
        self._done |= dict.fromkeys(stop.tasks, _Done(stop.at, dated, certain, when))
        return told

    def _is_dated(self, each: After) -> bool:
        return self._done[each.first].dated and (each.at_once or self._tell_days)

    def _is_certain(self, each: After) -> bool:
        first = self._done[each.first]
        if not self._tell_days or each.at_once or each.takes is None:
            return first.certain
        return first.certain and ready_after(self._calendar, first.at.day, each.takes).certain

    def _when(self, stop: Stop, before: Sequence[After], *, certain: bool, dated: bool) -> Text:
        today = self._view.day
        if dated and stop.at.day == today:
            return visit_words.FROM_TODAY
        if dated:
            return visit_words.from_then(stop.at.day, today, certain=certain)
        undated = [each.first for each in before if not each.at_once and each.takes is None]
        limited = [each for each in before if each.takes is not None and not each.at_once]
        if stop.at.unknown and (undated or limited):
            not_before = words.on_day(stop.at.day, today) if self._tell_days and stop.at.day > today else None
            return visit_words.once_there(self._names(undated or [each.first for each in limited]), not_before)
        if limited:
            longest = max((each.takes for each in limited if each.takes is not None), key=_about_days)
            return visit_words.once_done(self._names(each.first for each in limited), longest)
        return self._done[before[-1].first].when

    def _why(self, stop: Stop, waits: Sequence[After], *, dated: bool, split: bool) -> Text | None:
        """Why this is not done with what comes before it; None for the first visit, unless it is the resident's own."""
        told: list[Text] = []
        today = self._view.day
        firsts = list(dict.fromkeys(each.first for each in waits))
        if firsts:
            thens = [m for m in stop.tasks if any(not each.at_once for each in self._tasks[m].after)]
            told.append(visit_words.result_first(self._names(firsts), self._names(thens), comes=stop.costs_visit))
            limit = waits[-1].takes
            if dated and limit is not None and self._done[waits[-1].first].at.day == today:
                told.append(visit_words.counted_from_today(self._view.book.terms(waits[-1].first).name, limit))
        awaited = [matter for matter in stop.tasks if self._tasks[matter].awaited]
        for day in sorted({self._tasks[matter].from_day for matter in awaited}):
            names = self._names(matter for matter in awaited if self._tasks[matter].from_day == day)
            told.append(visit_words.not_before(names, day, today))
        if split and stop.who == "resident" and stop.costs_visit:
            told.append(words.person_must_come(self._names(stop.tasks)))
        return words.joined(told) if told else None

    def _names(self, matters: Iterable[str]) -> list[Text]:
        return [self._view.book.terms(matter).name for matter in matters]


def _about_days(limit: Limit) -> float:
    """A limit in calendar days, roughly: to tell which of two is the longer."""
    return limit.days * (7 / 5 if limit.unit == "working_days" else 1)
