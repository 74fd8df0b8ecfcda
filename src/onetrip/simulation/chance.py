"""Chance by hashing: what happens to one visitor for one purpose depends on (seed, day, visitor, purpose) and nothing else.

So two plans see the same people, the order of computing and the number of threads change nothing, and one visitor can be
followed through any run. The mixing is splitmix64 (Steele, Lea, Flood 2014), on unsigned 64-bit integers.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Purpose(IntEnum):
    """What a draw decides. Numbers are never used again for something else: a recorded run must stay the same."""

    COUNT = 1
    ARRIVAL = 2
    GROUP = 3
    PRIORITY = 4
    BOOKING = 5
    SHOWS_UP = 6
    GATE = 7
    DESK = 8
    KIOSK = 9
    KIOSK_MINUTES = 10
    KIOSK_FAILS = 11
    WINDOW = 12
    PATIENCE = 13
    DAY = 14
    BACKLOG = 15
    PUNCTUAL = 16
    BOOKED_COUNT = 17
    AGAIN = 18
    AGAIN_AT = 19


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_ONE, _TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53


def mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One round of splitmix64."""
    with np.errstate(over="ignore"):
        z = z + _GOLDEN
        z = (z ^ (z >> np.uint64(30))) * _ONE
        z = (z ^ (z >> np.uint64(27))) * _TWO
        return z ^ (z >> np.uint64(31))


def uniform(seed: int, day: int, visitors: NDArray[np.int64], purpose: Purpose) -> NDArray[np.float64]:
    """A number between 0 and 1, both excluded, for each of `visitors` (their numbers within the day)."""
    of_day = mixed(mixed(np.array([seed], np.uint64)) ^ np.array([day], np.uint64))
    of_visitor = mixed(of_day ^ visitors.astype(np.uint64))
    drawn = mixed(of_visitor ^ np.uint64(purpose))
    return (np.asarray(drawn >> np.uint64(11), np.float64) + 0.5) * _TO_UNIT


# The functions below use only what is rounded the same on every machine (+, -, *, /, square root, powers of two): the
# logarithm of one C library differs from that of another in the last bit, and one bit can change who is called first.

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The natural logarithm of 2 in two parts; the first has so few digits that an exponent times it is exact."""
SQRT_HALF, LOG2_E = 0.7071067811865476, 1.4426950408889634
LOG_TERMS = tuple(2.0 / (2 * k + 1) for k in range(11, 0, -1))
"""ln((1 + s) / (1 - s)) = 2 s + 2 s^3 / 3 + 2 s^5 / 5 + …, from the last factor to that of s^3."""
EXP_TERMS = tuple(
    1.0 / factor
    for factor in (87178291200, 6227020800, 479001600, 39916800, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1, 1)
)
"""1 / n! from n = 14 to 0."""


def logarithm(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithm of normal numbers above 0, to about one unit in the last place."""
    fraction, exponent = np.frexp(x)
    small = fraction < SQRT_HALF
    fraction, exponent = np.where(small, 2.0 * fraction, fraction), exponent - small
    s = (fraction - 1.0) / (fraction + 1.0)
    square = s * s
    series = np.zeros_like(square)
    for term in LOG_TERMS:
        series = (series + term) * square
    return np.asarray(exponent * LN2_HIGH + (2.0 * s + (s * series + exponent * LN2_LOW)), np.float64)


def exponential(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """e to the x, for x between -700 and 700, to about one unit in the last place."""
    twos = np.floor(x * LOG2_E + 0.5)
    rest = (x - twos * LN2_HIGH) - twos * LN2_LOW
    series = np.zeros_like(rest)
    for term in EXP_TERMS:
        series = series * rest + term
    return np.ldexp(series, twos.astype(np.int64))


# Wichura 1988, algorithm AS 241 (PPND16): numerator and denominator from the highest power down, for the middle, the tails and the far tails.
MIDDLE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.3871328727963666080,
    ),
    (
        5226.4952788528545610,
        28729.085735721942674,
        39307.895800092710610,
        21213.794301586595867,
        5394.1960214247511077,
        687.18700749205790830,
        42.313330701600911252,
        1.0,
    ),
)
TAIL = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258,
        3.64784832476320460504,
        5.76949722146069140550,
        4.63033784615654529590,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1.0,
    ),
)
FAR_TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580,
        5.46378491116411436990,
        6.65790464350110377720,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)


def normal(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The standard normal value that a share `u` lies below (0 < u < 1), to about 1e-16 of itself."""
    q = u - 0.5
    r = 0.180625 - q * q
    in_middle = np.abs(q) <= 0.425
    tail = np.sqrt(-logarithm(np.where(q < 0.0, u, 1.0 - u)))
    outside = np.where(tail <= 5.0, _ratio(TAIL, tail - 1.6), _ratio(FAR_TAIL, tail - 5.0))
    return np.where(in_middle, q * _ratio(MIDDLE, r), np.where(q < 0.0, -outside, outside))


def _ratio(terms: tuple[tuple[float, ...], tuple[float, ...]], r: NDArray[np.float64]) -> NDArray[np.float64]:
    above, below = np.zeros_like(r), np.zeros_like(r)
    for over, under in zip(*terms, strict=True):
        above, below = above * r + over, below * r + under
    return above / below


def lognormal_terms(mean: float, cv: float) -> tuple[float, float]:
    """Mean and deviation of the logarithm of a lognormal length with this mean (above 0) and coefficient of variation."""
    variance = float(logarithm(np.array([1.0 + cv * cv]))[0])
    return float(logarithm(np.array([mean]))[0]) - variance / 2.0, float(np.sqrt(variance))
