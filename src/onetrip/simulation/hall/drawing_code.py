"""Drawing visitors in machine code: chance by hashing as `chance` has it, column by column of a day.

All that calls each other stands here (see `machine`); constants come from `chance`, which the same published sources fix.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation import chance
from onetrip.simulation.chance import Purpose
from onetrip.simulation.hall import drawing
from onetrip.simulation.hall.machine import machine_code
from onetrip.simulation.hall.plans import SLOT
from onetrip.simulation.hall.visitors import FOREVER

Floats = NDArray[np.float64]

GOLDEN, ONE, TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
TO_UNIT = 2.0**-53
L0, L1, L2, L3, L4, L5, L6, L7, L8, L9, L10 = chance.LOG_TERMS
E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, E10, E11, E12, E13, E14 = chance.EXP_TERMS
LN2_HIGH, LN2_LOW = chance.LN2_HIGH, chance.LN2_LOW
SQRT_HALF, LOG2_E = chance.SQRT_HALF, chance.LOG2_E
MA0, MA1, MA2, MA3, MA4, MA5, MA6, MA7 = chance.MIDDLE[0]
MB0, MB1, MB2, MB3, MB4, MB5, MB6, MB7 = chance.MIDDLE[1]
TA0, TA1, TA2, TA3, TA4, TA5, TA6, TA7 = chance.TAIL[0]
TB0, TB1, TB2, TB3, TB4, TB5, TB6, TB7 = chance.TAIL[1]
FA0, FA1, FA2, FA3, FA4, FA5, FA6, FA7 = chance.FAR_TAIL[0]
FB0, FB1, FB2, FB3, FB4, FB5, FB6, FB7 = chance.FAR_TAIL[1]
MANTISSA, HALF_BITS = (1 << 52) - 1, 1022 << 52
BOOKED_FROM, BACKLOG_FROM = drawing.BOOKED_FROM, drawing.BACKLOG_FROM
P_ARRIVAL, P_GROUP, P_PRIORITY, P_SHOWS_UP = map(
    int, (Purpose.ARRIVAL, Purpose.GROUP, Purpose.PRIORITY, Purpose.SHOWS_UP)
)
P_GATE, P_DESK, P_KIOSK, P_KIOSK_MINUTES = map(int, (Purpose.GATE, Purpose.DESK, Purpose.KIOSK, Purpose.KIOSK_MINUTES))
P_KIOSK_FAILS, P_WINDOW, P_PATIENCE, P_DAY = map(
    int, (Purpose.KIOSK_FAILS, Purpose.WINDOW, Purpose.PATIENCE, Purpose.DAY)
)
P_BACKLOG, P_PUNCTUAL, P_BOOKED = map(int, (Purpose.BACKLOG, Purpose.PUNCTUAL, Purpose.BOOKED_COUNT))


class Figures(NamedTuple):
    """A model in numbers: a length is (mean, mu, sigma) with sigma 0 for one that is always its mean."""

    rates: Floats
    booked: Floats
    backlog: float
    walking: float
    """Share of `rates` that walks in."""
    day: tuple[float, float, float]
    groups: Floats
    """Share of all groups up to this one."""
    minutes: Floats
    """(mean, mu, sigma) of each group."""
    priority: Floats
    """Share of all priorities up to this one."""
    credits: Floats
    """Minutes of each priority, and behind them 0 for those without."""
    to_kiosk: float
    kiosk: tuple[float, float, float]
    kiosk_fails: float
    gate: tuple[float, float, float]
    desk: tuple[float, float, float]
    patience: float
    shows_up: float
    punctual: tuple[float, float]


class Drawn(NamedTuple):
    """Where the visitors are written, as in `Visitors`."""

    arrives: Floats
    group: NDArray[np.int64]
    credit: Floats
    booked: Floats
    gate: Floats
    desk: Floats
    to_kiosk: NDArray[np.bool_]
    kiosk: Floats
    kiosk_fails: NDArray[np.bool_]
    window: Floats
    patience: Floats


@machine_code
def _mixed(z: np.uint64) -> np.uint64:
    z = z + GOLDEN
    z = (z ^ (z >> S30)) * ONE
    z = (z ^ (z >> S27)) * TWO
    return z ^ (z >> S31)


@machine_code
def _uniform(of_visitor: np.uint64, purpose: int) -> float:
    return (float(_mixed(of_visitor ^ np.uint64(purpose)) >> S11) + 0.5) * TO_UNIT


@machine_code
def _log(x: float) -> float:
    bits = np.float64(x).view(np.int64)
    exponent = (bits >> 52) - 1022
    fraction = np.int64((bits & MANTISSA) | HALF_BITS).view(np.float64)
    small = fraction < SQRT_HALF
    fraction, exponent = 2.0 * fraction if small else fraction, exponent - 1 if small else exponent
    s = (fraction - 1.0) / (fraction + 1.0)
    square = s * s
    series = (L0 * square + L1) * square
    series = (series + L2) * square
    series = (series + L3) * square
    series = (series + L4) * square
    series = (series + L5) * square
    series = (series + L6) * square
    series = (series + L7) * square
    series = (series + L8) * square
    series = (series + L9) * square
    series = (series + L10) * square
    return exponent * LN2_HIGH + (2.0 * s + (s * series + exponent * LN2_LOW))


@machine_code
def _exp(x: float) -> float:
    twos = np.floor(x * LOG2_E + 0.5)
    rest = (x - twos * LN2_HIGH) - twos * LN2_LOW
    series = E0 * rest + E1
    series = series * rest + E2
    series = series * rest + E3
    series = series * rest + E4
    series = series * rest + E5
    series = series * rest + E6
    series = series * rest + E7
    series = series * rest + E8
    series = series * rest + E9
    series = series * rest + E10
    series = series * rest + E11
    series = series * rest + E12
    series = series * rest + E13
    series = series * rest + E14
    return float(series * np.int64((np.int64(twos) + 1023) << 52).view(np.float64))


@machine_code
def _middle(r: float) -> float:
    above, below = MA0 * r + MA1, MB0 * r + MB1
    above, below = above * r + MA2, below * r + MB2
    above, below = above * r + MA3, below * r + MB3
    above, below = above * r + MA4, below * r + MB4
    above, below = above * r + MA5, below * r + MB5
    above, below = above * r + MA6, below * r + MB6
    above, below = above * r + MA7, below * r + MB7
    return above / below


@machine_code
def _tail(r: float) -> float:
    above, below = TA0 * r + TA1, TB0 * r + TB1
    above, below = above * r + TA2, below * r + TB2
    above, below = above * r + TA3, below * r + TB3
    above, below = above * r + TA4, below * r + TB4
    above, below = above * r + TA5, below * r + TB5
    above, below = above * r + TA6, below * r + TB6
    above, below = above * r + TA7, below * r + TB7
    return above / below


@machine_code
def _far_tail(r: float) -> float:
    above, below = FA0 * r + FA1, FB0 * r + FB1
    above, below = above * r + FA2, below * r + FB2
    above, below = above * r + FA3, below * r + FB3
    above, below = above * r + FA4, below * r + FB4
    above, below = above * r + FA5, below * r + FB5
    above, below = above * r + FA6, below * r + FB6
    above, below = above * r + FA7, below * r + FB7
    return above / below


@machine_code
def _normal(u: float) -> float:
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _middle(0.180625 - q * q)
    tail = float(np.sqrt(-_log(u if q < 0.0 else 1.0 - u)))
    value = _tail(tail - 1.6) if tail <= 5.0 else _far_tail(tail - 5.0)
    return -value if q < 0.0 else value


@machine_code
def _length(terms: tuple[float, float, float], of_visitor: np.uint64, purpose: int) -> float:
    mean, mu, sigma = terms
    return _exp(mu + sigma * _normal(_uniform(of_visitor, purpose))) if sigma > 0.0 else mean


@machine_code
def _of_day(seed: int, day: int) -> np.uint64:
    return _mixed(_mixed(np.uint64(seed)) ^ np.uint64(day))


@machine_code
def _factor(figures: Figures, seed: int, day: int) -> float:
    return figures.walking * _length(figures.day, _mixed(_of_day(seed, day)), P_DAY)


@machine_code
def _most(expected: float) -> int:
    return int(expected + 12.0 * np.sqrt(expected) + 40.0)


@machine_code
def room(figures: Figures, seed: int, first_day: int, days: int) -> int:
    """How many may come on these days at most."""
    fixed, total = _most(np.sum(figures.booked)) + _most(figures.backlog) + 1, 0
    for day in range(first_day, first_day + days):
        total += fixed + _most(np.sum(figures.rates) * _factor(figures, seed, day) + 1.0)
    return total


@machine_code
def _arrivals(rates: Floats, times: float, day: np.uint64, first: int, purpose: int, into: Floats) -> int:
    """Moments of a Poisson process written into `into`; how many."""
    until = 0.0
    for rate in rates:
        until += rate * times
    if until <= 0.0:
        return 0
    limit, count, slot, before, reached, at = _most(until), 0, 0, 0.0, rates[0] * times, 0.0
    while count < limit:
        at -= _log(_uniform(_mixed(day ^ np.uint64(first + count)), purpose))
        if at >= until:
            break
        while at >= reached:
            slot += 1
            before = reached
            reached += rates[slot] * times
        into[count] = (slot + (at - before) / (rates[slot] * times)) * SLOT
        count += 1
    return count


@machine_code
def draw(figures: Figures, into: Drawn, begins: NDArray[np.int64], seed: int, first_day: int) -> None:
    for index in range(begins.shape[0] - 1):
        day = first_day + index
        begin = begins[index]
        of_day = _of_day(seed, day)
        count = _who_comes(figures, into, begin, of_day, _factor(figures, seed, day))
        begins[index + 1] = begin + count
        _decide(figures, into, begin, begin + count, of_day)


@machine_code
def _who_comes(figures: Figures, into: Drawn, begin: int, day: np.uint64, factor: float) -> int:
    """Writes arrivals and booked times of one day in order, and each one's number where their group will stand; how many."""
    arrives, booked, number = into.arrives[begin:], into.booked[begin:], into.group[begin:]
    stood = _arrivals(np.full(1, figures.backlog), 1.0, day, BACKLOG_FROM, P_BACKLOG, arrives)
    arrives[:stood] = 0.0
    walks = _arrivals(figures.rates, factor, day, 0, P_ARRIVAL, arrives[stood:])
    count = stood + walks
    booked[:count] = np.nan
    for k in range(count):
        number[k] = BACKLOG_FROM + k if k < stood else k - stood
    if np.sum(figures.booked) <= 0.0:
        return count
    count += _bookings(figures, day, arrives[count:], booked[count:], number[count:])
    in_order = np.argsort(arrives[:count], kind="mergesort")
    for column in (arrives, booked):
        column[:count] = column[:count][in_order]
    number[:count] = number[:count][in_order]
    return count


