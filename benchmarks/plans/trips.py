"""The schedule of visits: what it adds to the plan of a resident with twelve matters, and a hard instance by itself."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.report import Row, interleaved, report
from onetrip.centres.working_days import Calendar
from onetrip.planning import Book, Forerunner, Limit, Limits, MatterTerms, Season, plan
from onetrip.planning.calendar import WeekdaysOnly
from onetrip.planning.forerunners import with_forerunners
from onetrip.planning.papers import union_of
from onetrip.planning.standing import relevant
from onetrip.planning.timetable import After, Task, timetable
from onetrip.planning.trips import trips_of
from onetrip.planning.view import View
from onetrip.rules import Text, Truth, Vocabulary

DAY = date(2026, 11, 24)
CALENDAR = Calendar({}, frozenset({2026}), {2026: 1})
ROUNDS = 15
TIMES = 40


def rows() -> list[Row]:
    """What is measured, with what it has to reach."""
    book = twelve_matters()
    wanted = [terms.id for terms in book.matters]
    view = View(book, {}, DAY)
    judged = with_forerunners(view, relevant(view, wanted, ()))
    papers = union_of(view, judged)
    hard = hard_tasks(60)

    def schedules(_: int) -> int:
        return len([trips_of(view, judged, papers, CALENDAR) for _ in range(TIMES)])

    def forerunners(_: int) -> int:
        return len([with_forerunners(view, relevant(view, wanted, ())) for _ in range(TIMES)])

    def plans(_: int) -> int:
        return len([plan(book, {}, DAY, wanted, calendar=CALENDAR) for _ in range(TIMES)])

    jobs: dict[str, Callable[[int], int]] = {"schedule": schedules, "forerunners": forerunners, "plan": plans}
    taken = {name: seconds * 1000 for name, seconds in interleaved(jobs, ROUNDS).items()}
    began = time.process_time()
    found = timetable(hard, DAY, WeekdaysOnly())
    given_up = (time.process_time() - began) * 1000
    made = plan(book, {}, DAY, wanted, calendar=CALENDAR)
    assert made.schedule_exact
    return [
        Row(
            f"schedule of 12 matters that need one another ({made.trips} visits, exact)",
            taken["schedule"],
            "ms",
            "lower",
            1,
        ),
        Row("the same 12 judged, with what has to come first", taken["forerunners"], "ms", "lower"),
        Row("the whole plan for those 12", taken["plan"], "ms", "lower", 5),
        Row(
            f"60 matters by two people on 60 days: best found {found.visits} visits, at least {found.at_least}",
            given_up,
            "ms",
            "lower",
            200,
        ),
    ]


def twelve_matters() -> Book:
    """Twelve matters of four departments: chains of results, some at once, a season, some from home."""
    at_once, days_5, days_30 = Limits(on_the_spot=True), _within(5), _within(30)
    chains = {
        "registration": (at_once, (), ("window", "kiosk", "app")),
        "benefit": (days_5, ("registration",), ("window", "online")),
        "recognition": (days_30, ("registration",), ("window",)),
        "subsidy": (days_5, ("recognition",), ("window", "kiosk")),
        "certificate": (Limits(), (), ("window",)),
        "allowance": (days_30, ("certificate",), ("window",)),
        "transport": (at_once, ("certificate",), ("kiosk",)),
        "permit": (days_5, (), ("window",)),
        "points": (days_30, ("permit",), ("window",)),
        "notice": (at_once, ("points",), ("kiosk", "window")),
        "record": (at_once, (), ("kiosk",)),
        "insurance": (days_5, ("permit",), ("window", "app")),
    }
    matters = tuple(
        MatterTerms(
            id=name,
            name=Text(name, name),
            category="c",
            seal="字",
            kind="apply",
            offer="asked",
            entitled=Truth(value=True),
            channels=channels,
            area="direct",
            limits=limits,
            needs_first=tuple(map(Forerunner, firsts)),
            season=Season((12, 1), (12, 25)) if name == "record" else None,
        )
        for name, (limits, firsts, channels) in chains.items()
    )
    return Book(Vocabulary({}), matters, {})


def hard_tasks(number: int) -> list[Task]:
    """Many tasks of days of their own, by two people, that wait for one another at random."""
    chance = random.Random(20251124)  # noqa: S311 - the same figures every time
    tasks: list[Task] = []
    for turn in range(number):
        earlier = chance.sample(tasks, min(len(tasks), chance.randint(0, 2)))
        tasks.append(
            Task(
                f"t{turn}",
                chance.choice(["resident", "proxy"]),
                DAY + timedelta(days=chance.randint(0, 180)),
                tuple(After(each.id, Limit(5, "working_days"), chance.random() < 0.3) for each in earlier),
                awaited=True,
            )
        )
    return tasks


def _within(days: int) -> Limits:
    return Limits(decide=Limit(days, "working_days"))


if __name__ == "__main__":
    raise SystemExit(report("planning-trips", rows(), [f"Processor time, median of {ROUNDS} rounds that take turns."]))
