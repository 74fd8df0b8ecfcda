"""How long it takes: verdicts, reasons, the next question and the plan, on a made catalogue of 200 and of 2,000 matters.

The made catalogue is that of the group `rules` (two to six facts in each condition), with papers on top; the larger one has
2,000 matters and 400 facts, and may take ten times as long. The real catalogue stands in the rows of `planning.py`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from benchmarks import rules
from benchmarks.report import Row, interleaved
from onetrip.planning import Book, Limits, MatterTerms, OneOf, Paper, PaperAsk, learn, next_question, plan
from onetrip.planning.chooser import Ahead
from onetrip.rules import KnownFacts, Text, Value

ROUNDS, RESIDENTS = 15, 40
"""In each round that many residents, of whom about half of all is known."""
WANTED, MANY_WANTED = 2, 12
PAPERS = 40
OFFERED_EVERY = 20
"""Of so many matters one is offered to everybody, as in the real catalogue (11 of 250)."""


@dataclass(frozen=True, slots=True)
class Size:
    """A made catalogue, and how many times as long it may take as the one of 200 matters."""

    name: str
    times: int
    longer: float


def rows(day: date) -> list[Row]:
    """The figures of both sizes; peers judge the smaller one in the same run."""
    return [*_rows(Size("200 matters", 1, 1), day), *_rows(Size("2,000 matters, 400 facts", 10, 10), day)]


def _rows(size: Size, day: date) -> list[Row]:
    chance = random.Random(20251124)  # noqa: S311 - the same figures every time
    made = rules.synthetic(chance, size.times)
    book = _book(made, chance)
    learnt = learn([rules.somebody(made.vocabulary, chance, share=0.8) for _ in range(500)], made.vocabulary, day)
    began = time.process_time()
    chooser = book.chooser(day, learnt)
    built = time.process_time() - began
    people = [[rules.somebody(made.vocabulary, chance, share=0.5) for _ in range(RESIDENTS)] for _ in range(ROUNDS)]
    few, many = (
        [chance.sample(sorted(made.conditions), size) for _ in range(ROUNDS)] for size in (WANTED, MANY_WANTED)
    )
    answers = [[_one_more(chooser.ahead(known), known, book, chance) for known in some] for some in people]

    def after(number: int) -> int:
        for ahead, fact, value in answers[number]:
            ahead.after(fact, value).verdicts()
        return RESIDENTS

    jobs: dict[str, Callable[[int], int]] = {
        "verdicts": rules.verdicts_of(made, lambda: [rules.somebody(made.vocabulary, chance, share=1.0)]),
        "after": after,
        "question": lambda number: len(
            [next_question(book, known, day, few[number], prior=learnt) for known in people[number]]
        ),
        "questions": lambda number: len(
            [next_question(book, known, day, many[number], prior=learnt) for known in people[number]]
        ),
        "everything": lambda number: len(
            [next_question(book, known, day, [], scope="everything", prior=learnt) for known in people[number]]
        ),
        "plan": lambda number: len([plan(book, known, day, many[number]) for known in people[number]]),
    }
    # Every worker has judged somebody before.
    for name in ("question", "questions", "everything", "plan"):
        jobs[name](0)
    why = rules.reasons_of(made, lambda: [rules.somebody(made.vocabulary, chance, share=0.5)], sentences=False)
    jobs["why"] = why
    if size.times == 1:
        jobs |= rules.installed_peers(made, chance)
    taken = interleaved(jobs, ROUNDS)
    micro = {name: seconds * 1e6 for name, seconds in taken.items()}
    longer = size.longer
    found = [
        Row(f"{size.name}, one resident, three-valued", micro["verdicts"], "µs", "lower", 45 * longer),
        Row(f"{size.name}, the same after one more answer", micro["after"], "µs", "lower", 15 * longer),
        Row(f"{size.name}, why, one verdict", micro["why"], "µs", "lower", 5 * longer),
        Row(f"{size.name}, next question for {WANTED} wanted", micro["question"] / 1000, "ms", "lower", 0.15 * longer),
        Row(f"{size.name}, next question about everything", micro["everything"] / 1000, "ms", "lower", 0.15 * longer),
        Row(f"{size.name}, next question for {MANY_WANTED} wanted", micro["questions"] / 1000, "ms", "lower"),
        Row(f"{size.name}, plan for {MANY_WANTED} wanted", micro["plan"] / 1000, "ms", "lower", 5 * longer),
        Row(f"{size.name}, building the tables", built, "s", "lower", 5 * longer),
    ]
    if size.times == 1:
        found += [
            Row("200 matters, one resident, every fact known", micro["verdicts"], "µs", "lower", None, name, figure)
            for name, figure in rules.peer_figures(micro)
        ]
    return found


def _one_more(ahead: Ahead, known: KnownFacts, book: Book, chance: random.Random) -> tuple[Ahead, str, Value]:
    """What is ahead of a resident, with a fact not known yet and an answer to it."""
    fact = chance.choice([name for name in book.vocabulary.facts if name not in known and name in book.about])
    return ahead, fact, rules.value_of(book.vocabulary.facts[fact], chance)


def _book(made: rules.Rules, chance: random.Random) -> Book:
    papers = {f"p{number}": Paper(f"p{number}", Text(f"材料{number}", f"paper {number}")) for number in range(PAPERS)}

    def one() -> PaperAsk:
        return PaperAsk(chance.choice(sorted(papers)), 1, chance.randint(0, 1))

    matters = tuple(
        MatterTerms(
            id=name,
            name=Text(name, name),
            category="c",
            seal="字",
            kind="apply",
            offer="asked" if number % OFFERED_EVERY else "always",
            entitled=expr,
            area="direct",
            limits=Limits(on_the_spot=True),
            papers=(one(), one(), OneOf((one(), one(), one()))),
        )
        for number, (name, expr) in enumerate(made.conditions.items())
    )
    return Book(made.vocabulary, matters, papers, version="made")
