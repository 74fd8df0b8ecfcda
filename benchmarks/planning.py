"""Plans and questions of the demonstration catalogue: how long each takes, and how many questions a resident is asked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

from benchmarks.report import Row, interleaved, report
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.catalogue.search import index_of, search
from onetrip.planning import Question, next_question, plan
from onetrip.rules import Fact, FactType, Known, Origin, Value, facts_of

DAY = date(2026, 11, 24)
ROUNDS = 15
RESIDENTS = 20
"""New residents in each round; each is asked until nothing is left to ask."""

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
    chance = random.Random(20251124)  # noqa: S311 - the same figures every time
    folder = Path("catalogue/shanghai")
    began = time.process_time()
    texts, _ = read_folder(folder)
    catalogue = read(texts).catalogue
    checked = time.process_time() - began
    if catalogue is None:
        raise SystemExit("the catalogue is not sound: onetrip catalogue check")
    large = ten_times(catalogue)
    for one in (catalogue, large):
        index_of(one)
    talks = [[conversation(catalogue, chance) for _ in range(RESIDENTS)] for _ in range(ROUNDS)]
    states = [[state for talk in talks_of_round for state in talk.states] for talks_of_round in talks]
    book = catalogue.book

    def plans(number: int) -> int:
        return len([plan(book, known, DAY, wanted) for known, wanted in states[number]])

    def questions(number: int) -> int:
        return len([next_question(book, known, DAY, wanted) for known, wanted in states[number]])

    def searches(_: int) -> int:
        return len([search(catalogue, said) for said in SAID])

    def searches_in_large(_: int) -> int:
        return len([search(large, said) for said in SAID])

    jobs: dict[str, Callable[[int], int]] = {
        "plan": plans,
        "question": questions,
        "search": searches,
        "large": searches_in_large,
    }
    taken = {name: seconds * 1000 for name, seconds in interleaved(jobs, ROUNDS).items()}
    everybody = [talk for talks_of_round in talks for talk in talks_of_round]
    count = len(catalogue.matters)
    rows = [
        Row(f"the plan, {count} matters", taken["plan"], "ms", "lower", 2),
        Row(f"the next question, {count} matters", taken["question"], "ms", "lower", 1),
        Row(f"a search, {count} matters", taken["search"], "ms", "lower", 5),
        Row(f"a search, {len(large.matters)} matters", taken["large"], "ms", "lower", 20),
        Row("the whole catalogue read and checked", checked, "s", "lower", 3),
        Row("questions until what was wanted is decided", mean(talk.wanted for talk in everybody), "", "lower"),
        Row("questions until all that is offered is decided", mean(talk.asked for talk in everybody), "", "lower"),
        Row("papers to bring for each matter", mean(talk.papers for talk in everybody if talk.papers), "", "lower"),
    ]
    return report(
        "planning",
        rows,
        [
            f"Processor time, median of {ROUNDS} rounds that take turns; {RESIDENTS} new residents in each, by lot.",
            "They want one or two matters, and their ID card is read; plans and questions are made after every answer.",
        ],
    )


class Talk:
    """One conversation: what was known after each answer, and what it cost."""

    def __init__(self) -> None:
        self.states: list[State] = []
        self.asked = self.wanted = 0
        self.papers = 0.0


def conversation(catalogue: Catalogue, chance: random.Random) -> Talk:
    """Ask a resident drawn by lot until nothing is left to ask."""
    book, talk = catalogue.book, Talk()
    wanted = chance.sample(decided_by_facts(catalogue), chance.randint(1, 2))
    known = {
        fact: Known(value(catalogue.facts[fact], chance), Origin.ID_NUMBER)
        for fact in ("birth_date", "sex")
        if fact in catalogue.facts
    }
    question: Question | None
    while True:
        talk.states.append((dict(known), wanted))
        question = next_question(book, known, DAY, wanted)
        if question is None:
            break
        talk.asked += 1
        talk.wanted += question.part == "wanted"
        known[question.fact] = Known(value(catalogue.facts[question.fact], chance), Origin.SAID)
    made = plan(book, known, DAY, wanted)
    if made.order:
        talk.papers = len(made.bring) / len(made.order)
    return talk


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


def value(fact: Fact, chance: random.Random) -> Value:
    """A value of the fact, by lot."""
    match fact.type:
        case FactType.BOOL:
            return chance.random() < 0.5
        case FactType.CHOICE:
            return chance.choice(list(fact.choices))
        case FactType.DATE:
            return DAY - timedelta(days=chance.randint(0, 95 * 365))
        case _:
            least, most = int(fact.least or 0), int(fact.most or 10_000)
            return chance.randint(least, min(most, least + 10_000))
