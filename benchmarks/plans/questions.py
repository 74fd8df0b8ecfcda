"""How many questions it takes: until all is decided, and until the last thing somebody is entitled to is found.

Everybody is asked about everything that can be claimed (`Book.claimable`), by the catalogue, with an ID card read or with
nothing known. Beside our order stand three others, each asking only what can still change something: the order of the
vocabulary, as fixed questionnaires have it; what is missing in most open matters, which is what publicodes counts
(github.com/publicodes, `missingVariables`; its editorial lists left out); and by lot. Below all of them lies the certificate
bound: the fewest facts that prove every verdict to somebody who knows the answers, found exactly by HiGHS.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import mean
from typing import TypeAlias

import highspy

from benchmarks.report import Row
from onetrip.catalogue.book import Catalogue
from onetrip.planning import Book, Prior, learn, next_question
from onetrip.planning.chooser import Ahead
from onetrip.planning.states import Node, States
from onetrip.rules import AGE, BIRTH_DATE, Known, KnownFacts, Origin, Verdict, derive, facts_of
from onetrip.rules.evidence import UNKNOWN
from onetrip.rules.tables import Table
from onetrip.synthetic.city import city

RESIDENTS = 100
LONGEST = 6
"""Facts that follow one from another, at most: longer chains do not count towards the bound."""
LEARNT_FROM, SEED, OTHER_SEED = 8192, 20201101, 7

Choose: TypeAlias = Callable[[KnownFacts, Mapping[str, frozenset[str]]], str | None]
"""From what is known and, by condition, the facts that can still decide it: which to ask for."""


@dataclass(frozen=True, slots=True)
class Count:
    """Questions until everything was decided, and until the last entitlement was; how many there are."""

    all: float
    last: float
    entitled: float


def rows(catalogue: Catalogue, day: date) -> list[Row]:
    """The figures, with an ID card read first and then with nothing known."""
    book = catalogue.book
    prior = learn(city(book.vocabulary, None, day, LEARNT_FROM, SEED).known(), book.vocabulary, day)
    people = list(city(book.vocabulary, None, day, RESIDENTS, OTHER_SEED).known())
    found = []
    for begins, given in (("ID card read", (BIRTH_DATE, "sex")), ("nothing known", ())):
        found += _rows(catalogue, day, prior, people, begins, given)
    return found


def _rows(
    catalogue: Catalogue, day: date, prior: Prior, people: Sequence[KnownFacts], begins: str, given: Sequence[str]
) -> list[Row]:
    book = catalogue.book
    lot = random.Random(SEED)  # noqa: S311 - lots for a measurement
    order = {fact: (item.order, fact) for fact, item in book.vocabulary.facts.items()}
    orders: dict[str, Choose] = {
        "publicodes' counting": lambda _, left: _most_missing(left),
        "fixed order": lambda _, left: min(frozenset[str]().union(*left.values()), key=order.__getitem__),
        "by lot": lambda _, left: lot.choice(sorted(frozenset[str]().union(*left.values()))),
        "ours": lambda known, _: _ours(catalogue, known, day, prior),
    }
    counts = {name: _counted(catalogue, day, people, given, choose) for name, choose in orders.items()}
    ours, counting = counts["ours"], counts["publicodes' counting"]
    bound = mean(certificate(catalogue, day, person, given) for person in people)
    rows = [
        Row(
            f"{begins}: all decided, above the certificate bound {bound:.1f}",
            100 * (ours.all / bound - 1),
            "%",
            "lower",
            5,
        ),
        Row(
            f"{begins}: last of {ours.entitled:.1f} found, fewer than publicodes' counting",
            100 * (1 - ours.last / counting.last),
            "%",
            "higher",
            35,
        ),
    ]
    for name, count in counts.items():
        if name != "ours":
            rows += [
                Row(f"{begins}: questions until all is decided", ours.all, "", "lower", None, name, count.all),
                Row(f"{begins}: questions until the last is found", ours.last, "", "lower", None, name, count.last),
            ]
    return rows


def _ours(catalogue: Catalogue, known: KnownFacts, day: date, prior: Prior) -> str | None:
    question = next_question(catalogue.book, known, day, [], scope="everything", prior=prior)
    return question.fact if question is not None else None


def _most_missing(left: Mapping[str, frozenset[str]]) -> str:
    missing = Counter(fact for facts in left.values() for fact in sorted(facts))
    return missing.most_common(1)[0][0]


def _counted(
    catalogue: Catalogue, day: date, people: Sequence[KnownFacts], given: Sequence[str], choose: Choose
) -> Count:
    """The mean over the people, each asked until everything is decided."""
    book = catalogue.book
    conditions = set(book.conditions_of(book.claimable))
    all_of, last_of, entitled = [], [], []
    for person in people:
        known = {fact: person[fact] for fact in given if fact in person}
        truths = book.program.verdicts(person, day)
        asked = last = 0
        while left := _left(catalogue, day, known, conditions):
            fact = choose(known, left)
            if fact is None:
                raise RuntimeError(f"{sorted(left)} are open and nothing is asked")
            known[fact] = Known(person[fact].value, Origin.SAID)
            asked += 1
            decided = left.keys() - _left(catalogue, day, known, conditions).keys()
            if any(truths[name] is Verdict.YES for name in decided):
                last = asked
        all_of.append(asked)
        last_of.append(last)
        entitled.append(sum(truths[name] is Verdict.YES for name in conditions))
    return Count(mean(all_of), mean(last_of), mean(entitled))


def _left(catalogue: Catalogue, day: date, known: KnownFacts, conditions: set[str]) -> dict[str, frozenset[str]]:
    """The open conditions, each with the facts that can still decide it; the birth date stands for the age."""
    ahead = catalogue.book.chooser(day).ahead(_with_implied(catalogue.book, known, day))
    return {name: facts for name in sorted(conditions) if (facts := ahead.open_facts(name))}


def _with_implied(book: Book, known: KnownFacts, day: date) -> KnownFacts:
    """What is known, with what follows from it without asking: no order has to ask for that."""
    return {**known, **book.impossible.implied(known, day)}


def certificate(catalogue: Catalogue, day: date, person: KnownFacts, given: Sequence[str]) -> int:
    """The fewest facts beside the `given` ones that prove every verdict about a person: no order of questions asks fewer.

    A fact counts as known where it was asked for, or where up to three facts imply it. Of the conditions too large for
    one table the parts are proved, as our own verdicts are.
    """
    book = catalogue.book
    chooser = book.chooser(day)
    model = _Proof(book, chooser.states, chooser.ahead(person), person, given, day)
    for name in sorted(set(book.conditions_of(book.claimable))):
        model.prove(chooser.states.nodes[name])
    return model.fewest()


class _Proof:
    """The integer program of one person: which facts to ask for, so that every condition has a certificate."""

    def __init__(
        self, book: Book, states: States, ahead: Ahead, person: KnownFacts, given: Sequence[str], day: date
    ) -> None:
        self._book, self._states, self._ahead, self._person, self._day = book, states, ahead, person, day
        self._given = frozenset(given)
        self._model = highspy.Highs()
        self._model.setOptionValue("output_flag", False)  # noqa: FBT003 - its own words
        self._known: dict[str, highspy.highs_var] = {}
        self._levels: dict[str, highspy.highs_var] = {}

    def prove(self, node: Node) -> None:
        """Ask for a proof of the verdict of a condition."""
        self._model.addConstr(self._proof(node) >= 1)

    def fewest(self) -> int:
        """How many facts it takes."""
        self._model.run()
        return round(self._model.getInfo().objective_function_value)

    def _proof(self, node: Node) -> highspy.highs_var:
        """A variable that is 1 only where the verdict of the node is proved."""
        proved = self._binary()
        if node.table is not None:
            ways = []
            for needed in _certificates(self._states.tables[node.table], self._person):
                way = self._binary()
                for fact in needed:
                    self._model.addConstr(way <= self._is_known(fact))
                ways.append(way)
            self._model.addConstr(proved <= sum(ways))
            return proved
        decisive = Verdict.NO if node.all_of else Verdict.YES
        if self._ahead.verdict(node) == decisive:
            parts = [self._proof(part) for part in node.parts if self._ahead.verdict(part) == decisive]
            self._model.addConstr(proved <= sum(parts))
        else:
            for part in node.parts:
                self._model.addConstr(proved <= self._proof(part))
        return proved

    def _is_known(self, fact: str) -> highspy.highs_var:
        """A variable that is 1 only where the fact is given, asked for, or implied by facts known before it."""
        if fact in self._known:
            return self._known[fact]
        known = self._known[fact] = self._binary()
        self._levels[fact] = self._model.addVariable(0, LONGEST, 0)
        if fact in self._given:
            return known
        asked = self._model.addVariable(0, 1, 1, highspy.HighsVarType.kInteger)
        implied = []
        for grounds in _grounds(self._book, fact, self._person, self._day):
            follows = self._binary()
            for ground in grounds:
                self._model.addConstr(follows <= self._is_known(ground))
                # Each fact comes after its grounds, so that two cannot be known from each other.
                later = self._levels[fact] - self._levels[ground]
                self._model.addConstr(later >= 1 - (LONGEST + 1) * (1 - follows))
            implied.append(follows)
        self._model.addConstr(known <= asked + sum(implied))
        return known

    def _binary(self) -> highspy.highs_var:
        return self._model.addVariable(0, 1, 0, highspy.HighsVarType.kInteger)


def _grounds(book: Book, fact: str, person: KnownFacts, day: date) -> list[tuple[str, ...]]:
    """The least sets of up to three facts of a person that imply a fact."""
    beside = sorted(
        {
            other
            for each in book.constraints
            if each.certain
            for other in facts_of(each.never)
            if fact in facts_of(each.never)
        }
    )
    beside = [BIRTH_DATE if other == AGE else other for other in beside if other != fact]
    found: list[tuple[str, ...]] = []
    for size in (1, 2, 3):
        for some in combinations(dict.fromkeys(beside), size):
            if any(set(less) <= set(some) for less in found):
                continue
            known = derive({name: person[name] for name in some if name in person}, day)
            if fact in book.impossible.implied(known, day):
                found.append(some)
    return found


def _certificates(table: Table, person: KnownFacts) -> list[tuple[str, ...]]:
    """The least sets of facts that decide a table's condition for somebody."""
    places = tuple(axis.place_of(person[axis.fact].value) for axis in table.axes)
    key = (id(table), places)
    if key not in _FOUND:
        found: list[tuple[int, ...]] = []
        for size in range(len(places) + 1):
            for some in combinations(range(len(places)), size):
                state = tuple(place if at in some else 0 for at, place in enumerate(places))
                if table.verdicts[state] != UNKNOWN and not any(set(less) <= set(some) for less in found):
                    found.append(some)
        _FOUND[key] = [tuple(table.facts[at] for at in some) for some in found]
    return _FOUND[key]


_FOUND: dict[tuple[int, tuple[int, ...]], list[tuple[str, ...]]] = {}
