"""How much of the work serves itself: the share of acceptances, by matter, by hour, and where runs are given up.

Read from the events and the cases; nothing is written. A run that only took up an earlier one is no run of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from onetrip.centres.models import Centre
from onetrip.kiosk.errands.steps import NAMES, Step
from onetrip.rules import Text

GOAL = 1 / 3
"""The goal of the hall: a third of all acceptances."""

FEW = 20
"""Under so many acceptances no share is given: one more or less would change it too much."""

PERIODS = {"7": Text("七天", "seven days"), "30": Text("三十天", "thirty days"), "365": Text("一年", "a year")}

_EVENTS = """
SELECT verb, data->>'matter', data->>'step', data->>'why', extract(hour FROM at AT TIME ZONE %(zone)s)::int, count(*)
FROM ledger_event
WHERE centre = %(centre)s AND at >= %(since)s AND at < %(until)s AND thing = 'errand'
  AND verb IN ('begin', 'submit', 'show-answer', 'give-up', 'print')
GROUP BY 1, 2, 3, 4, 5
"""

_ACCEPTED = """
SELECT visit.channel, cases.matter, count(*)
FROM cases_case cases JOIN lobby_visit visit ON visit.id = cases.visit_id
WHERE cases.receiving_centre_id = %(centre)s AND cases.accepted_at >= %(since)s AND cases.accepted_at < %(until)s
  AND cases.state <> 'withdrawn'
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class OfMatter:
    """One matter: runs begun, finished, and cases accepted at kiosk and in all."""

    matter: str
    begun: int
    finished: int
    accepted: int
    accepted_in_all: int


@dataclass(frozen=True)
class Left:
    """How many runs were given up at a step."""

    name: Text
    count: int


@dataclass(frozen=True)
class Figures:
    """The self-service of a centre in a span of days."""

    first: date
    last: date
    accepted: int
    accepted_in_all: int
    begun: int
    finished: int
    printed: int
    answered: int
    hours: tuple[int, ...]
    matters: tuple[OfMatter, ...]
    left: tuple[Left, ...]

    @property
    def share(self) -> float | None:
        """Of all acceptances, those from a kiosk; None where there are too few to say."""
        return None if self.accepted_in_all < FEW else self.accepted / self.accepted_in_all

    @property
    def given_up(self) -> int:
        """Runs that were begun and given up."""
        return sum(one.count for one in self.left)

    @property
    def at_night(self) -> int:
        """Runs begun from eight in the evening until eight in the morning."""
        return sum(self.hours[20:]) + sum(self.hours[:8])


def figures(centre: Centre, days: int, now: datetime) -> Figures:
    """The figures of the last `days` days, today among them; two statements."""
    last = centre.day_of(now)
    first = last - timedelta(days=days - 1)
    span: dict[str, str | datetime] = {
        "centre": centre.pk,
        "zone": centre.time_zone,
        "since": datetime.combine(first, time.min, tzinfo=centre.zone),
        "until": datetime.combine(last + timedelta(days=1), time.min, tzinfo=centre.zone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, span)
        events = cursor.fetchall()
        cursor.execute(_ACCEPTED, span)
        accepted = cursor.fetchall()
    return counted(events, accepted, first, last)


def counted(events: Iterable[tuple[Any, ...]], accepted: Iterable[tuple[Any, ...]], first: date, last: date) -> Figures:
    """The figures from rows as the two statements give them. Pure."""
    verbs, left = Counter[str](), Counter[str]()
    begun, finished = Counter[str](), Counter[str]()
    hours = [0] * 24
    for verb, matter, step, why, hour, count in events:
        if verb == "give-up" and why == "took-up-earlier":
            begun[matter] -= count
            hours[hour] -= count
            verbs["begin"] -= count
            continue
        verbs[verb] += count
        if verb == "begin":
            begun[matter] += count
            hours[hour] += count
        elif verb in ("submit", "show-answer"):
            finished[matter] += count
        elif verb == "give-up":
            left[step or Step.WHO.value] += count
    kiosk, every = Counter[str](), Counter[str]()
    for channel, matter, count in accepted:
        every[matter] += count
        if channel == "kiosk":
            kiosk[matter] += count
    return Figures(
        first=first,
        last=last,
        accepted=kiosk.total(),
        accepted_in_all=every.total(),
        begun=verbs["begin"],
        finished=finished.total(),
        printed=verbs["print"],
        answered=verbs["show-answer"],
        hours=tuple(max(0, hour) for hour in hours),
        matters=_of_matters(begun, finished, kiosk, every),
        left=tuple(Left(NAMES[Step(step)], count) for step, count in left.most_common() if step in set(Step)),
    )


def _of_matters(
    begun: Mapping[str, int], finished: Mapping[str, int], kiosk: Mapping[str, int], every: Mapping[str, int]
) -> tuple[OfMatter, ...]:
    used = {matter for matter, count in begun.items() if count > 0} | set(kiosk)
    found = (
        OfMatter(matter, begun.get(matter, 0), finished.get(matter, 0), kiosk.get(matter, 0), every.get(matter, 0))
        for matter in used
    )
    return tuple(sorted(found, key=lambda one: (-one.begun, one.matter)))
