"""The values of one fact, sorted into the few classes that a set of comparisons can tell apart on one day.

Between two bounds that the comparisons name nothing changes, so one example stands for a whole class. A resident's age is
one thing, whether a comparison speaks of completed years, of the months until an age or of the birth date itself: its
classes are classes of birth dates.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, inf, nextafter
from typing import Any

from onetrip.rules.ages import births_at, months_until
from onetrip.rules.evidence import Evidence
from onetrip.rules.expressions import AmountOf, Atom, Compare, MonthsUntil, OneOf
from onetrip.rules.facts import AGE, BIRTH_DATE, OLDEST, Fact, FactType, Value, Vocabulary

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a fact's values: `examples` has one value of each, in order.

    Of ordered values `cuts` are the least of every class but the first; of bools and choices there are none, and each
    value is a class of its own until `merged`.
    """

    fact: str
    examples: tuple[Value, ...]
    cuts: tuple[Any, ...]

    def possible(self, least: Value | None, most: Value | None) -> tuple[bool, ...]:
        """Whether each class holds a value from `least` to `most` (None: without end); all do where nothing is ordered."""
        if not self.cuts:
            return (True,) * len(self.examples)
        begins, ends = (None, *self.cuts), (*self.cuts, None)
        return tuple(
            (most is None or begin is None or begin <= most) and (least is None or end is None or end > least)
            for begin, end in zip(begins, ends, strict=True)
        )

    def of(self, value: Value) -> int:
        """The class of a value. ValueError: it is none that the fact can have."""
        if self.cuts:
            return bisect_right(self.cuts, value)
        return self.examples.index(value) if len(self.examples) > 1 else 0


def key_of(atom: Atom) -> str:
    """The fact an atom is sorted under: all that depends on the resident's age under the birth date."""
    subject = atom.subject
    return BIRTH_DATE if isinstance(subject, MonthsUntil) or subject == AGE else subject


def depends_on_day(atoms: Iterable[Atom]) -> bool:
    """Whether some of the atoms compare with a dated amount."""
    return any(isinstance(atom, Compare) and isinstance(atom.bound, AmountOf) for atom in atoms)


def classes_of(fact: str, atoms: Sequence[Atom], day: date, vocabulary: Vocabulary) -> Classes:
    """The classes that `atoms`, all sorted under `fact`, can tell apart on `day`."""
    if fact == BIRTH_DATE:
        return _between(fact, _cuts_of_births(atoms, day), _A_DAY)
    described = vocabulary.facts[fact]
    match described.type:
        case FactType.BOOL:
            return Classes(fact, (False, True), ())
        case FactType.CHOICE:
            return Classes(fact, tuple(described.choices), ())
        case _:
            cuts, step = _cuts_of(described, _bounds(atoms, day, vocabulary))
            return _between(fact, cuts, step) if cuts else Classes(fact, (_any_of(described, day),), ())


def ends_of(fact: str, day: date, vocabulary: Vocabulary) -> tuple[Value | None, Value | None]:
    """The least and the greatest value a fact can have on a day; None: there is none."""
    if fact == BIRTH_DATE:
        return births_at(OLDEST, day)[0], day
    described = vocabulary.facts[fact]
    return described.least, described.most


def _any_of(fact: Fact, day: date) -> Value:
    """Some value, where all are alike."""
    return day if fact.type is FactType.DATE else fact.least or 0


def _cuts_of(fact: Fact, bounds: set[Any]) -> tuple[list[Any], Any]:
    """The bounds and the values right after them, and the step to a value before the first."""
    match fact.type:
        case FactType.INT:
            return sorted({cut for bound in bounds for cut in (ceil(bound), floor(bound) + 1)}), 1
        case FactType.NUMBER:
            return sorted({cut for bound in bounds for cut in (bound, nextafter(bound, inf))}), 1
        case _:
            return sorted({cut for bound in bounds for cut in (bound, bound + _A_DAY)}), _A_DAY


def _between(fact: str, cuts: Sequence[Any], step: Any) -> Classes:
    return Classes(fact, (cuts[0] - step, *cuts), tuple(cuts))


def _bounds(atoms: Sequence[Atom], day: date, vocabulary: Vocabulary) -> set[Any]:
    """The numbers or days that the atoms compare with on a day."""
    evidence = Evidence({}, day, vocabulary)
    found: set[Any] = set()
    for atom in atoms:
        bounds = [evidence.bound(atom)] if isinstance(atom, Compare) else _listed(atom)
        found.update(bound for bound in bounds if bound is not None)
    return found


def _listed(atom: Atom) -> Sequence[Any]:
    """The values among which an atom looks for its subject's."""
    return atom.values if isinstance(atom, OneOf) else ()


def _cuts_of_births(atoms: Sequence[Atom], day: date) -> list[date]:
    """The birth dates at which some comparison of ages, months or birth dates changes on `day`."""
    cuts: set[date] = set()
    for atom in atoms:
        bounds: Sequence[Any] = (atom.bound,) if isinstance(atom, Compare) else _listed(atom)
        for bound in bounds:
            if isinstance(atom.subject, MonthsUntil):
                cuts |= {_first_birth(atom.subject.age, months, day) for months in (bound, bound + 1)}
            elif isinstance(bound, date):
                cuts |= {bound, bound + _A_DAY}
            else:
                earliest, latest = births_at(bound, day)
                cuts |= {earliest, latest + _A_DAY}
    return sorted(cuts)


def _first_birth(age: int, months: int, day: date) -> date:
    """The first birth date of those who still have at least that many months to go until they are `age`."""
    births = range(date.min.toordinal(), date.max.toordinal())
    at = bisect_left(births, months, key=lambda birth: months_until(date.fromordinal(birth), age, day))
    return date.fromordinal(births[min(at, len(births) - 1)])
