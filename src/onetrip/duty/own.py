"""What somebody sees of their own duty: their days, what they asked for, swaps, breaks, overtime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from onetrip.centres.actions import PAUSES
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import settled
from onetrip.duty.attending import PersonDay, days_of
from onetrip.duty.house import house
from onetrip.duty.models import Assignment, Break, Contract, Leave, Roster, RosterSeen, Swap, Wish
from onetrip.duty.problems import of_roster, places_of, span
from onetrip.duty.queries import Rostered, rostered_between
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.simulation.roster import explain
from onetrip.staff.models import Account

DAYS = 14
OVERTIME_DAYS = 31
"""How far back overtime is shown."""


@dataclass(frozen=True)
class OwnDay:
    """A day of somebody's two weeks. `assignment` None: off, or no roster yet (`is_out` False)."""

    day: date
    assignment: Assignment | None
    post: Text | None
    is_closed: bool
    is_out: bool
    is_away: bool
    colleagues: tuple[Rostered, ...]


@dataclass(frozen=True)
class Own:
    """Everything on somebody's own page."""

    days: tuple[OwnDay, ...]
    unseen: tuple[Roster, ...]
    leave: tuple[tuple[Leave, Text], ...]
    wishes: tuple[Wish, ...]
    offered: tuple[Swap, ...]
    to_answer: tuple[Swap, ...]
    breaks: tuple[tuple[Text, datetime, datetime | None], ...]
    on_break: Break | None
    overtime: tuple[PersonDay, ...]
    colleagues: tuple[Contract, ...]
    is_on_roster: bool


def own(centre: str, account: Account, now: datetime) -> Own:
    """The page of `account` at the centre."""
    place = settled(centre).centre
    today = place.day_of(now)
    last = today + timedelta(days=DAYS - 1)
    contracts = Contract.objects.filter(Q(until_day=None) | Q(until_day__gte=today), centre_id=centre)
    colleagues = contracts.filter(account__is_active=True).exclude(account=account).select_related("account")
    leave = Leave.objects.filter(account=account, centre_id=centre, last__gte=today - timedelta(days=OVERTIME_DAYS))
    wishes = Wish.objects.filter(account=account, centre_id=centre, day__gte=today, withdrawn_at=None)
    return Own(
        days=_days(centre, account, today, last),
        unseen=tuple(_unseen(centre, account, today)),
        leave=tuple((each, house().leave_kinds[each.kind]) for each in leave.order_by("-first")),
        wishes=tuple(wishes.order_by("day")),
        offered=tuple(_swaps(centre).filter(offered_by=account, day__gte=today).exclude(state="withdrawn")),
        to_answer=tuple(_to_answer(centre, account, today)),
        breaks=_breaks(centre, account, now),
        on_break=Break.objects.filter(account=account, ended_at=None).first(),
        overtime=_overtime(centre, account, today, now),
        colleagues=tuple(colleagues.order_by("account__name", "account_id").distinct()),
        is_on_roster=contracts.filter(account=account).exists(),
    )


def why(centre: str, account: Account, day: date, now: datetime) -> tuple[Assignment, list[Text]]:
    """Why somebody works as they do on a day. Raises NotFound for a day on which they do not."""
    found = (
        Assignment.objects.filter(account=account, centre_id=centre, day=day, counts=True, pattern__isnull=False)
        .select_related("roster", "pattern")
        .first()
    )
    if found is None:
        raise NotFound("no-shift", "这天您没有班。", "You have no shift on that day.")
    problem = of_roster(found.roster, now).problem
    if account.pk not in problem.by_key:
        return found, []
    return found, explain(problem, places_of(found.roster), account.pk, day)


def shifts(centre: str, account: Account, first: date) -> list[Assignment]:
    """Somebody's published shifts from a day on, for a file of their own."""
    rows = Assignment.objects.filter(
        account=account, centre_id=centre, day__gte=first, counts=True, pattern__isnull=False
    )
    return list(rows.select_related("pattern").order_by("day"))


