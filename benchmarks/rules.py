"""Conditions: verdicts of all matters for one resident, explanations, reading. See `main` for what is measured.

Peers are measured in the same run where they happen to be installed (`pip install zen-engine
common-expression-language`); otherwise their figures are those of another machine, and the table says so.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import peers
from benchmarks.report import Row, interleaved, report
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.schema import read
from onetrip.rules import (
    AGE,
    BIRTH_DATE,
    Expr,
    Fact,
    FactType,
    Known,
    KnownFacts,
    Origin,
    Text,
    Value,
    Vocabulary,
    atoms,
    compile_conditions,
    facts_of,
    parse,
    unparse,
)
from onetrip.rules.evidence import YES

DAY = date(2025, 11, 24)
ROUNDS = 15
RESIDENTS = 100
"""New residents in each round."""

WARMED_BY = 1000
"""Other residents judged before measuring starts, as on any working day."""

READ = ("birth_date", "sex", "hukou")
"""Known from the ID card and the household licence before anything is asked."""

ASKED = 5
"""Questions answered besides, at most: what is read from licences spares the others."""

_ELSEWHERE = "(another machine)"


Resident = Callable[[], Iterable[KnownFacts]]
"""Makes a resident: what is known of them, at first and each time something more is known."""

DAILY_LIFE = frozenset(
    [
        "childcare-subsidy",
        "cross-province-medical-filing",
        "disability-care-subsidy",
        "disability-certificate-reissue",
        "disability-certificate",
        "elder-card",
        "employment-difficulty",
        "family-planning-reward",
        "flexible-employment",
        "household-registration",
        "lease-filing",
        "living-apart-registration",
        "long-term-care-assessment",
        "marriage-registration",
        "maternity-benefit",
        "medical-record-booklet",
        "medical-reimbursement",
        "minimum-living-allowance",
        "old-age-allowance",
        "one-child-archive",
        "one-child-certificate-reissue",
        "public-rental-housing",
        "residence-permit-endorsement",
        "residence-permit",
        "residence-registration",
        "resident-medical-insurance",
        "resident-pension",
        "retiree-mutual-aid",
        "unemployment-benefit",
        "unemployment-registration",
    ]
)
"""The thirty matters of daily life that people come for most: the size of a catalogue of 2018 without its look-ups."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Conditions with their texts and their vocabulary."""

    sources: Mapping[str, str]
    conditions: Mapping[str, Expr]
    vocabulary: Vocabulary


def main() -> int:
    """Measure, print, write build/bench/rules.json; 1 while a figure misses its reach."""
    chance = random.Random(20251124)  # noqa: S311 - the same figures every time
    whole, city, made = the_catalogue(), the_catalogue(DAILY_LIFE), synthetic(chance)
    matters = len(city.conditions)
    everything = f"{len(whole.conditions)} matters, one resident, after each answer of a consultation"
    consulted = f"{matters} matters, one resident, after each answer of a consultation"
    all_known = f"{matters} matters, one resident, every fact known"
    full, half = "200 rules, 80 facts, all known", "200 rules, 80 facts, half known"
    why, said = "why, one rule of 200", f"why, as a sentence in two languages, one of {matters} matters"
    jobs = {
        consulted: verdicts_of(city, lambda: consultation(city.vocabulary, chance)),
        everything: verdicts_of(whole, lambda: consultation(whole.vocabulary, chance)),
        all_known: verdicts_of(city, lambda: [somebody(city.vocabulary, chance, share=1.0)]),
        full: verdicts_of(made, lambda: [somebody(made.vocabulary, chance, share=1.0)]),
        half: verdicts_of(made, lambda: [somebody(made.vocabulary, chance, share=0.5)]),
        why: reasons_of(made, lambda: [somebody(made.vocabulary, chance, share=0.5)], sentences=False),
        said: reasons_of(city, lambda: consultation(city.vocabulary, chance), sentences=True),
        "read and check 200 rules": lambda _: (
            len([parse(source, made.vocabulary) for source in made.sources.values()]) // 200
        ),
        "compile 200 rules": lambda _: len([compile_conditions(made.conditions, made.vocabulary)]),
    }
    jobs |= installed_peers(made, chance)
    taken = {name: seconds * 1e6 for name, seconds in interleaved(jobs, ROUNDS).items()}
    beside = peer_figures(taken)
    (cel_name, cel), (zen_name, zen), *_ = beside
    rows = [
        Row(consulted, taken[consulted], "µs", "lower", 10),
        Row(all_known, taken[all_known], "µs", "lower", 25),
        Row(everything, taken[everything], "µs", "lower"),
        Row(full, taken[full], "µs", "lower", 45, cel_name, cel),
        Row(half, taken[half], "µs", "lower", 55, zen_name, zen),
        Row(why, taken[why], "µs", "lower", 5, f"zen decision graph with trace {_ELSEWHERE}", 8.1),
        Row(said, taken[said], "µs", "lower", 100),
        Row("read and check 200 rules", taken["read and check 200 rules"] / 1000, "ms", "lower", 100),
        Row("compile 200 rules", taken["compile 200 rules"] / 1000, "ms", "lower", 100),
    ]
    different = len({atom for expr in made.conditions.values() for atom in atoms(expr)})
    return report(
        "rules",
        rows,
        [
            f"Processor time, median of {ROUNDS} rounds that take turns, {RESIDENTS} new residents in each; 200 rules: {different} atoms.",
            f"{_ELSEWHERE}: measured earlier on another machine; install the peer to measure it beside ours.",
        ],
    )


