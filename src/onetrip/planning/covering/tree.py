"""Branch and bound over which papers are in and which are out, for needs that hang together.

The lower bound gives every need a share to pay, as high as the papers allow: no paper's price is shared out more than
once, so all needs together can cost no less (the dual ascent of Erlenkotter, "A dual-based procedure for uncapacitated
facility location", 1978). What is left of a paper's price is what it costs on top; where that is too much, it is out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from onetrip.planning.covering.numbers import Numbers, Use


@dataclass(slots=True)
class Budget:
    """How many ways may still be looked at, and whether the time has come to an end."""

    left: int
    expired: Callable[[], bool]

    @property
    def is_spent(self) -> bool:
        """Whether to stop with what there is."""
        return self.left <= 0 or self.expired()


class Node(NamedTuple):
    """A place in the tree: which papers are in, which are out, and what everything below it costs at least."""

    inside: int
    out: int
    least: int


class Tree:
    """The search for the best choice for the needs of one part, which begins with the choice `chosen`."""

    def __init__(self, numbers: Numbers, part: Sequence[int], chosen: Mapping[int, int], budget: Budget) -> None:
        self.chosen = dict(chosen)
        self._numbers = numbers
        self._part = part
        self._budget = budget
        self._best = numbers.value(chosen)
        self._groups = numbers.handing_in_together(part)

    def search(self) -> int:
        """Look until nothing better can be left, or the budget is spent. Gives what no choice can undercut."""
        ahead = [Node(self._numbers.anyway, self._dominated(), 0)]
        least = self._best
        while ahead:
            node = ahead.pop()
            if node.least >= self._best:
                continue
            if self._budget.is_spent:
                least = min(least, node.least)
                continue
            unmet = [number for number in self._part if not self._numbers.masks[number] & node.inside]
            if unmet:
                ahead += reversed(self._below(node, unmet))
            elif not self._settle(node.inside):
                least = min(least, node.least)
        return min(least, self._best)

    def _below(self, node: Node, unmet: Sequence[int]) -> list[Node]:
        """Where to look on: each way of the need that leaves the least choice, the most promising first."""
        left = self._left_of_prices(node)
        shares = self._shares(node, left)
        if shares is None or shares >= self._best:
            return []
        inside, out = node.inside, node.out
        for paper, on_top in enumerate(left):
            if shares + on_top >= self._best and not inside >> paper & 1:
                out |= 1 << paper
        ways = min((self._open(number, out) for number in unmet), key=len)

        def promise(use: Use) -> tuple[int, int]:
            return left[use.paper] + use.least, -sum(1 for number in unmet if self._numbers.masks[number] & use.bit)

        found = []
        for use in sorted(ways, key=promise):
            found.append(Node(inside | use.bit, out, max(shares, node.least)))
            out |= use.bit
        return found

    def _open(self, number: int, out: int) -> list[Use]:
        return [use for use in self._numbers.uses[number] if not use.bit & out]

    def _left_of_prices(self, node: Node) -> list[int]:
        """The prices that can still be shared out: of what is in, nothing."""
        return [0 if node.inside >> paper & 1 else price for paper, price in enumerate(self._numbers.price)]

    def _shares(self, node: Node, left: list[int]) -> int | None:
        """What everything below the node costs at least, taken from what is `left` of the prices; None: no way is left."""
        total = sum(self._numbers.prices_of(node.inside))
        ways = [self._open(number, node.out) for number in self._part]
        self._budget.left -= sum(map(len, ways))
        for uses in sorted(ways, key=len):
            if not uses:
                return None
            share = min(use.least + left[use.paper] for use in uses)
            total += share
            for use in uses:
                if use.least < share:
                    left[use.paper] -= share - use.least
        return total

    def _dominated(self) -> int:
        """The papers in whose place another one can always step without costing more."""
        numbers, out = self._numbers, 0
        of_paper: dict[int, list[int]] = {}
        for number in self._part:
            for use in numbers.uses[number]:
                of_paper.setdefault(use.paper, []).append(number)
        for paper, needs in of_paper.items():
            bit = 1 << paper
            common = ~bit & ~out
            for number in needs:
                common &= numbers.masks[number]
            if common and not bit & numbers.anyway and self._can_step_in(bit, common, needs):
                out |= bit
        return out

    def _can_step_in(self, bit: int, others: int, needs: Sequence[int]) -> bool:
        """Whether one of the other papers costs no more in all these needs than this one, its price included."""
        numbers = self._numbers
        more: dict[int, int] = {}
        own = {number: next(use for use in numbers.uses[number] if use.bit == bit) for number in needs}
        for number in needs:
            for use in numbers.uses[number]:
                if use.bit & others:
                    # Of copies that are handed in together nothing is sure to be spared.
                    spared = own[number].most if own[number].most == own[number].least else own[number].place
                    more[use.paper] = more.get(use.paper, 0) + max(0, use.most - spared)
        price = numbers.price[own[needs[0]].paper]
        return any(numbers.price[paper] + extra <= price for paper, extra in more.items())

    def _settle(self, inside: int) -> bool:
        """Take this choice of papers if it is better. False: not every way to use them could be looked at."""
        inside = self._without_superfluous(inside)
        chosen: dict[int, int] = {}
        complete = True
        for group in self._groups:
            places, all_seen = self._cheapest(group, inside)
            chosen |= places
            complete &= all_seen
        value = self._numbers.value(chosen)
        if value < self._best:
            self._best, self.chosen = value, chosen
        return complete

    def _cheapest(self, group: Sequence[int], inside: int) -> tuple[dict[int, int], bool]:
        """The cheapest ways of needs that hand in copies together, and whether all their ways have been looked at."""
        ways = [sorted(self._open(number, ~inside), key=lambda use: use.most) for number in group]
        best = {number: uses[0].place for number, uses in zip(group, ways, strict=True)}
        if len(group) == 1:
            return best, True
        least = self._numbers.at_windows(best)
        for picked in product(*ways):
            if self._budget.is_spent:
                return best, False
            self._budget.left -= len(group)
            places = {number: use.place for number, use in zip(group, picked, strict=True)}
            value = self._numbers.at_windows(places)
            if value < least:
                least, best = value, places
        return best, True

    def _without_superfluous(self, inside: int) -> int:
        """The papers without those that every need can do without, the dearest first."""
        numbers = self._numbers
        removable = [paper for paper in range(len(numbers.price)) if inside >> paper & 1 & ~(numbers.anyway >> paper)]
        for paper in sorted(removable, key=lambda paper: -numbers.price[paper]):
            rest = inside & ~(1 << paper)
            if all(numbers.masks[number] & rest for number in self._part):
                inside = rest
        return inside
