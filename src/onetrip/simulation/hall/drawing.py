"""Draws the visitors of whole days from a model of the hall. Nobody's draw depends on anybody else's but the order they come in.

This is the definition, in arrays and slowly; `quick_drawing` computes the same numbers to the last bit, some thirty times as
fast. A visitor's chance hangs on (seed, day, their number in the day, purpose): people of the backlog, those who walk in
and those who booked are numbered apart, so that more bookings change nothing about those who walk in.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation import chance
from onetrip.simulation.chance import Purpose, uniform
from onetrip.simulation.hall.model import HallModel, Length
from onetrip.simulation.hall.plans import SLOT
from onetrip.simulation.hall.visitors import FOREVER, Index, Minutes, Visitors

BOOKED_FROM = 1 << 32
"""Numbers of people with a booking begin here, those of the backlog at twice this; whoever walks in is numbered from 0."""
BACKLOG_FROM = 2 * BOOKED_FROM


def most(expected: float) -> int:
    """As many people as may come where `expected` are: more would come on one of 10^30 days."""
    return int(expected + 12.0 * float(np.sqrt(expected)) + 40.0)


def drawn(model: HallModel, seed: int, days: int, first_day: int = 0) -> Visitors:
    """The visitors of `days` days from `first_day`; day n of a seed is the same however many are drawn at once."""
    parts = [_day(model, seed, day) for day in range(first_day, first_day + days)]
    begins = np.cumsum([0, *(len(part["arrives"]) for part in parts)], dtype=np.int64)
    parts = parts or [{name: column[:0] for name, column in _day(model, seed, first_day).items()}]
    return Visitors(begins, **{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _day(model: HallModel, seed: int, day: int) -> dict[str, NDArray[Any]]:
    """All that is decided about the visitors of one day, by the names of `Visitors`."""
    number, arrives, booked = _who_comes(model, seed, day)
    u = {purpose: uniform(seed, day, number, purpose) for purpose in Purpose}
    group = _class_of(np.array([group.share for group in model.groups]), u[Purpose.GROUP])
    at_kiosk = u[Purpose.KIOSK] < model.to_kiosk
    kiosk = np.where(at_kiosk, _lengths(model.kiosk_minutes, u[Purpose.KIOSK_MINUTES]), 0.0)
    fails = at_kiosk & (u[Purpose.KIOSK_FAILS] < model.kiosk_fails)
    window = np.zeros(len(number))
    for index, one in enumerate(model.groups):
        mine = group == index
        window[mine] = _lengths(Length(one.minutes_mean, one.minutes_cv), u[Purpose.WINDOW][mine])
    patience = (
        np.full(len(number), FOREVER)
        if model.patience_mean == FOREVER
        else -model.patience_mean * chance.logarithm(u[Purpose.PATIENCE])
    )
    return {
        "arrives": arrives,
        "group": group,
        "credit": _credits(model, u[Purpose.PRIORITY]),
        "booked": booked,
        "gate": _lengths(model.gate, u[Purpose.GATE]),
        "desk": _lengths(model.desk, u[Purpose.DESK]),
        "to_kiosk": at_kiosk,
        "kiosk": kiosk,
        "kiosk_fails": fails,
        "window": window,
        "patience": patience,
    }


def _who_comes(model: HallModel, seed: int, day: int) -> tuple[Index, Minutes, Minutes]:
    """Numbers, arrivals and booked times (NaN: none) in the order of arrival; the same moment: backlog, walk-ins, booked."""
    rates = np.array(model.rates)
    factor = float(_lengths(Length(1.0, model.day_cv), uniform(seed, day, np.zeros(1, np.int64), Purpose.DAY))[0])
    walks = _arrivals(rates * ((1.0 - model.booked_share) * factor), seed, day, 0, Purpose.ARRIVAL)
    books = _arrivals(booked_rates(model), seed, day, BOOKED_FROM, Purpose.BOOKED_COUNT)
    stood = np.zeros(len(_arrivals(np.array([model.backlog]), seed, day, BACKLOG_FROM, Purpose.BACKLOG)))
    numbers = BOOKED_FROM + np.arange(len(books))
    slot = np.floor(books / SLOT) * SLOT
    after = uniform(seed, day, numbers, Purpose.PUNCTUAL) * (model.punctual[1] - model.punctual[0]) + model.punctual[0]
    come = uniform(seed, day, numbers, Purpose.SHOWS_UP) < model.shows_up
    number = np.concatenate((BACKLOG_FROM + np.arange(len(stood)), np.arange(len(walks)), numbers[come]))
    arrives = np.concatenate((stood, walks, (slot + after)[come]))
    booked = np.concatenate((np.full(len(stood) + len(walks), np.nan), slot[come]))
    in_order = np.argsort(arrives, kind="stable")
    return number[in_order], arrives[in_order], booked[in_order]


def booked_rates(model: HallModel) -> Minutes:
    """Expected bookings by half hour."""
    rates, weights = np.array(model.rates), np.array(model.booked_rates or model.rates)
    wanted = model.booked_share * float(np.sum(rates))
    return np.asarray(weights * (wanted / float(np.sum(weights))) if wanted > 0 else np.zeros(len(rates)))


def _arrivals(rates: Minutes, seed: int, day: int, first: int, purpose: Purpose) -> Minutes:
    """Moments of a Poisson process with these expected numbers by half hour: unit exponential steps along what is expected."""
    until = np.cumsum(rates)
    if len(rates) == 0 or until[-1] <= 0:
        return np.empty(0)
    steps = -chance.logarithm(uniform(seed, day, first + np.arange(most(until[-1])), purpose))
    at = np.cumsum(steps)
    at = at[at < until[-1]]
    slot = np.searchsorted(until, at, side="right")
    since = np.concatenate(([0.0], until))[slot]
    return np.asarray((slot + (at - since) / rates[slot]) * SLOT)


def _lengths(length: Length | tuple[float, float], u: NDArray[np.float64]) -> Minutes:
    mean, cv = length
    if mean <= 0 or cv <= 0:
        return np.full(len(u), float(max(mean, 0.0)))
    mu, sigma = chance.lognormal_terms(mean, cv)
    return chance.exponential(mu + sigma * chance.normal(u))


def _class_of(shares: NDArray[np.float64], u: NDArray[np.float64]) -> Index:
    below = np.cumsum(shares)
    return np.minimum(np.searchsorted(below / below[-1], u, side="right"), len(shares) - 1).astype(np.int64)


def _credits(model: HallModel, u: NDArray[np.float64]) -> Minutes:
    below = np.cumsum([credit.share for credit in model.priority])
    minutes = np.array([*(credit.minutes for credit in model.priority), 0.0])
    return minutes[np.searchsorted(below, u, side="right")]
