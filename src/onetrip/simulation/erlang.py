"""How many people a queue needs: Erlang's formula for arrivals by chance, one line, and whoever is free next. Pure.

Checked by hand against the tables of the formula; see the limits in `people_needed`.
"""

from __future__ import annotations

import math


def erlang_b(people: int, load: float) -> float:
    """The share of arrivals that find everybody busy where nobody waits; `load`: minutes of work that arrive a minute."""
    blocked = 1.0
    for n in range(1, people + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(people: int, load: float) -> float:
    """The share of arrivals that have to wait; 1 where the work is more than the people can do."""
    if load <= 0:
        return 0.0
    if people <= load:
        return 1.0
    blocked = erlang_b(people, load)
    return blocked / (1 - (load / people) * (1 - blocked))


def served_within(people: int, arrivals: float, minutes_each: float, within: float) -> float:
    """The share of people who wait `within` minutes at most; `arrivals` in half an hour, `minutes_each` at the window."""
    load = arrivals * minutes_each / 30
    if people <= load:
        return 0.0
    return 1 - erlang_c(people, load) * math.exp(-(people - load) * within / minutes_each)


def people_needed(arrivals: float, minutes_each: float, *, share: float, within: float) -> int:
    """The fewest people with whom that `share` waits `within` minutes at most; none where nobody comes.

    Each half hour is taken for itself: a queue left over from the one before is not seen, so the peak is a little short
    and the half hour behind it a little rich. ValueError for a share that no number of people can promise.
    """
    if not 0 < share < 1:
        raise ValueError(f"a share of {share} cannot be promised")
    if arrivals <= 0 or minutes_each <= 0:
        return 0
    people = max(math.ceil(arrivals * minutes_each / 30), 1)
    while served_within(people, arrivals, minutes_each, within) < share:
        people += 1
    return people
