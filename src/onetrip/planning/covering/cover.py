"""The choice of least cost, proven, or the best found with what it can still fall short."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from onetrip.planning.covering.needs import Cover, Need, Price, greedy
from onetrip.planning.covering.numbers import Handed, Numbers
from onetrip.planning.covering.tree import Budget, Tree

MOST_STEPS = 450_000
"""Ways looked at before the best found so far is given. Counted, not timed, so that a plan computed again is the same to
the byte; a common machine looks at as many in less than 200 ms (see benchmarks/plans/papers.py)."""


def cover(
    needs: Sequence[Need],
    prices: Mapping[str, Price],
    anyway: Collection[str] = (),
    copies: Mapping[Handed, int] | None = None,
    *,
    steps: int = MOST_STEPS,
    expired: Callable[[], bool] = lambda: False,
) -> Cover:
    """The choice of least cost for `needs`.

    `prices` are those of the papers that are not brought `anyway`; `copies`, by matter and paper, what is handed in
    anyway. After `steps` ways looked at, or once `expired()` says so, the best found so far is given. ValueError: a need
    has no way, or names a paper twice. KeyError: a paper that is not brought anyway has no price.
    """
    for need in needs:
        if not need.ways or len({way.paper for way in need.ways}) < len(need.ways):
            raise ValueError(f"a need of {need.matter} has no way, or one paper twice")
    numbers = Numbers(needs, prices, frozenset(anyway), copies or {})
    start, budget = greedy(needs, anyway), Budget(steps, expired)
    chosen: dict[int, int] = {}
    least = 0
    for part in numbers.parts():
        tree = Tree(numbers, part, {number: start[number] for number in part}, budget)
        least += tree.search()
        chosen |= tree.chosen
    cost = numbers.scale.cost(numbers.value(chosen))
    return Cover(tuple(chosen[number] for number in range(len(needs))), cost, numbers.scale.cost(least))