def peer_figures(taken: Mapping[str, float]) -> list[tuple[str, float]]:
    """Of every peer its name and what it took, in µs: in this run, or else on another machine, and then it says so."""
    return [
        (name, taken[name]) if name in taken else (f"{name} {_ELSEWHERE}", elsewhere)
        for name, elsewhere in peers.PEERS.items()
    ]


def the_catalogue(some: Collection[str] | None = None) -> Rules:
    """Who is entitled to what, as the catalogue of the demonstration centre says: all of it, or `some` of its matters."""
    texts, problems = read_folder(Path("catalogue/shanghai"))
    found = read(texts)
    if found.catalogue is None:
        raise SystemExit("\n".join(problem.text.en for problem in (*problems, *found.problems)))
    book = found.catalogue.book
    if some is not None and (gone := set(some) - found.catalogue.matters.keys()):
        raise SystemExit(f"the catalogue has no matter {', '.join(sorted(gone))} any more")
    conditions = {terms.id: terms.entitled for terms in book.matters if some is None or terms.id in some}
    used = {fact for expr in conditions.values() for fact in facts_of(expr)} | {AGE, BIRTH_DATE}
    facts = {name: fact for name, fact in book.vocabulary.facts.items() if name in used}
    vocabulary = Vocabulary(facts, book.vocabulary.amounts)
    return Rules({name: unparse(expr) for name, expr in conditions.items()}, conditions, vocabulary)


