"""In how few trips, in which order, when, by whom and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onetrip.planning import words
from onetrip.planning.calendar import WeekdaysOnly, WorkingDays
from onetrip.planning.circles import without_circles
from onetrip.planning.papers import Union
from onetrip.planning.plan import Place, PlannedVisit, Standing
from onetrip.planning.proxies import is_personal
from onetrip.planning.seasons import last_day
from onetrip.planning.standing import Judged
from onetrip.planning.telling_visits import Telling
from onetrip.planning.terms import Channel, Comer, MatterTerms
from onetrip.planning.timetable import After, Stop, Task, Timetable, earliest_of, timetable
from onetrip.planning.view import View
from onetrip.rules import Text

_PLACES = {"direct": Place.ANY, "split": Place.ANY_SENT_ON, "none": Place.HOUSEHOLD, None: Place.UNKNOWN}
_NARROWEST = (Place.HOUSEHOLD, Place.UNKNOWN, Place.ANY_SENT_ON, Place.ANY)
_FROM_HOME: tuple[Channel, ...] = ("online", "app", "phone")
_TEXTS = {
    Place.ANY: words.ANY_CENTRE,
    Place.ANY_SENT_ON: words.ANY_CENTRE_SENT_ON,
    Place.HOUSEHOLD: words.CERTAIN_CENTRE,
}


@dataclass(frozen=True, slots=True)
class Trips:
    """How often somebody comes to a centre, why more than once, in which order, where; and each visit by itself."""

    count: int
    why: Text | None
    order: tuple[str, ...]
    place: Place
    where: Text
    schedule: tuple[PlannedVisit, ...] = ()
    exact: bool = True
    at_least: int = 0
    calendar: str = ""
    circles: tuple[tuple[str, ...], ...] = ()

    def visit_of(self, matter: str) -> PlannedVisit | None:
        """The visit at which that matter is done."""
        return next((visit for visit in self.schedule if matter in visit.matters), None)


def trips_of(view: View, judged: Sequence[Judged], papers: Union, calendar: WorkingDays | None = None) -> Trips:
    """The visits for what is done now, for what may be decided at the centre, and for what was wanted for another day.

    One visit does it all, except: what needs a result that is not given on the spot comes a visit later; what only the
    resident can do takes a visit of its own when somebody else comes for the rest; and what is possible only from a day
    on waits for it. A later visit is spared where all of it can be done from home.
    """
    doing = {each.id: each for each in judged if _is_scheduled(each)}
    waits_for, circles = without_circles(
        {each.id: [due.first for due in each.before if due.first in doing] for each in doing.values()}
    )
    counting = WeekdaysOnly() if calendar is None else calendar
    tasks = _tasks(view, doing, waits_for, counting)
    table = timetable(tasks, view.day, counting)
    stops = _gathered(table, doing, {task.id: task for task in tasks})
    telling = Telling(
        view, {task.id: task for task in tasks}, counting, tell_days=calendar is not None or table.counted_to is None
    )
    schedule = _schedule(doing, stops, papers, telling)
    today = [each for each in doing.values() if each.at_centre and each.standing in (Standing.NOW, Standing.UNDECIDED)]
    turn = {matter: place for place, matter in enumerate(each for visit in schedule for each in visit.matters)}
    place, where = _place([each.prepared.terms for each in today]) if today else (Place.ANY, words.NO_CENTRE)
    reasons = dict.fromkeys(visit.why for visit in schedule if visit.number is not None and visit.why is not None)
    return Trips(
        count=sum(visit.number is not None for visit in schedule),
        why=words.joined(list(reasons)) if reasons and table.visits > 1 else _only_in_person(view, today),
        order=tuple(sorted((each.id for each in today), key=lambda matter: turn[matter])),
        place=place,
        where=where,
        schedule=schedule,
        exact=table.exact,
        at_least=table.at_least,
        calendar="" if table.counted_to is None else counting.version(view.day, table.counted_to),
        circles=circles,
    )


def place_of(terms: MatterTerms) -> Place:
    """Where this matter is handled."""
    return _PLACES[terms.area]


def best_channel(terms: MatterTerms) -> Channel | None:
    """The best way for the resident: what a machine prints needs no queue; all else is best at a window."""
    if not terms.channels:
        return None
    if terms.kind in ("print", "query") and "kiosk" in terms.channels:
        return "kiosk"
    return "window" if "window" in terms.channels else terms.channels[0]


def _is_scheduled(each: Judged) -> bool:
    """Whether there is something to do about it: now, or for a wanted one on its day. What another room must do first counts."""
    if each.standing in (Standing.NOW, Standing.UNDECIDED):
        return True
    asked_for = each.wanted or bool(each.first_for)
    return (each.standing == Standing.LATER and asked_for) or (
        each.standing == Standing.NOT_HERE and bool(each.first_for)
    )


def _tasks(
    view: View, doing: Mapping[str, Judged], waits_for: Mapping[str, Sequence[str]], calendar: WorkingDays
) -> list[Task]:
    """What has to be done, each with who does it and what it waits for."""
    tasks: dict[str, Task] = {}
    for each in doing.values():
        who: Comer = "resident" if not view.by_proxy or is_personal(view, each) else "proxy"
        tasks[each.id] = Task(
            id=each.id,
            who=who,
            from_day=each.from_day or view.day,
            after=tuple(_after(doing[first]) for first in waits_for[each.id]),
            season=None if each.standing == Standing.UNDECIDED else each.prepared.terms.season,
            costs_visit=each.at_centre,
            awaited=each.from_day is not None,
            at_centre=each.at_centre,
        )
    earliest = earliest_of(tasks, calendar)
    for matter, task in tasks.items():
        today = earliest[matter].unknown == 0 and earliest[matter].day == view.day
        apart = not today or is_personal(view, doing[matter])
        if task.costs_visit and apart and _from_home(doing[matter]):
            tasks[matter] = replace(task, costs_visit=False)
    return list(tasks.values())


def _after(first: Judged) -> After:
    limits = first.prepared.terms.limits
    if first.standing == Standing.NOT_HERE:
        return After(first.id)
    return After(first.id, limits.decide or limits.legal, at_once=limits.on_the_spot)


def _from_home(each: Judged) -> Channel | None:
    """A way in which nobody has to come."""
    return next((channel for channel in _FROM_HOME if channel in each.prepared.terms.channels), None)


def _channel_apart(each: Judged) -> Channel | None:
    """The way of what is done without a visit to the centre."""
    return _from_home(each) or best_channel(each.prepared.terms)


def _gathered(table: Timetable, doing: Mapping[str, Judged], tasks: Mapping[str, Task]) -> list[Stop]:
    """The stops; what could be done from home is taken along by a visit of the same moment, or goes together by its way."""
    stops = list(table.stops)
    for stop in table.stops:
        if stop.costs_visit:
            continue
        (matter,) = stop.tasks
        into = next((each for each in stops if _takes_along(each, stop, doing, stops, tasks)), None)
        if into is not None:
            joined = replace(into, tasks=(*into.tasks, matter))
            stops = [joined if each is into else each for each in stops if each is not stop]
    return [replace(stop, tasks=_in_turn(stop.tasks, tasks)) for stop in stops]


def _takes_along(
    into: Stop, stop: Stop, doing: Mapping[str, Judged], stops: Sequence[Stop], tasks: Mapping[str, Task]
) -> bool:
    """Whether what one stop does from home can be done with another, without upsetting what comes before what."""
    (matter,) = stop.tasks
    if into is stop or (into.who, into.at) != (stop.who, stop.at):
        return False
    if into.costs_visit and not doing[matter].at_centre:
        return False
    if not into.costs_visit and _channel_apart(doing[into.tasks[0]]) != _channel_apart(doing[matter]):
        return False
    place = {each: turn for turn, one in enumerate(stops) for each in one.tasks}
    here = place[into.tasks[0]]
    before = all(place[each.first] <= here for each in tasks[matter].after)
    after = all(place[each.id] >= here for each in tasks.values() for first in each.after if first.first == matter)
    return before and after


def _in_turn(matters: Sequence[str], tasks: Mapping[str, Task]) -> tuple[str, ...]:
    """The matters as they were given, each after those whose result it takes from the same visit."""
    turn: list[str] = []

    def place(matter: str) -> None:
        for each in tasks[matter].after:
            if each.first in matters and each.first not in turn:
                place(each.first)
        if matter not in turn:
            turn.append(matter)

    for matter in sorted(matters, key=list(tasks).index):
        place(matter)
    return tuple(turn)


def _schedule(
    doing: Mapping[str, Judged], stops: Sequence[Stop], papers: Union, telling: Telling
) -> tuple[PlannedVisit, ...]:
    made: list[PlannedVisit] = []
    number = 0
    split = len({stop.who for stop in stops}) > 1
    for stop in stops:
        terms = [doing[matter].prepared.terms for matter in stop.tasks]
        number += stop.costs_visit
        channel = _channel(stop, doing)
        place, where = _place(terms) if stop.costs_visit else (Place.UNKNOWN, words.NO_CENTRE)
        also = tuple(
            each
            for each in ("window", "kiosk", *_FROM_HOME, "bank")
            if each != channel and all(each in one.channels for one in terms)
        )
        until = _until(stop, doing)
        told = telling.of(stop, _ways(stop, channel, doing), place, split=split)
        made.append(
            PlannedVisit(
                number=number if stop.costs_visit else None,
                matters=stop.tasks,
                who=stop.who,
                from_day=told.from_day,
                certain=told.certain,
                until_day=until,
                when=told.when,
                place=place,
                where=where,
                channel=channel,
                also=also,
                bring=tuple(each.paper for each in papers.bring if not set(stop.tasks).isdisjoint(each.for_matters)),
                why=told.why,
                how=told.how(also, until),
            )
        )
    return tuple(made)


def _channel(stop: Stop, doing: Mapping[str, Judged]) -> Channel | None:
    """The way of a visit: a window where anything of it is best done there."""
    terms = [doing[matter].prepared.terms for matter in stop.tasks]
    if not stop.costs_visit:
        return _channel_apart(doing[stop.tasks[0]])
    return "kiosk" if all(best_channel(each) == "kiosk" for each in terms) else "window"


def _until(stop: Stop, doing: Mapping[str, Judged]) -> date | None:
    """The last day of the seasons in which this stop is made."""
    seasons = (doing[matter].prepared.terms.season for matter in stop.tasks if doing[matter].until_day is not None)
    return min((last_day(stop.at.day, season) for season in seasons if season is not None), default=None)


def _ways(stop: Stop, channel: Channel | None, doing: Mapping[str, Judged]) -> dict[Channel | None, list[str]]:
    """Which matters of a stop are done in which way: what is best done at a machine is, also when others go to a window."""
    ways: dict[Channel | None, list[str]] = {}
    for matter in stop.tasks:
        best = best_channel(doing[matter].prepared.terms)
        ways.setdefault("kiosk" if channel == "window" and best == "kiosk" else channel, []).append(matter)
    return ways


def _only_in_person(view: View, today: Sequence[Judged]) -> Text | None:
    """One visit, and it is the resident who makes it although somebody else was to come."""
    personal = [each.prepared.terms.name for each in today if is_personal(view, each)]
    return words.person_must_come(personal) if personal else None


def _place(terms: Sequence[MatterTerms]) -> tuple[Place, Text]:
    """The place where everything can be done: that of the narrowest matter."""
    place = min((place_of(each) for each in terms), key=_NARROWEST.index)
    if place == Place.UNKNOWN:
        unknown = [each for each in terms if place_of(each) == Place.UNKNOWN]
        at_machines = all(each.kind in ("print", "query") and "kiosk" in each.channels for each in unknown)
        said = words.machines_not_known if at_machines else words.place_not_known
        return place, said([each.name for each in unknown])
    if place == Place.HOUSEHOLD:
        deciders = {each.decided_by for each in terms if place_of(each) == place}
        return place, words.CENTRE_OF.get(deciders.pop(), _TEXTS[place]) if len(deciders) == 1 else _TEXTS[place]
    return place, _TEXTS[place]
