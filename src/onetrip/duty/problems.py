"""The problem of a roster, read from the database: people with contract, leave, wishes and what they had; shifts; needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from onetrip.centres.models import Window
from onetrip.centres.opening import hours_on, special_on
from onetrip.centres.queries import Settled, settled
from onetrip.duty.forecasting import Demand
from onetrip.duty.history import demands
from onetrip.duty.house import House, house
from onetrip.duty.models import Assignment, Contract, Leave, Roster, RosterDay, ShiftPattern, Wish
from onetrip.simulation.roster import Need, Person, Place, Problem, Rules
from onetrip.simulation.roster import Wish as Wanted
from onetrip.staff.queries import qualified_on


@dataclass(frozen=True)
class Built:
    """A problem with the demand of its days, and the shift of the database behind each code."""

    problem: Problem
    demands: dict[date, Demand]
    patterns: dict[str, ShiftPattern]


def span(first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both counted."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def build(centre: str, first: date, last: date, now: datetime, *, draft: Roster | None, out: Roster | None) -> Built:
    """The problem of the days from `first` to `last`. What was decided by hand in `draft` stays; `out` is the published
    roster, of which days that are over stay as they were and others change as little as can be."""
    place, figures = settled(centre), house()
    patterns = patterns_of(centre)
    days = [day for day in span(first, last) if patterns_on(place, day, patterns, figures)]
    asked = demands(place, span(first, last), figures, now)
    fixed = _fixed(draft)
    before: dict[tuple[int, date], Place] | None = None
    if out is not None:
        before = places_of(out)
        for day in days:
            if day < place.centre.day_of(now):
                for key in _on_roster(centre, first, last):
                    fixed[key][day] = before.get((key, day))
    people = _people(place, first, last, days, fixed, figures)
    problem = Problem(
        tuple(days),
        {day: tuple(each.pattern for each in patterns_on(place, day, patterns, figures)) for day in days},
        people,
        tuple(_needs(centre, [asked[day] for day in days], people, figures)),
        _rules(place, days, figures),
        figures.weights,
        frozenset(day for day in days if not place.calendar.is_working_day(day)),
        before,
    )
    return Built(problem, asked, {each.code: each for each in patterns})


def of_roster(roster: Roster, now: datetime) -> Built:
    """The problem as a roster that is there answers it: its own shifts and needs; nothing is kept from an earlier one."""
    built = build(roster.centre_id, roster.first, roster.last, now, draft=roster, out=None)
    used = _in_use(roster)
    patterns = {day: list(each) for day, each in built.problem.patterns.items()}
    for day, code in {(one.day, one.pattern.code) for one in used if one.pattern}:
        known = {each.code for each in patterns.setdefault(day, [])}
        if code not in known:  # its shift has been retired, or the day has been closed, since
            patterns[day].append(next(one.pattern.pattern for one in used if one.pattern and one.pattern.code == code))
    needs = _stored_needs(roster, built.problem.people)
    problem = Problem(
        tuple(sorted(patterns)),
        {day: tuple(each) for day, each in patterns.items()},
        built.problem.people,
        tuple(needs) or built.problem.needs,
        built.problem.rules,
        built.problem.weights,
        built.problem.weekends,
    )
    return Built(problem, built.demands, built.patterns)


def patterns_of(centre: str) -> list[ShiftPattern]:
    """The shifts a centre offers: of each code the newest version, without retired ones; by their beginning."""
    newest = ShiftPattern.objects.filter(centre_id=centre).order_by("code", "-version").distinct("code")
    return sorted((each for each in newest if not each.is_retired), key=lambda each: (each.begins, each.code))


def patterns_on(place: Settled, day: date, patterns: Sequence[ShiftPattern], figures: House) -> list[ShiftPattern]:
    """The shifts that can be worked on a day: of its kind, and around its hours of opening. On a day with hours of its own
    those of both kinds may fit; on a closed day none does."""
    stretches = hours_on(place.hours, place.calendar, day)
    if not stretches:
        return []
    opens, closes = _minute(stretches[0].opens), _minute(stretches[-1].closes)
    working, special = place.calendar.is_working_day(day), special_on(place.hours, day) is not None
    return [
        each
        for each in patterns
        if (special or each.on_working_days == working)
        and _minute(each.begins) >= opens - figures.before_minutes
        and _minute(each.ends) <= closes + figures.after_minutes
    ]


def places_of(roster: Roster) -> dict[tuple[int, date], Place]:
    """Who works where in a roster."""
    return {
        (one.account_id, one.day): Place(one.pattern.code, one.post)
        for one in _in_use(roster)
        if one.pattern is not None
    }


def _in_use(roster: Roster) -> list[Assignment]:
    return list(roster.assignments.filter(is_freed=False).select_related("pattern"))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _fixed(draft: Roster | None) -> defaultdict[int, dict[date, Place | None]]:
    fixed: defaultdict[int, dict[date, Place | None]] = defaultdict(dict)
    if draft is not None:
        for one in draft.assignments.filter(by_hand=True, is_freed=False).select_related("pattern"):
            fixed[one.account_id][one.day] = Place(one.pattern.code, one.post) if one.pattern else None
    return fixed


def contracts(centre: str, first: date, last: date) -> list[Contract]:
    """Who is on the roster of the centre on some of these days, closed accounts left out; by name."""
    during = Contract.objects.filter(Q(until_day=None) | Q(until_day__gte=first), centre_id=centre, from_day__lte=last)
    return list(
        during.filter(account__is_active=True)
        .select_related("account")
        .order_by("account__name", "account_id", "from_day")
    )


def _on_roster(centre: str, first: date, last: date) -> set[int]:
    return {each.account_id for each in contracts(centre, first, last)}


def _people(
    place: Settled,
    first: date,
    last: date,
    days: list[date],
    fixed: defaultdict[int, dict[date, Place | None]],
    figures: House,
) -> tuple[Person, ...]:
    by_account: dict[int, list[Contract]] = defaultdict(list)
    for each in contracts(place.centre.code, first, last):
        by_account[each.account_id].append(each)
    accounts = list(by_account)
    leave, wishes = _leave(accounts, first, last), _wishes(accounts, first, last, figures)
    had = _had(place, accounts, days[0] if days else first, figures)
    skills = _skills(accounts, first)
    people = []
    for account, of in by_account.items():
        here = {day for day in days if any(_covers(each, day) for each in of)}
        away = frozenset(day for day in days if day not in here or day in leave[account])
        posts = frozenset(post for each in of for post in each.posts if post in figures.posts)
        people.append(
            Person(
                key=account,
                posts=posts,
                skills=skills.get(account, frozenset()) if "window" in posts else frozenset(),
                half_hours=_half_hours(place, of, [day for day in days if day not in away]),
                away=away,
                leave=frozenset(day for day in leave[account] if place.calendar.is_working_day(day)),
                wishes=tuple(wishes[account]),
                fixed=fixed[account],
                late_before=had.late[account],
                weekends_before=had.weekends[account],
                days_before=had.in_a_row[account],
            )
        )
    return tuple(people)


def _covers(contract: Contract, day: date) -> bool:
    return contract.from_day <= day and (contract.until_day is None or day <= contract.until_day)


def _half_hours(place: Settled, of: list[Contract], days: list[date]) -> int:
    """Of the contract on these days: a fifth of a week for each working day."""
    minutes = 0.0
    for day in days:
        if place.calendar.is_working_day(day):
            minutes += next(each.minutes_a_week for each in of if _covers(each, day)) / 5
    return round(minutes / 30)


def _leave(accounts: Collection[int], first: date, last: date) -> defaultdict[int, set[date]]:
    found: defaultdict[int, set[date]] = defaultdict(set)
    granted = Leave.objects.filter(account_id__in=accounts, state=Leave.State.GRANTED, first__lte=last, last__gte=first)
    for each in granted:
        found[each.account_id].update(span(max(each.first, first), min(each.last, last)))
    return found


def _wishes(accounts: Collection[int], first: date, last: date, figures: House) -> defaultdict[int, list[Wanted]]:
    """A wish weighs more for whoever has been refused more of late."""
    since = first - timedelta(days=figures.look_back_days)
    live = Wish.objects.filter(account_id__in=accounts, withdrawn_at=None)
    refused = Counter(
        live.filter(day__gte=since, day__lt=first, was_granted=False).values_list("account_id", flat=True)
    )
    found: defaultdict[int, list[Wanted]] = defaultdict(list)
    for each in live.filter(day__gte=first, day__lte=last).order_by("day"):
        further = figures.wish_after_refusal * min(refused[each.account_id], figures.wish_most_refusals)
        found[each.account_id].append(Wanted(each.day, each.wants, figures.wish_weight + further))
    return found


@dataclass(frozen=True)
class _Had:
    late: Counter[int]
    weekends: Counter[int]
    in_a_row: Counter[int]


def _had(place: Settled, accounts: Collection[int], first: date, figures: House) -> _Had:
    """What rosters published before gave each of them, and how many days in a row up to yesterday."""
    late, weekends, worked = Counter[int](), Counter[int](), defaultdict[int, set[date]](set)
    since = first - timedelta(days=figures.look_back_days)
    rows = Assignment.objects.filter(account_id__in=accounts, counts=True, day__gte=since, day__lt=first)
    for account, day, is_late in rows.filter(pattern__isnull=False).values_list(
        "account_id", "day", "pattern__is_late"
    ):
        late[account] += bool(is_late)
        weekends[account] += not place.calendar.is_working_day(day)
        worked[account].add(day)
    in_a_row = Counter[int]()
    for account, days in worked.items():
        day = first - timedelta(days=1)
        while day in days:
            in_a_row[account] += 1
            day -= timedelta(days=1)
    return _Had(late, weekends, in_a_row)


def _skills(accounts: Collection[int], day: date) -> dict[int, frozenset[str]]:
    """Of the categories that training has spoken of, those each can handle; whoever it has said nothing about, all."""
    qualified = qualified_on(day)
    known = {name for account in accounts if account in qualified for name in qualified[account].categories}
    return {
        account: frozenset(known & qualified[account].categories) if account in qualified else frozenset(known)
        for account in accounts
    }


def _needs(centre: str, asked: Sequence[Demand], people: Sequence[Person], figures: House) -> list[Need]:
    at_windows = [each.skills for each in people if "window" in each.posts]
    scarce = {skill for skills in at_windows for skill in skills if not all(skill in each for each in at_windows)}
    promised, windows = figures.service, Window.objects.filter(centre_id=centre).count()
    return [
        need
        for each in asked
        for need in each.needs(scarce, qualified=promised.qualified, spare=promised.spare, windows=windows)
    ]


def _stored_needs(roster: Roster, people: Sequence[Person]) -> list[Need]:
    """The needs a roster was made from, as they were written down with it."""
    found = []
    for each in RosterDay.objects.filter(roster=roster).order_by("day"):
        people_by_post = {post: {int(half): n for half, n in by.items()} for post, by in each.needs.items()}
        arrivals = {int(half): n for half, n in each.arrivals.items()}
        found.append(Demand(each.day, each.basis, arrivals, people_by_post, 0))
    return _needs(roster.centre_id, found, people, house())


def _rules(place: Settled, days: Sequence[date], figures: House) -> Rules:
    """A week with a make-up workday has as many days as it has working days."""
    working = Counter(day - timedelta(days=day.weekday()) for day in days if place.calendar.is_working_day(day))
    longer = {monday: number for monday, number in working.items() if number > figures.rules.most_a_week}
    return Rules(figures.rules.most_in_a_row, figures.rules.most_a_week, figures.rules.rest, longer)
