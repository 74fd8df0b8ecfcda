"""Where the catalogue itself would let two answers stand: a resident on whom what an open point says makes a difference.

"One source says 65, one says 60": then nobody from 60 to 64 is asked about, and of somebody of 59 or of 65 there is one answer
whichever source is right. "Whether multiple disabilities count is not verified": then nobody with those is asked about. What an
open point names is found by its words: figures in the unit of the fact, and the names of answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.rules import (
    ALWAYS,
    BIRTH_DATE,
    Atom,
    Compare,
    Expr,
    FactType,
    OneOf,
    Truth,
    atoms,
    evaluate,
    every,
    facts_of,
    some,
)
from onetrip.rules.classes import key_of
from onetrip.rules.edges import Traits, known_of
from onetrip.rules.evidence import Evidence
from onetrip.rules.expressions import And, Or

_WORDED = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_FIGURE = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十])\s*(?=(\S))")
_OUTDATED = re.compile("[^，；。]*老线")
"""A line that is said to be an old one is no other answer."""
_OF_AGE = "岁龄老"
_AGE_UNITS = "岁周"
_LONG = 3
"""Characters from which on a name can mean nothing else."""
_CLASSES = ("户口", "户籍", "残疾")
"""What makes a shorter name the name of a class of people."""


@dataclass(frozen=True, slots=True)
class Open:
    """What the open points of some fields say, all together."""

    text: str

    def names(self, word: str) -> bool:
        """Whether they speak of it by its name."""
        if len(word) >= _LONG:
            return word in self.text
        return (word.endswith("级") and word in self.text) or any(f"{word}{of}" in self.text for of in _CLASSES)

    def figures(self, units: str) -> list[int | float]:
        """The figures in a unit, given by the characters it may begin with; none that is said to be outdated."""
        of_today = _OUTDATED.sub("", self.text)
        found = [
            (figure, unit)
            for figure, unit in _FIGURE.findall(of_today)
            if unit in units and not _is_a_year(figure, unit)
        ]
        return [_WORDED.get(figure) or (float(figure) if "." in figure else int(figure)) for figure, _ in found]


def _is_a_year(figure: str, unit: str) -> bool:
    return unit == "年" and len(figure) == len("2026")


def open_of(matter: Matter, fields: Collection[str]) -> Open:
    """What the open points of the fields say, also those for the editor alone."""
    return Open("\n".join(point.text.zh for point in matter.open if point.of in fields))


def has_one_answer(
    catalogue: Catalogue, points: Open, condition: Expr, traits: Traits, day: date, beside: Expr = ALWAYS
) -> bool:
    """Whether the verdict for this resident is the same whichever way everything goes that the points hold open. A figure
    that is a bound of a condition `beside` is no other figure for this one."""
    if not points.text:
        return True
    vocabulary = catalogue.book.vocabulary
    known = known_of(traits, day, vocabulary)
    evidence = Evidence(known, day, vocabulary)
    others = _other_figures(catalogue, points, condition, beside, evidence)
    disputed: set[Atom] = {atom for atom in atoms(condition) if _is_named(catalogue, points, atom, traits)}
    for atom, figures in others.items():
        if any(evidence.judge(replace(atom, bound=figure)) != evidence.judge(atom) for figure in figures):
            disputed.add(atom)
    return not disputed or (
        evaluate(settled(condition, disputed, to=True), known, day, vocabulary)
        is evaluate(settled(condition, disputed, to=False), known, day, vocabulary)
    )


def undisputed(catalogue: Catalogue, points: Open, condition: Expr) -> Expr:
    """The condition of being none of those whose class the points hold open, as far as answers have names."""
    parts: list[Expr] = []
    for fact in sorted(facts_of(condition)):
        described = catalogue.book.vocabulary.fact(fact)
        if described is not None and described.type is FactType.CHOICE:
            named = tuple(choice for choice, text in described.choices.items() if points.names(text.zh))
            parts += [OneOf(fact, named, inside=False)] if named else []
    return every(*parts) if parts else ALWAYS


def is_spoken_of(catalogue: Catalogue, points: Open, fact: str) -> bool:
    """Whether the points may speak of a fact, so that asking for it first would be no mistake: taken broadly, by any two
    characters of its name, and of a life by any word of age."""
    described = catalogue.book.vocabulary.fact(fact)
    if described is None:
        return False
    if fact == BIRTH_DATE and any(sign in points.text for sign in _OF_AGE):
        return True
    label = described.label.zh
    return any(label[at : at + 2] in points.text for at in range(len(label) - 1))


def settled(condition: Expr, disputed: Collection[Atom], *, to: bool) -> Expr:
    """The condition with what is disputed taken one way. Conditions are monotone, so all one way and all the other are the
    ends of what may be."""
    match condition:
        case And():
            return every(*(settled(part, disputed, to=to) for part in condition.parts))
        case Or():
            return some(*(settled(part, disputed, to=to) for part in condition.parts))
        case Truth():
            return condition
    return Truth(to) if condition in disputed else condition


def _other_figures(
    catalogue: Catalogue, points: Open, condition: Expr, beside: Expr, evidence: Evidence
) -> dict[Compare, list[int | float]]:
    """For each comparison the figures that are named in its place: those that are no bound themselves, held against the bound
    that is named beside them, else against the nearest."""
    by_unit: dict[str, dict[Compare, int | float]] = {}
    for atom in atoms(condition):
        bound = evidence.bound(atom) if isinstance(atom, Compare) else None
        if isinstance(atom, Compare) and isinstance(bound, int | float):
            by_unit.setdefault(_unit_of(catalogue, atom), {})[atom] = bound
    known = {atom.bound for atom in atoms(every(condition, beside)) if isinstance(atom, Compare)}
    found: dict[Compare, list[int | float]] = {}
    for unit, bounds in by_unit.items():
        figures = points.figures(unit)
        named = {atom: bound for atom, bound in bounds.items() if bound in figures} or bounds
        for figure in figures:
            if figure not in bounds.values() and figure not in known:
                nearest = min(named, key=lambda atom: abs(named[atom] - figure))
                found.setdefault(nearest, []).append(figure)
    return found


def _unit_of(catalogue: Catalogue, atom: Compare) -> str:
    fact = key_of(atom)
    described = catalogue.book.vocabulary.fact(fact)
    if fact == BIRTH_DATE:
        return _AGE_UNITS
    return described.unit.zh[:1] if described is not None and described.unit is not None else ""


def _is_named(catalogue: Catalogue, points: Open, atom: Atom, traits: Traits) -> bool:
    """Whether it is open whether the resident's own answer counts."""
    fact = key_of(atom)
    described = catalogue.book.vocabulary.fact(fact)
    if not isinstance(atom, OneOf) or described is None or described.type is not FactType.CHOICE or fact not in traits:
        return False
    return points.names(described.choices[str(traits[fact])].zh)
