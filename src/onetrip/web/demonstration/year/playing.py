"""Play a year of the demonstration centre day by day through the simulated hall, and put it on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.random import Generator

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Device, Window
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, settled
from onetrip.ledger.refusals import Refused
from onetrip.rehearsal.daykinds import kind_of, since_reopening
from onetrip.simulation.hall.plans import Plan, WindowShift
from onetrip.simulation.hall.visitors import Minutes, Visitors
from onetrip.staff.models import Account
from onetrip.web.demonstration.morning import WANTED
from onetrip.web.demonstration.year import rows, shape
from onetrip.web.demonstration.year.queueing import Lived, lived_through

DAYS = 365
UNSEEN = 0.6
"""Share of those who give up whom nobody sees going: their number is called in vain."""


@dataclass(frozen=True)
class Played:
    """How much was put on record."""

    days: int
    visits: int
    stays: int
    cases: int


@dataclass(frozen=True)
class _House:
    """Who and what is there: ids by place."""

    windows: list[int]
    kiosks: list[int]
    clerks: list[Account]
    paces: list[float]
    frequent: list[shape.Frequent]


def play(*, code: str, now: datetime, reopened: bool = False, days: int = DAYS) -> Played:
    """Put the year before today on record (or so many `days`); `reopened`: with two closed months, and the surge after them.

    Raises Refused where the centre has a past already.
    """
    place = settled(code)
    today = place.centre.day_of(now)
    if rows.taken(code, datetime.combine(today, datetime.min.time(), tzinfo=place.centre.zone)):
        raise Refused(
            "year-lived",
            "这个中心已经有以前的号，不再编一年进来。",
            "This centre has numbers of earlier days; no invented year is put among them.",
        )
    house = _house(code)
    chance = np.random.default_rng(today.toordinal())
    found = rows.Rows()
    open_days = _open_days(place, today, days, reopened=reopened)
    for day, since in zip(open_days, since_reopening(open_days), strict=True):
        _play_day(place, house, day, since, chance, found)
    catalogue = catalogues.current()
    version = CatalogueVersion.objects.defer("source").first()
    assert version is not None  # noqa: S101 -- narrows the type; without one the matters above would not be there
    matters = [catalogue.matters[each.matter] for each in house.frequent]
    cases = rows.write(found, centre=code, last=today - timedelta(days=1), catalogue=version.number, matters=matters)
    return Played(len(open_days), len(found.visits), len(found.stays), cases)


def _house(code: str) -> _House:
    clerks = list(Account.objects.filter(username__regex=r"^clerk\d+$").order_by("pk"))
    matters = [each.id for each in catalogues.current().matters.values() if "window" in each.terms.channels]
    frequent = list(dict.fromkeys(matter for wanted in WANTED for matter in wanted))
    return _House(
        list(Window.objects.filter(centre_id=code).order_by("number").values_list("pk", flat=True)),
        list(
            Device.objects.filter(centre_id=code, kind=Device.Kind.KIOSK)
            .order_by("number")
            .values_list("pk", flat=True)
        ),
        clerks,
        shape.paces(len(clerks)),
        shape.frequencies(matters, frequent),
    )


def _open_days(place: Settled, today: date, number: int, *, reopened: bool) -> list[date]:
    closed_from = today - timedelta(days=shape.CLOSED_BEFORE)
    closed_to = closed_from + timedelta(days=shape.CLOSED_DAYS)
    while not place.calendar.is_working_day(closed_to):
        closed_to += timedelta(days=1)  # it opens again on a working day
    days = (today - timedelta(days=ago) for ago in range(number, 0, -1))
    return [
        day
        for day in days
        if hours_on(place.hours, place.calendar, day) and not (reopened and closed_from <= day < closed_to)
    ]


def _play_day(place: Settled, house: _House, day: date, since: int | None, chance: Generator, found: rows.Rows) -> None:
    """One day: who comes, who is on, what became of each; its rows are added to `found`."""
    stretches = hours_on(place.hours, place.calendar, day)
    opens = datetime.combine(day, stretches[0].opens, tzinfo=place.centre.zone)
    closes = datetime.combine(day, stretches[-1].closes, tzinfo=place.centre.zone)
    length = (closes - opens).total_seconds() / 60
    kind = kind_of(place.calendar, day)
    staffed = shape.shifts(kind, day.weekday(), since, chance)
    on = chance.permutation(len(house.clerks))
    clerk_at = {window: int(on[window]) for window in {shift.window for shift in staffed}}
    plan = Plan(
        [
            WindowShift(each.window, each.opens, each.closes, pace=house.paces[clerk_at[each.window]])
            for each in staffed
        ],
        kiosks=len(house.kiosks),
        last_ticket=length,
    )
    visitors = shape.visitors(shape.expected(day, kind, since), length, house.frequent, chance)
    lived = lived_through(visitors, plan)
    for shift in staffed:
        clerk = house.clerks[clerk_at[shift.window]].pk
        found.duties.append((house.windows[shift.window], clerk, _at(opens, shift.opens), _at(opens, shift.closes)))
    _stays(visitors, house, opens, found, chance)
    _visits(visitors, lived, house, clerk_at, opens, day, found, chance)


def _stays(visitors: Visitors, house: _House, opens: datetime, found: rows.Rows, chance: Generator) -> None:
    """Whoever went to a kiosk first; one in some fails there and draws a number afterwards."""
    went = np.flatnonzero(visitors.to_kiosk)
    kiosks = chance.integers(len(house.kiosks), size=len(went))
    for one, kiosk in zip(went, kiosks, strict=True):
        began = float(visitors.arrives[one])
        ended = began + float(visitors.kiosk[one])
        failed = bool(visitors.kiosk_fails[one])
        stay = (house.kiosks[kiosk], _at(opens, began), _at(opens, ended), failed, int(visitors.group[one]))
        found.stays.append(stay)


def _visits(
    visitors: Visitors,
    lived: Lived,
    house: _House,
    clerk_at: dict[int, int],
    opens: datetime,
    day: date,
    found: rows.Rows,
    chance: Generator,
) -> None:
    """The numbers of the day in the order in which they were drawn."""
    came = np.flatnonzero(~np.isnan(lived.drawn))
    came = came[np.argsort(lived.drawn[came], kind="stable")]
    calls = np.sort(lived.called[lived.served])
    unseen = chance.random(len(came)) < UNSEEN
    luck, rated = chance.random(len(came)), chance.random(len(came))
    reasons = {minutes: reason for reason, minutes, _ in shape.PRIORITIES}
    for place, one in enumerate(came):
        window = int(lived.window[one])
        called, ended = float(lived.called[one]), float(lived.ended[one])
        fate = "done"
        if window < 0:
            fate, called, ended = _gone(
                float(lived.drawn[one] + visitors.patience[one]), calls, unseen=bool(unseen[place])
            )
        at_window, credit = max(window, 0), int(visitors.credit[one])
        clerk = house.clerks[clerk_at.get(at_window, 0)]
        times = (_at(opens, float(lived.drawn[one])), _at(opens, called), _at(opens, ended))
        served = (house.windows[at_window], at_window + 1, clerk.pk, clerk.username, int(visitors.group[one]))
        drawn = (len(found.visits), day, place + 1, *times, fate, reasons[credit], credit)
        found.visits.append((*drawn, *served, float(luck[place]), float(rated[place])))


def _gone(left: float, calls: Minutes, *, unseen: bool) -> tuple[str, float, float]:
    """Somebody who gave up: seen at the door as they went, or called in vain by the next window that was free."""
    after = int(np.searchsorted(calls, left))
    if not unseen or after >= len(calls):
        return "left", np.nan, left
    return "missed", float(calls[after]), float(calls[after]) + 2.0


def _at(opens: datetime, minutes: float) -> datetime | None:
    return None if np.isnan(minutes) else opens + timedelta(minutes=minutes)