def synthetic(chance: random.Random, times: int = 1) -> Rules:
    """200 rules over 48 bool, 16 int and 16 choice facts, two to six facts in each; `times` as many rules, half of it as
    many facts where it is more than one."""
    wide = max(1, times // 2)
    label = Text(zh="情况", en="fact")
    choices = {f"v{number}": label for number in range(6)}
    facts = [
        *(Fact(id=f"b{number}", type=FactType.BOOL, label=label) for number in range(48 * wide)),
        *(Fact(id=f"n{number}", type=FactType.INT, label=label, least=0, most=99) for number in range(16 * wide)),
        *(Fact(id=f"c{number}", type=FactType.CHOICE, label=label, choices=choices) for number in range(16 * wide)),
    ]
    bounds = {fact.id: chance.sample(range(1, 99), 5) for fact in facts if fact.type is FactType.INT}
    vocabulary = Vocabulary({fact.id: fact for fact in facts})
    sources: dict[str, str] = {}
    for size, count in ((2, 19), (3, 51), (4, 61), (5, 45), (6, 24)):
        for _ in range(count * times):
            parts = [_comparison(fact, bounds, chance) for fact in chance.sample(facts, size)]
            sources[f"r{len(sources)}"] = _rule(parts, chance)
    return Rules(sources, {name: parse(source, vocabulary) for name, source in sources.items()}, vocabulary)


def _comparison(fact: Fact, bounds: Mapping[str, list[int]], chance: random.Random) -> str:
    if fact.type is FactType.BOOL:
        return chance.choice([fact.id, fact.id, f"not {fact.id}"])
    if fact.type is FactType.INT:
        return f"{fact.id} {chance.choice(['>=', '<'])} {chance.choice(bounds[fact.id])}"
    chosen = chance.sample(list(fact.choices), chance.choice([1, 1, 2, 3]))
    listed = "".join(f'"{choice}", ' for choice in chosen)
    return f"{fact.id} in ({listed})"


def _rule(parts: list[str], chance: random.Random) -> str:
    """Some of the parts joined by "or" in brackets, all that by "and"."""
    clauses = []
    while parts:
        size = min(len(parts), chance.choice([1, 1, 2, 2])) if len(parts) < 6 else 1
        taken, parts = parts[:size], parts[size:]
        clauses.append(taken[0] if size == 1 else f"({' or '.join(taken)})")
    return " and ".join(clauses)


def somebody(vocabulary: Vocabulary, chance: random.Random, share: float) -> KnownFacts:
    """A resident of whom each fact is known with this likelihood."""
    known = {
        name: Known(value_of(fact, chance), Origin.SAID)
        for name, fact in vocabulary.facts.items()
        if share == 1.0 or chance.random() < share
    }
    if "birth_date" in known:
        known.pop("age", None)
    return known


def consultation(vocabulary: Vocabulary, chance: random.Random) -> Iterator[KnownFacts]:
    """What is known in the course of a consultation: after the card was read, and after each answer."""
    others = [name for name in vocabulary.facts if name not in (*READ, "age")]
    names = [*READ, *chance.sample(others, ASKED)]
    known = {name: Known(value_of(vocabulary.facts[name], chance), Origin.SAID) for name in names}
    for count in range(len(READ), len(names) + 1):
        yield {name: known[name] for name in names[:count]}


def value_of(fact: Fact, chance: random.Random) -> Value:
    """A value of the fact, by lot."""
    match fact.type:
        case FactType.BOOL:
            return chance.random() < 0.4
        case FactType.CHOICE:
            return chance.choice(list(fact.choices))
        case FactType.DATE:
            return date(chance.randrange(1935, 2024), chance.randrange(1, 13), chance.randrange(1, 29))
        case FactType.INT | FactType.NUMBER:
            return chance.randrange(int(fact.least or 0), min(int(fact.most or 0), 6000) + 1)


def verdicts_of(rules: Rules, resident: Resident) -> Callable[[int], int]:
    """A job: all verdicts for each of the round's residents, each time something more is known."""
    program = compile_conditions(rules.conditions, rules.vocabulary)
    for _ in range(WARMED_BY):
        for known in resident():
            program.verdicts(known, DAY)
    people = [[known for _ in range(RESIDENTS) for known in resident()] for _ in range(ROUNDS)]

    def job(number: int) -> int:
        for known in people[number]:
            program.verdicts(known, DAY)
        return len(people[number])

    return job


def reasons_of(rules: Rules, resident: Resident, *, sentences: bool) -> Callable[[int], int]:
    """A job: for each of the round's residents, why every condition holds or not, and what is missing."""
    program = compile_conditions(rules.conditions, rules.vocabulary)
    names = list(rules.conditions)

    def explain(known: KnownFacts) -> None:
        explainer = program.explainer(known, DAY)
        for name in names:
            found = explainer.explain(name)
            if sentences:
                assert found.sentence

    for _ in range(WARMED_BY):
        for known in resident():
            explain(known)
    people = [[known for _ in range(RESIDENTS // 5) for known in resident()] for _ in range(ROUNDS)]

    def job(number: int) -> int:
        for known in people[number]:
            explain(known)
        return len(people[number]) * len(names)

    return job


def installed_peers(rules: Rules, chance: random.Random) -> dict[str, Callable[[int], int]]:
    """Jobs of those peers that can be imported, everything known; before that, that they say the same as we do."""
    judges = peers.installed(rules.conditions, rules.vocabulary)
    program = compile_conditions(rules.conditions, rules.vocabulary)
    some = [somebody(rules.vocabulary, chance, share=1.0) for _ in range(20)]
    peers.agree(judges, some, lambda known: [verdict == YES for verdict in program.verdicts(known, DAY).values()])
    people = [[peers.plain(somebody(rules.vocabulary, chance, share=1.0)) for _ in range(20)] for _ in range(ROUNDS)]
    return {
        name: lambda number, judge=judge: len([judge(known) for known in people[number]])  # type: ignore[misc]
        for name, judge in judges.items()
    }
