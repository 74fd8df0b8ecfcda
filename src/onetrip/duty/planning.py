"""What whoever plans sees: a roster as a table with its cover and its points, and what waits for an answer."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onetrip.centres.queries import settled
from onetrip.duty.attending import PersonDay, days_of
from onetrip.duty.house import house
from onetrip.duty.models import Assignment, Contract, Leave, Roster, RosterDay, ShiftPattern, Swap, Wish
from onetrip.duty.pictures import CoverPicture, cover_picture
from onetrip.duty.problems import Built, of_roster, places_of, span
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.simulation.roster import Broken, Judged, broken, judge
from onetrip.staff.models import Account

PARTS = {
    "short": Text("缺人", "People missing"),
    "thin": Text("人手偏紧", "Few to spare"),
    "crowded": Text("人比窗口多", "More people than windows"),
    "late": Text("晚班分得匀不匀", "Late shifts shared"),
    "weekend": Text("休息日分得匀不匀", "Days off worked, shared"),
    "wishes": Text("没满足的愿望", "Wishes not met"),
    "hours": Text("多于或少于合同工时", "Above or below contract"),
    "changes": Text("和已公布的不一样", "Unlike the one that is out"),
}
LOOK_BACK = 14
"""Days of attendance and overtime that still wait for somebody."""


@dataclass(frozen=True)
class Cell:
    """Somebody's day in the table: the shift and the post, or why not."""

    day: date
    shift: str
    post: str
    by_hand: bool
    is_away: bool
    is_late: bool


@dataclass(frozen=True)
class Row:
    """Somebody's line: cells by day, hours against the contract, late shifts, days off worked."""

    account: Account
    posts: tuple[str, ...]
    cells: tuple[Cell, ...]
    hours: float
    over: float
    late: int
    weekends: int


@dataclass(frozen=True)
class DayColumn:
    """A day: whether it is a day off, where its demand comes from, the picture of the windows, half hours missing at all posts."""

    day: date
    is_off: bool
    is_closed: bool
    is_example: bool
    picture: CoverPicture | None
    missing: int


@dataclass(frozen=True)
class Part:
    """Points of a part, beside those of the roster it is compared with."""

    name: Text
    points: int
    other: int | None


@dataclass(frozen=True)
class Sheet:
    """A roster as its page shows it."""

    roster: Roster
    days: tuple[DayColumn, ...]
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    points: int
    missing: int
    compared: Roster | None
    broken: tuple[tuple[str, Broken], ...]
    patterns: tuple[ShiftPattern, ...]
    seen: int
    concerned: int

    @property
    def is_example(self) -> bool:
        """Whether the demand of some day is the example's."""
        return any(each.is_example for each in self.days)


@dataclass(frozen=True)
class Waiting:
    """What waits for whoever plans: leave asked for, overtime earned, rostered days on which nobody was seen."""

    leave: tuple[tuple[Leave, Text, int], ...]
    overtime: tuple[tuple[PersonDay, Account], ...]
    unseen: tuple[tuple[PersonDay, Account], ...]


def roster_of(centre: str, roster_id: uuid.UUID) -> Roster:
    """A roster of the centre. Raises NotFound."""
    found = Roster.objects.filter(pk=roster_id, centre_id=centre).select_related("replaces").first()
    if found is None:
        raise NotFound("roster-unknown", "没有这张排班表。", "There is no such roster.")
    return found


def rosters(centre: str, most: int = 12) -> list[Roster]:
    """The last rosters that are drafts or were published, newest days first."""
    kept = Roster.objects.filter(centre_id=centre).exclude(state=Roster.State.DROPPED)
    return list(kept.order_by("-first", "-made_at")[:most])


def sheet(centre: str, roster_id: uuid.UUID, now: datetime) -> Sheet:
    """A roster with everything on its page, judged as it is now. Raises NotFound."""
    roster = roster_of(centre, roster_id)
    built = of_roster(roster, now)
    places = places_of(roster)
    judged = judge(built.problem, places)
    names = _accounts(built, roster)
    other = _compared(roster)
    return Sheet(
        roster,
        _columns(roster, built, judged),
        _rows(roster, built, judged, names),
        _parts(judged, other),
        judged.points,
        judged.missing,
        other,
        tuple((_name(names[one.key]), one) for one in broken(built.problem, places) if one.key in names),
        tuple(built.patterns.values()),
        roster.seen.count(),
        len({key for key, _ in places}),
    )


def day_pictures(centre: str, roster_id: uuid.UUID, day: date, now: datetime) -> list[tuple[Text, str, CoverPicture]]:
    """The cover of one day at every post, and of every skill that few have: name, skill, picture."""
    built = of_roster(roster_of(centre, roster_id), now)
    judged = judge(built.problem, places_of(roster_of(centre, roster_id)))
    posts, found = house().posts, []
    for one in judged.cover:
        if one.need.day != day:
            continue
        most = max((*one.need.people.values(), *one.there.values()), default=1)
        picture = cover_picture(one.need.people, one.there, most=most)
        if picture is not None:
            found.append((posts[one.need.post], one.need.skill, picture))
    return found


