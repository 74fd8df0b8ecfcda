"""Whether enough people are there who may be called for each category and matter. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onetrip.staff.queries import Qualified


@dataclass(frozen=True, slots=True)
class Thin:
    """A category, or a matter of one that has enough people otherwise (`matter`), that `people` of those there can do."""

    category: str
    matter: str
    people: int


def can_do(held: Qualified | None, category: str, matter: str = "") -> bool:
    """Whether somebody may be called for a matter, or for a whole category; None: training has said nothing of them."""
    return held is None or category in held.categories or (bool(matter) and matter in held.matters)


def thin(
    there: Collection[int],
    held: Mapping[int, Qualified],
    matters: Mapping[str, str],
    *,
    asked: Collection[str],
    too_few: int,
) -> list[Thin]:
    """What fewer than `too_few` of `there` can do, the fewest first. `matters`: matter → category, in their order; `asked`
    are the matters that are asked for at all, the only ones that are named alone."""
    order = list(dict.fromkeys(matters.values()))
    found: list[Thin] = []
    for category in order:
        people = sum(can_do(held.get(one), category) for one in there)
        of_it = [matter for matter, its in matters.items() if its == category and matter in asked]
        each = {matter: sum(can_do(held.get(one), category, matter) for one in there) for matter in of_it}
        few = [Thin(category, matter, number) for matter, number in each.items() if number < too_few]
        if people < too_few and len(few) == len(of_it):
            found.append(Thin(category, "", people))
        else:
            found += few
    return sorted(found, key=lambda one: (one.people, order.index(one.category), one.matter))
