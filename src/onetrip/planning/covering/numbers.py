"""The needs in numbers: papers as bits, and a cost as one whole number that compares as its parts do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from onetrip.planning.covering.needs import Cost, Need, Price

Handed = tuple[str, str]
"""A matter and a paper of which copies are handed in for it."""


class Use(NamedTuple):
    """A way in numbers: its place in the list, its paper, the bit of that; what it costs at the window at most, at least.

    The two differ only for copies that several needs of a matter hand in together: in the end the greatest number counts.
    """

    place: int
    paper: int
    bit: int
    most: int
    least: int


@dataclass(frozen=True, slots=True)
class Scale:
    """What one of each part weighs: more than all the parts behind it can add up to."""

    burden: int
    paper: int
    copy: int
    unsure: int

    def cost(self, value: int) -> Cost:
        """The parts of a value."""
        burden, rest = divmod(value, self.burden)
        papers, rest = divmod(rest, self.paper)
        copies, rest = divmod(rest, self.copy)
        return Cost(burden, papers, copies, *divmod(rest, self.unsure))


class Numbers:
    """The needs, prices and copies of one question, in numbers.

    `prices` are those of papers that are not brought `anyway`; `copies` what is handed in anyway.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        prices: Mapping[str, Price],
        anyway: frozenset[str],
        copies: Mapping[Handed, int],
    ) -> None:
        self._needs = needs
        names = list(dict.fromkeys(way.paper for need in needs for way in need.ways))
        priced = {name: Price() if name in anyway else prices[name] for name in names}
        self.copies = [
            [max(0, way.copies - copies.get((need.matter, way.paper), 0)) for way in need.ways] for need in needs
        ]
        self.scale = self._scale(priced)
        self.price = [0 if name in anyway else self._price(price) for name, price in priced.items()]
        self.anyway = sum(1 << number for number, name in enumerate(names) if name in anyway)
        self._together = self._handed_in_together()
        number_of = {name: number for number, name in enumerate(names)}
        self.uses = [self._uses(number, number_of) for number in range(len(needs))]
        self.masks = [_union(use.bit for use in uses) for uses in self.uses]

    def value(self, chosen: Mapping[int, int]) -> int:
        """What a choice costs, by need its place: each paper once, and what it takes at the windows."""
        inside = _union(self.uses[number][place].bit for number, place in chosen.items())
        return sum(self.prices_of(inside)) + self.at_windows(chosen)

    def prices_of(self, papers: int) -> Iterator[int]:
        """The prices of these papers, one after another."""
        return (price for number, price in enumerate(self.price) if papers >> number & 1)

    def at_windows(self, chosen: Mapping[int, int]) -> int:
        """The copies of a choice, of one paper for one matter the greatest number, and how far behind its ways stand."""
        handed: dict[Handed, int] = defaultdict(int)
        for number, place in chosen.items():
            need = self._needs[number]
            key = (need.matter, need.ways[place].paper)
            handed[key] = max(handed[key], self.copies[number][place])
        return sum(handed.values()) * self.scale.copy + sum(chosen.values())

    def parts(self) -> list[tuple[int, ...]]:
        """The needs in groups that have nothing to do with one another: no paper in common, no copies handed in together."""
        by_paper: dict[int, list[int]] = defaultdict(list)
        for number, uses in enumerate(self.uses):
            for use in uses:
                if not use.bit & self.anyway:
                    by_paper[use.paper].append(number)
        return _connected(range(len(self.uses)), [*by_paper.values(), *self._together.values()])

    def handing_in_together(self, part: Sequence[int]) -> list[tuple[int, ...]]:
        """The needs of a part in groups that hand in copies of one paper together; most are alone in theirs."""
        wanted = set(part)
        return _connected(part, [numbers for numbers in self._together.values() if wanted.issuperset(numbers)])

    def _price(self, price: Price) -> int:
        return price.burden * self.scale.burden + self.scale.paper + price.unsure * self.scale.unsure

    def _scale(self, priced: Mapping[str, Price]) -> Scale:
        unsure = 1 + sum(len(need.ways) - 1 for need in self._needs)
        copy = unsure * (1 + sum(price.unsure for price in priced.values()))
        paper = copy * (1 + sum(max(copies) for copies in self.copies))
        return Scale(paper * (1 + len(priced)), paper, copy, unsure)

    def _handed_in_together(self) -> dict[Handed, list[int]]:
        """The needs of one matter that hand in copies of one paper together, where there are several."""
        found: dict[Handed, list[int]] = defaultdict(list)
        for number, need in enumerate(self._needs):
            for way, copies in zip(need.ways, self.copies[number], strict=True):
                if copies:
                    found[need.matter, way.paper].append(number)
        return {handed: numbers for handed, numbers in found.items() if len(numbers) > 1}

    def _uses(self, number: int, number_of: Mapping[str, int]) -> tuple[Use, ...]:
        need, uses = self._needs[number], []
        for place, way in enumerate(need.ways):
            paper, copies = number_of[way.paper], self.copies[number][place] * self.scale.copy
            # The greatest of several numbers is at least the sum of an equal part of each.
            among = len(self._together.get((need.matter, way.paper), (number,)))
            uses.append(Use(place, paper, 1 << paper, copies + place, copies // among + place))
        return tuple(uses)


def _connected(numbers: Iterable[int], groups: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """The numbers, those that are in one of the groups together or by way of others in one tuple."""
    of_number: dict[int, list[Sequence[int]]] = defaultdict(list)
    for group in groups:
        for number in group:
            of_number[number].append(group)
    found: list[tuple[int, ...]] = []
    seen: set[int] = set()
    for start in numbers:
        part, ahead = set[int](), [start]
        while ahead:
            number = ahead.pop()
            if number not in part and number not in seen:
                part.add(number)
                ahead += [other for group in of_number.pop(number, ()) for other in group]
        if part:
            found.append(tuple(sorted(part)))
            seen |= part
    return found


def _union(bits: Iterable[int]) -> int:
    found = 0
    for bit in bits:
        found |= bit
    return found
