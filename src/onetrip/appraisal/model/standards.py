"""What a piece of work usually takes and how much it weighs: medians of colleagues, drawn together where there are few.

A matter seen once says little of itself. Its median is drawn towards that of its category, and that towards the centre's, as
if those had been seen `matter_weight` more times (shrinkage, James and Stein 1961; as credibility weights in insurance).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from onetrip.appraisal.model.figures import THOUSAND, between, median, shrunk, whole
from onetrip.appraisal.model.inputs import Month, Work
from onetrip.appraisal.model.rules import Rules

Timed = list[tuple[int, int]]
"""(seconds, clerk), sorted."""


class Standards:
    """What the works of a month usually take, for each clerk by what the colleagues took: nobody is compared with herself."""

    def __init__(self, works: Iterable[Work], rules: Rules) -> None:
        self._rules = rules
        self._all: Timed = []
        self._categories: dict[str, Timed] = defaultdict(list)
        self._matters: dict[str, Timed] = defaultdict(list)
        self._cells: dict[tuple[str, int], Timed] = defaultdict(list)
        for work in works:
            if work.seconds is None or work.withdrawn or work.faults or work.share != THOUSAND:
                continue
            timed = (work.seconds, work.clerk)
            self._all.append(timed)
            self._categories[work.category].append(timed)
            self._matters[work.matter].append(timed)
            self._cells[work.matter, work.band].append(timed)
        for group in (self._categories, self._matters, self._cells):
            for rows in group.values():
                rows.sort()
        self._all.sort()
        self._known: dict[tuple[int, str, str, int], Fraction] = {}

    def usual(self, clerk: int, work: Work) -> int:
        """Seconds that colleagues of `clerk` usually take for such a work at that half hour; 0 where nobody was timed."""
        return whole(self._cell(clerk, work.matter, work.category, work.band))

    def usual_case(self, clerk: int) -> int:
        """Seconds of the colleagues' middle case, of any matter."""
        return whole(self._whole(clerk))

    def _cell(self, clerk: int, matter: str, category: str, band: int) -> Fraction:
        def find() -> Fraction:
            to = self._matter(clerk, matter, category)
            return _drawn(_others(self._cells.get((matter, band), []), clerk), to, self._rules.hour_weight)

        return self._once((clerk, matter, category, band), find)

    def _matter(self, clerk: int, matter: str, category: str) -> Fraction:
        def find() -> Fraction:
            own = _others(self._matters.get(matter, []), clerk)
            return _drawn(own, self._category(clerk, category), self._rules.matter_weight)

        return self._once((clerk, matter, category, -1), find)

    def _category(self, clerk: int, category: str) -> Fraction:
        def find() -> Fraction:
            own = _others(self._categories.get(category, []), clerk)
            return _drawn(own, self._whole(clerk), self._rules.matter_weight)

        return self._once((clerk, "", category, -1), find)

    def _whole(self, clerk: int) -> Fraction:
        def find() -> Fraction:
            others = _others(self._all, clerk) or [seconds for seconds, _ in self._all]
            return median(others) if others else Fraction(0)

        return self._once((clerk, "", "", -1), find)

    def _once(self, key: tuple[int, str, str, int], find: Callable[[], Fraction]) -> Fraction:
        if key not in self._known:
            self._known[key] = find()
        return self._known[key]


def _others(rows: Timed, clerk: int) -> list[int]:
    return [seconds for seconds, who in rows if who != clerk]


def _drawn(seconds: list[int], to: Fraction, weight: int) -> Fraction:
    return shrunk(median(seconds), len(seconds), to, weight) if seconds else to


class Coefficients:
    """The value coefficient of each matter of a month in thousandths: its own, that of its category, or 1000."""

    def __init__(self, month: Month, rules: Rules) -> None:
        self._matters = dict(month.coefficients)
        self._categories = dict(month.categories)
        if not self._matters:  # nobody reviewed any yet: those that the month itself gives
            self._matters, self._categories = proposed(month.works, rules)

    def of(self, work: Work) -> int:
        """The coefficient that counts for a work."""
        return self._matters.get(work.matter) or self._categories.get(work.category) or THOUSAND


def proposed(works: Iterable[Work], rules: Rules) -> tuple[dict[str, int], dict[str, int]]:
    """The default coefficients by matter and by category: median minutes ÷ the centre's median minutes, drawn together.

    The category towards 1 and the matter towards its category, as if those had been seen `coefficient_prior` times.
    """
    by_matter: dict[str, list[int]] = defaultdict(list)
    by_category: dict[str, list[int]] = defaultdict(list)
    category_of: dict[str, str] = {}
    timed: list[int] = []
    for work in works:
        if work.seconds is None or work.withdrawn or work.share != THOUSAND:
            continue
        by_matter[work.matter].append(work.seconds)
        by_category[work.category].append(work.seconds)
        category_of[work.matter] = work.category
        timed.append(work.seconds)
    if not timed or not (middle := median(sorted(timed))):
        return {}, {}
    categories = {name: _relative(rows, middle, Fraction(1), rules) for name, rows in by_category.items()}
    matters = {name: _relative(rows, middle, categories[category_of[name]], rules) for name, rows in by_matter.items()}
    return _bounded(matters, rules), _bounded(categories, rules)


def _relative(seconds: list[int], middle: Fraction, to: Fraction, rules: Rules) -> Fraction:
    return shrunk(median(sorted(seconds)) / middle, len(seconds), to, rules.coefficient_prior)


def _bounded(found: Mapping[str, Fraction], rules: Rules) -> dict[str, int]:
    return {
        name: between(whole(value * THOUSAND), rules.coefficient_least, rules.coefficient_most)
        for name, value in sorted(found.items())
    }
