"""Example cases of a matter: residents who do not exist, each with the plan that the engine makes for them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onetrip.advice.computing import compute
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.comparing import conditions_of
from onetrip.catalogue.residents import described, residents
from onetrip.planning import Plan, Standing
from onetrip.planning.plan import Item
from onetrip.rules import Text

DRAWN = 80
"""Residents among whom examples are looked for."""

MOST = 4


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """Somebody invented, the matter as it stands for them, and the plan."""

    who: Text
    item: Item
    plan: Plan

    @property
    def is_entitled(self) -> bool:
        """Whether it can be done for them, now or later."""
        return self.item.standing in (Standing.NOW, Standing.LATER, Standing.AUTOMATIC)


@lru_cache(maxsize=64)
def examples_of(catalogue: Catalogue, matter: str, day: date) -> tuple[ExampleCase, ...]:
    """At most four residents who differ in how the matter stands for them or in the papers they bring, those who may have it
    first. The same for the same catalogue and day; never a real person."""
    book = catalogue.book
    conditions = conditions_of(book.prepared[matter])
    facts = frozenset[str]().union(*(book.facts[name] for name in conditions))
    found: dict[tuple[object, ...], ExampleCase] = {}
    for known in residents(book.vocabulary, facts, day, DRAWN):
        said = {name: value.value for name, value in known.items() if name in facts}
        plan = compute(catalogue, wanted=[matter], facts=said, by_proxy=False, day=day).plan
        item = next((each for each in plan.items if each.matter == matter), None)
        if item is None or plan.contradictions:
            continue
        papers = tuple((each.paper, each.originals, each.copies) for each in plan.bring)
        who = described(known, facts, book.vocabulary, day)
        found.setdefault((item.standing, papers, item.situations), ExampleCase(who, item, plan))
    return tuple(sorted(found.values(), key=lambda each: not each.is_entitled)[:MOST])