@machine_code
def _bookings(figures: Figures, day: np.uint64, arrives: Floats, booked: Floats, number: NDArray[np.int64]) -> int:
    """Writes who booked and comes, by booked half hour; how many."""
    earliest, latest = figures.punctual
    made = _arrivals(figures.booked, 1.0, day, BOOKED_FROM, P_BOOKED, booked)
    come = 0
    for k in range(made):
        of_one = _mixed(day ^ np.uint64(BOOKED_FROM + k))
        if _uniform(of_one, P_SHOWS_UP) < figures.shows_up:
            booked[come] = np.floor(booked[k] / SLOT) * SLOT
            arrives[come] = booked[come] + (_uniform(of_one, P_PUNCTUAL) * (latest - earliest) + earliest)
            number[come] = BOOKED_FROM + k
            come += 1
    return come


@machine_code
def _decide(figures: Figures, into: Drawn, begin: int, end: int, of_day: np.uint64) -> None:
    """Everything else about the visitors from `begin` to `end`, column by column."""
    chance_of = np.empty(end - begin, np.uint64)
    for k in range(end - begin):
        chance_of[k] = _mixed(of_day ^ np.uint64(into.group[begin + k]))
    _windows(figures, chance_of, into.group[begin:end], into.window[begin:end])
    _priorities(figures, chance_of, into.credit[begin:end])
    _kiosks(figures, chance_of, into.to_kiosk[begin:end], into.kiosk[begin:end], into.kiosk_fails[begin:end])
    _lengths(figures.gate, chance_of, P_GATE, into.gate[begin:end])
    _lengths(figures.desk, chance_of, P_DESK, into.desk[begin:end])
    patience, mean = into.patience[begin:end], figures.patience
    for k in range(end - begin):
        patience[k] = -mean * _log(_uniform(chance_of[k], P_PATIENCE))
    if mean == FOREVER:
        patience[:] = FOREVER


