"""Least questions, least papers, fewest trips: how few they are, and how long it takes to know.

- `plans.speed`: verdicts, reasons, next question and plan on made catalogues of 200 and of 2,000 matters, beside peers;
- `plans.papers`: the least papers, beside a solver; `plans.trips`: the fewest visits;
- `plans.questions`: how many questions it takes on the real catalogue, beside other orders and the lower bound;
- and here: plan, next question and search in the consultations of residents of the synthetic city.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import mean

from benchmarks.plans import papers, questions, speed, trips
from benchmarks.report import Row, interleaved, report
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.catalogue.search import index_of, search
from onetrip.planning import Prior, learn, next_question, plan
from onetrip.rules import BIRTH_DATE, Known, KnownFacts, Origin, facts_of
from onetrip.synthetic.city import city

DAY = date(2026, 11, 24)
ROUNDS = 15
RESIDENTS = 20
"""New residents in each round; each is asked until nothing is left to ask."""
LEARNT_FROM = 8192
SEED, OTHER_SEED = 20201101, 20251124

SAID = (
    "老娘满65了坐车的卡",
    "病历本",
    "laonianka",
    "jzz",
    "residence permit",
    "敬佬卡",
    "我想问一下，失业了怎么领钱",
    "低保",
)

State = tuple[dict[str, Known], list[str]]


def main() -> int:
    """Measure, print, write build/bench/planning.json; 1 while a figure misses its reach."""
    chance = random.Random(OTHER_SEED)  # noqa: S311 - the same figures every time
    folder = Path("catalogue/shanghai")
    began = time.process_time()
    texts, _ = read_folder(folder)
    catalogue = read(texts).catalogue
    checked = time.process_time() - began
    if catalogue is None:
        raise SystemExit("the catalogue is not sound: onetrip catalogue check")
    book = catalogue.book
    began = time.process_time()
    prior = learn(city(book.vocabulary, None, DAY, LEARNT_FROM, SEED).known(), book.vocabulary, DAY)
    learnt = time.process_time() - began
    began = time.process_time()
    book.chooser(DAY, prior)
    built = time.process_time() - began
    rows = [
        *speed.rows(DAY),
        Row("real catalogue, tables of all conditions built", built, "s", "lower", 5),
        Row(f"real catalogue, prior learnt from {LEARNT_FROM:,} residents", learnt, "s", "lower", 20),
        Row("real catalogue, read and checked", checked, "s", "lower", 3),
        *_of_consultations(catalogue, prior, chance),
        *papers.rows(),
        *trips.rows(),
        *questions.rows(catalogue, DAY),
    ]
    return report(
        "planning",
        rows,
        [
            f"Processor time, median of rounds that take turns. Consultations: {ROUNDS} rounds, {RESIDENTS} new residents of the synthetic",
            "city in each, one or two matters wanted, ID card read; plan and question are made after every answer.",
            "Counts of questions: see benchmarks/plans/questions.py for how each is had, and how the bound is proved.",
        ],
    )


def _of_consultations(catalogue: Catalogue, prior: Prior, chance: random.Random) -> list[Row]:
    book, large = catalogue.book, ten_times(catalogue)
    for one in (catalogue, large):
        index_of(one)
    people = city(book.vocabulary, None, DAY, ROUNDS * RESIDENTS, OTHER_SEED).known()
    talks = [[Talk(catalogue, prior, next(people), chance) for _ in range(RESIDENTS)] for _ in range(ROUNDS)]
    states = [[state for talk in talks_of_round for state in talk.states] for talks_of_round in talks]
    jobs: dict[str, Callable[[int], int]] = {
        "plan": lambda number: len([plan(book, known, DAY, wanted) for known, wanted in states[number]]),
        "question": lambda number: len(
            [next_question(book, known, DAY, wanted, prior=prior) for known, wanted in states[number]]
        ),
        "everything": lambda number: len(
            [
                next_question(book, known, DAY, wanted, scope="everything", prior=prior)
                for known, wanted in states[number]
            ]
        ),
        "search": lambda _: len([search(catalogue, said) for said in SAID]),
        "large": lambda _: len([search(large, said) for said in SAID]),
    }
    taken = {name: seconds * 1000 for name, seconds in interleaved(jobs, ROUNDS).items()}
    everybody = [talk for talks_of_round in talks for talk in talks_of_round]
    count = len(catalogue.matters)
    return [
        Row(f"real catalogue, {count} matters: the plan", taken["plan"], "ms", "lower", 2),
        Row(f"real catalogue, {count} matters: the next question", taken["question"], "ms", "lower", 0.15),
        Row("real catalogue: the next question about everything", taken["everything"], "ms", "lower", 0.15),
        Row(f"a search, {count} matters", taken["search"], "ms", "lower", 5),
        Row(f"a search, {len(large.matters)} matters", taken["large"], "ms", "lower", 20),
        Row("questions until what was wanted is decided", mean(talk.wanted for talk in everybody), "", "lower"),
        Row("questions until all that is offered is decided", mean(talk.asked for talk in everybody), "", "lower"),
        Row("papers to bring for each matter", mean(talk.papers for talk in everybody if talk.papers), "", "lower"),
    ]


class Talk:
    """One consultation: what was known after each answer (`states`), and how many questions and papers it took."""

    def __init__(self, catalogue: Catalogue, prior: Prior, person: KnownFacts, chance: random.Random) -> None:
        self.states: list[State] = []
        self.asked = self.wanted = 0
        book, known = catalogue.book, {fact: person[fact] for fact in (BIRTH_DATE, "sex") if fact in person}
        wanted = chance.sample(decided_by_facts(catalogue), chance.randint(1, 2))
        for question in self._questions(catalogue, prior, known, wanted):
            self.asked += 1
            self.wanted += question[1] == "wanted"
            known[question[0]] = Known(person[question[0]].value, Origin.SAID)
        made = plan(book, known, DAY, wanted)
        self.papers = len(made.bring) / len(made.order) if made.order else 0.0

    def _questions(
        self, catalogue: Catalogue, prior: Prior, known: dict[str, Known], wanted: list[str]
    ) -> Iterator[tuple[str, str]]:
        """The facts asked for and in which part, as long as something is left to ask."""
        while True:
            self.states.append((dict(known), wanted))
            question = next_question(catalogue.book, known, DAY, wanted, prior=prior)
            if question is None:
                return
            yield question.fact, question.part


def decided_by_facts(catalogue: Catalogue) -> list[str]:
    """The matters that something has to be asked for; what is open to everybody costs no question."""
    return sorted(matter.id for matter in catalogue.matters.values() if facts_of(matter.terms.entitled))


def ten_times(catalogue: Catalogue) -> Catalogue:
    """A catalogue with every matter ten times, each copy under an id of its own."""
    copies = {
        f"{matter.id}-{copy}": replace(matter, terms=replace(matter.terms, id=f"{matter.id}-{copy}"))
        for copy in range(10)
        for matter in catalogue.matters.values()
    }
    return replace(catalogue, matters=copies)