def _days(centre: str, account: Account, today: date, last: date) -> tuple[OwnDay, ...]:
    place, posts = settled(centre), house().posts
    mine = {
        one.day: one
        for one in Assignment.objects.filter(
            account=account, centre_id=centre, day__gte=today, day__lte=last, counts=True, pattern__isnull=False
        ).select_related("pattern")
    }
    on = rostered_between(centre, today, last)
    out = {
        day
        for roster in Roster.objects.filter(
            centre_id=centre, state=Roster.State.PUBLISHED, first__lte=last, last__gte=today
        )
        for day in span(roster.first, roster.last)
    }
    granted = Leave.objects.filter(account=account, state=Leave.State.GRANTED, first__lte=last, last__gte=today)
    away = {day for each in granted for day in span(each.first, each.last)}
    return tuple(
        OwnDay(
            day,
            mine.get(day),
            posts[mine[day].post] if day in mine else None,
            not hours_on(place.hours, place.calendar, day),
            day in out,
            day in away,
            tuple(each for each in on.get(day, []) if each.account_id != account.pk),
        )
        for day in span(today, last)
    )


def _unseen(centre: str, account: Account, today: date) -> list[Roster]:
    """Rosters that concern somebody and that they have not said they saw."""
    out = Roster.objects.filter(centre_id=centre, state=Roster.State.PUBLISHED, last__gte=today)
    theirs = out.filter(assignments__account=account).distinct()
    seen = RosterSeen.objects.filter(account=account).values("roster_id")
    return list(theirs.exclude(pk__in=seen).order_by("first"))


def _swaps(centre: str) -> QuerySet[Swap]:
    """The swaps of a centre, with all that a line about one says."""
    return (
        Swap.objects.filter(centre_id=centre)
        .select_related("offered_by", "to", "answered_by", "gives__pattern", "takes__pattern")
        .order_by("day", "offered_at")
    )


def _to_answer(centre: str, account: Account, today: date) -> list[Swap]:
    """Offers to somebody, and offers to whoever can at a post they can work at, for a day on which they are off."""
    posts = {post for each in Contract.objects.filter(account=account, centre_id=centre) for post in each.posts}
    works = set(
        Assignment.objects.filter(account=account, counts=True, pattern__isnull=False, day__gte=today).values_list(
            "day", flat=True
        )
    )
    live = _swaps(centre).filter(state=Swap.State.OFFERED, day__gt=today).exclude(offered_by=account)
    return [
        each
        for each in live.filter(Q(to=account) | Q(to=None))
        if each.to_id == account.pk or (each.gives.post in posts and each.day not in works)
    ]


def _breaks(centre: str, account: Account, now: datetime) -> tuple[tuple[Text, datetime, datetime | None], ...]:
    """Today's breaks: those away from other posts, and the pauses at windows as the hall recorded them."""
    place = settled(centre).centre
    midnight = datetime.combine(place.day_of(now), datetime.min.time(), tzinfo=place.zone)
    found: list[tuple[str, datetime, datetime | None]] = [
        (each.reason, each.began_at, each.ended_at)
        for each in Break.objects.filter(account=account, centre_id=centre, began_at__gte=midnight)
    ]
    pauses = Event.objects.filter(
        centre=centre, actor=account.actor, thing="window", verb__in=("pause", "resume", "leave"), at__gte=midnight
    ).order_by("at", "pk")
    since: tuple[str, datetime] | None = None
    for event in pauses:
        if since is not None:
            found.append((*since, event.at))
            since = None
        if event.verb == "pause":
            since = event.data.get("reason", ""), event.at
    if since is not None:
        found.append((*since, None))
    found.sort(key=lambda each: each[1])
    return tuple((Text(*PAUSES[reason]), began, ended) for reason, began, ended in found if reason in PAUSES)


def _overtime(centre: str, account: Account, today: date, now: datetime) -> tuple[PersonDay, ...]:
    first = today - timedelta(days=OVERTIME_DAYS)
    days = days_of(centre, first, today, now=now, account_id=account.pk)
    return tuple(each for each in reversed(days) if each.earned.minutes or each.decided)