@machine_code
def _windows(figures: Figures, chance_of: NDArray[np.uint64], group: NDArray[np.int64], window: Floats) -> None:
    shares, minutes = figures.groups, figures.minutes
    for k in range(chance_of.shape[0]):
        u, mine = _uniform(chance_of[k], P_GROUP), 0
        for of in range(shares.shape[0] - 1):  # no branch: all are looked at, several visitors at once
            mine += u >= shares[of]
        group[k] = mine
    _normals(chance_of, P_WINDOW, window)
    for k in range(chance_of.shape[0]):
        window[k] = _exp(minutes[group[k], 1] + minutes[group[k], 2] * window[k])
    for k in range(chance_of.shape[0]):
        if minutes[group[k], 2] <= 0.0:
            window[k] = minutes[group[k], 0]


@machine_code
def _normals(chance_of: NDArray[np.uint64], purpose: int, into: Floats) -> None:
    """`_normal` of each: the middle for all at once, then the few in the tails again."""
    for k in range(chance_of.shape[0]):
        q = _uniform(chance_of[k], purpose) - 0.5
        into[k] = q * _middle(0.180625 - q * q)
    for k in range(chance_of.shape[0]):
        u = _uniform(chance_of[k], purpose)
        if abs(u - 0.5) > 0.425:
            into[k] = _normal(u)


