"""Who could sit there? The people of a day matched to a plan of windows that somebody else has made, proved best by HiGHS.

Nothing is written: a proposal for one day, beside whatever roster is published for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from onetrip.duty.models import Assignment, ShiftPattern
from onetrip.duty.problems import Built, build
from onetrip.rules import Text
from onetrip.simulation.roster import Need, Person, Problem, Proposal, propose
from onetrip.staff.models import Account

SECONDS = 5.0
"""A day of 26 people is proved in a small part of a second; beyond this the best found is told with its gap."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's day in the proposal. `lunch`: from when until when, None without one. `is_rostered`: the published
    roster has them on as well."""

    account_id: int
    name: Text
    post: str
    shift: Text
    begins: time
    ends: time
    lunch: tuple[time, time] | None
    is_rostered: bool


@dataclass(frozen=True)
class Matched:
    """A plan of windows with people: `wanted` and `there` at windows by half hour from midnight. `is_proved`: nobody could
    be placed better; else `gap` is the share of its points that might be saved. `others`: people at other posts missing,
    in half hours. `spare`: who could come and is not needed."""

    seats: tuple[Seat, ...]
    wanted: Mapping[int, int]
    there: Mapping[int, int]
    is_proved: bool
    gap: float
    others: int
    spare: tuple[Text, ...]

    @property
    def missing(self) -> dict[int, int]:
        """Windows of the plan that stay empty, by half hour; none where it is all covered."""
        gaps = {half: count - self.there.get(half, 0) for half, count in self.wanted.items()}
        return {half: gap for half, gap in gaps.items() if gap > 0}


def match(centre: str, day: date, windows: Mapping[int, int], now: datetime) -> Matched:
    """The people of `day` at so many `windows` by half hour from midnight; leave, contract, qualifications, wishes, rest
    and days in a row count as for any roster, and nobody works more days of that week than the rules allow."""
    built = build(centre, day, day, now, draft=None, out=None)
    problem = _with(built, day, windows, centre)
    proposal = propose(problem, time_limit=SECONDS)
    published = set(_published(centre, day, day).values_list("account_id", flat=True))
    return _matched(built, problem, proposal, day, windows, published)


def _with(built: Built, day: date, windows: Mapping[int, int], centre: str) -> Problem:
    """The problem of the day with the plan's windows in place of those that the forecast asks for."""
    others = [need for need in built.problem.needs if need.post != "window" or need.skill]
    needed = [Need(day, "window", dict(windows), spare=0, most=max(windows.values(), default=0))]
    people = tuple(_within_the_week(built, centre, day))
    return replace(built.problem, needs=(*needed, *others), people=people)


def _within_the_week(built: Built, centre: str, day: date) -> list[Person]:
    """Whoever works as many other days of that week as may be worked has this day off."""
    monday = day - timedelta(days=day.weekday())
    rows = _published(centre, monday, monday + timedelta(days=6)).exclude(day=day)
    worked = Counter(rows.values_list("account_id", flat=True))
    most = built.problem.rules.most_of_week(day)
    return [replace(one, away=one.away | {day}) if worked[one.key] >= most else one for one in built.problem.people]


def _published(centre: str, first: date, last: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        centre_id=centre, day__gte=first, day__lte=last, counts=True, pattern__isnull=False
    )


def _matched(
    built: Built, problem: Problem, proposal: Proposal, day: date, windows: Mapping[int, int], published: set[int]
) -> Matched:
    names = _names([one.key for one in problem.people])
    seats = [
        _seat(key, names[key], place.post, built.patterns[place.pattern], is_rostered=key in published)
        for (key, _), place in proposal.roster.items()
    ]
    seats.sort(key=lambda each: (each.post != "window", each.post, each.begins, each.name.zh, each.account_id))
    at_windows = next(one for one in proposal.judged.cover if one.need.post == "window" and not one.need.skill)
    others = sum(sum(one.missing.values()) for one in proposal.judged.cover if one.need.post != "window")
    placed = {each.account_id for each in seats}
    free = [
        one.key for one in problem.people if "window" in one.posts and day not in one.away and one.key not in placed
    ]
    return Matched(
        tuple(seats),
        dict(windows),
        dict(at_windows.there),
        proposal.gap == 0.0,
        proposal.gap,
        others,
        tuple(names[key] for key in free),
    )


def _seat(account: int, name: Text, post: str, shift: ShiftPattern, *, is_rostered: bool) -> Seat:
    lunch = (shift.lunch_from, shift.lunch_until) if shift.lunch_from and shift.lunch_until else None
    return Seat(account, name, post, shift.name, shift.begins, shift.ends, lunch, is_rostered)


def _names(accounts: Sequence[int]) -> dict[int, Text]:
    rows = Account.objects.filter(pk__in=accounts)
    return {one.pk: Text(one.name, one.name_en or one.name) for one in rows}