def waiting(centre: str, now: datetime) -> Waiting:
    """What waits for an answer; leave with how many others are away in the same days."""
    place = settled(centre).centre
    today = place.day_of(now)
    asked = Leave.objects.filter(centre_id=centre, state=Leave.State.ASKED).select_related("account").order_by("first")
    granted = list(Leave.objects.filter(centre_id=centre, state=Leave.State.GRANTED, last__gte=today))
    leave = tuple(
        (
            each,
            house().leave_kinds[each.kind],
            sum(one.first <= each.last and one.last >= each.first for one in granted),
        )
        for each in asked
    )
    days = days_of(centre, today - timedelta(days=LOOK_BACK), today - timedelta(days=1), now=now)
    accounts = Account.objects.in_bulk({each.account_id for each in days})
    return Waiting(
        leave,
        tuple((each, accounts[each.account_id]) for each in days if each.earned.minutes and each.decided is None),
        tuple((each, accounts[each.account_id]) for each in days if each.stay is None and not each.source),
    )


def people(centre: str, today: date) -> list[Contract]:
    """Everybody on the roster of the centre from today on, by name."""
    rows = Contract.objects.filter(centre_id=centre).select_related("account").order_by("account__name", "from_day")
    return [each for each in rows if each.until_day is None or each.until_day >= today]


def not_on_it(centre: str, today: date) -> list[Account]:
    """Who has a role here and is on no roster of this centre."""
    on_it = {each.account_id for each in people(centre, today)}
    holders = Account.objects.filter(grants__centre=centre, is_active=True).exclude(grants__role="device")
    return list(holders.exclude(pk__in=on_it).distinct().order_by("name", "username"))


def _accounts(built: Built, roster: Roster) -> dict[int, Account]:
    keys = {each.key for each in built.problem.people} | set(roster.assignments.values_list("account_id", flat=True))
    return Account.objects.in_bulk(keys)


def _name(account: Account) -> str:
    return account.name


def _columns(roster: Roster, built: Built, judged: Judged) -> tuple[DayColumn, ...]:
    missing = Counter[date]()
    windows: dict[date, tuple[Mapping[int, int], Mapping[int, int]]] = {}
    for one in judged.cover:
        if not one.need.skill:
            missing[one.need.day] += sum(one.missing.values())
        if one.need.post == "window" and not one.need.skill:
            windows[one.need.day] = one.need.people, one.there
    most = max((n for pair in windows.values() for each in pair for n in each.values()), default=1)
    basis = dict(RosterDay.objects.filter(roster=roster).values_list("day", "basis"))
    calendar = settled(roster.centre_id).calendar
    return tuple(
        DayColumn(
            day,
            not calendar.is_working_day(day),
            day not in built.problem.patterns,
            basis.get(day) == "example",
            cover_picture(*windows[day], most=most) if day in windows else None,
            missing[day],
        )
        for day in span(roster.first, roster.last)
    )


def _rows(roster: Roster, built: Built, judged: Judged, names: Mapping[int, Account]) -> tuple[Row, ...]:
    posts = house().posts
    rows = Assignment.objects.filter(roster=roster, is_freed=False).select_related("pattern")
    by_place = {(one.account_id, one.day): one for one in rows}
    found = []
    for person in built.problem.people:
        cells, minutes, late, weekends = [], 0, 0, 0
        for day in span(roster.first, roster.last):
            one = by_place.get((person.key, day))
            pattern = one.pattern if one else None
            cells.append(
                Cell(
                    day,
                    pattern.code if pattern else "",
                    one.post if one else "",
                    one.by_hand if one else False,
                    day in person.away,
                    pattern.is_late if pattern else False,
                )
            )
            if pattern is not None:
                minutes += pattern.minutes
                late += pattern.is_late
                weekends += day in built.problem.weekends
        over = judged.over.get(person.key, 0) / 2
        known = tuple(post for post in posts if post in person.posts)
        found.append(Row(names[person.key], known, tuple(cells), minutes / 60, over, late, weekends))
    return tuple(found)


def _compared(roster: Roster) -> Roster | None:
    """The roster it replaces, or the last one published before its days."""
    if roster.replaces is not None:
        return roster.replaces
    earlier = Roster.objects.filter(centre_id=roster.centre_id, state=Roster.State.PUBLISHED, last__lt=roster.first)
    return earlier.order_by("-last").first()


def _parts(judged: Judged, other: Roster | None) -> tuple[Part, ...]:
    theirs = other.told.get("parts", {}) if other is not None else None
    return tuple(
        Part(name, judged.parts.get(code, 0), None if theirs is None else int(theirs.get(code, 0)))
        for code, name in PARTS.items()
    )


def wishes_and_swaps(centre: str, roster: Roster) -> tuple[list[Wish], list[Swap]]:
    """The wishes for the days of a roster, and the swaps made in it."""
    wishes = Wish.objects.filter(
        centre_id=centre, day__gte=roster.first, day__lte=roster.last, withdrawn_at=None
    ).select_related("account")
    swaps = Swap.objects.filter(gives__roster=roster, state=Swap.State.AGREED)
    return list(wishes.order_by("day", "account__name")), list(
        swaps.select_related("offered_by", "answered_by").order_by("day")
    )