@machine_code
def _priorities(figures: Figures, chance_of: NDArray[np.uint64], credit: Floats) -> None:
    shares, minutes = figures.priority, figures.credits
    for k in range(chance_of.shape[0]):
        u, kind = _uniform(chance_of[k], P_PRIORITY), 0
        for of in range(shares.shape[0]):
            kind += u >= shares[of]
        credit[k] = minutes[kind]


@machine_code
def _kiosks(
    figures: Figures,
    chance_of: NDArray[np.uint64],
    to_kiosk: NDArray[np.bool_],
    kiosk: Floats,
    fails: NDArray[np.bool_],
) -> None:
    """Those who go to a kiosk are put together first: their minutes are then drawn several at once."""
    share, failing, count = figures.to_kiosk, figures.kiosk_fails, 0
    who, theirs = np.empty(chance_of.shape[0], np.int64), np.empty(chance_of.shape[0], np.uint64)
    for k in range(chance_of.shape[0]):
        to_kiosk[k] = _uniform(chance_of[k], P_KIOSK) < share
        kiosk[k], fails[k] = 0.0, False
        who[count], theirs[count] = k, chance_of[k]
        count += to_kiosk[k]
    minutes = np.empty(count)
    _lengths(figures.kiosk, theirs[:count], P_KIOSK_MINUTES, minutes)
    for k in range(count):
        kiosk[who[k]] = minutes[k]
        fails[who[k]] = _uniform(theirs[k], P_KIOSK_FAILS) < failing


@machine_code
def _lengths(terms: tuple[float, float, float], chance_of: NDArray[np.uint64], purpose: int, into: Floats) -> None:
    mean, mu, sigma = terms
    if sigma <= 0.0:
        into[:] = mean
    else:
        _normals(chance_of, purpose, into)
        for k in range(chance_of.shape[0]):
            into[k] = _exp(mu + sigma * into[k])
