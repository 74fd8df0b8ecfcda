"""What the text of a matter means as it stands: what is wrong with it, the condition as a sentence, example residents with
the verdict before and after, and the slip, the guide and the window's checklist that would come of it. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from onetrip.advice.presenting import PlanShown, shown
from onetrip.cases.papers import MatterPapers, papers_of
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.files import Table, parse
from onetrip.catalogue.guide import GuidePage, guide_page
from onetrip.catalogue.problems import Problem
from onetrip.catalogue.residents import described
from onetrip.catalogue.schema import read
from onetrip.catalogue.trying import examples
from onetrip.editing.opening import MATTERS, texts_around
from onetrip.planning import plan
from onetrip.planning.words import CONDITION_NOT_KNOWN
from onetrip.rules import (
    BIRTH_DATE,
    Fact,
    FactType,
    Known,
    KnownFacts,
    Origin,
    Text,
    Truth,
    Verdict,
    as_sentence,
    check_value,
    derive,
    evaluate,
    explain,
    facts_of,
)
from onetrip.rules.phrases import state
from onetrip.rules.problems import Problem as Wrong

STEMS = "甲乙丙丁戊己庚辛"
"""What the invented residents are called."""


@dataclass(frozen=True)
class Tried:
    """A resident on whom the matter is tried; `is_own`: the editor's own. `before` None: no such matter is in force."""

    name: str
    who: Text
    before: Verdict | None
    after: Verdict
    why: Text
    known: KnownFacts
    papers: tuple[Text, ...] = ()
    is_own: bool = False

    @property
    def differs(self) -> bool:
        """Whether the draft answers otherwise than the version in force."""
        return self.before != self.after


@dataclass(frozen=True)
class Asked:
    """A fact of the condition, to be set for a resident of the editor's own; `value` as it was typed, `wrong` if it cannot be."""

    fact: Fact
    value: str
    options: tuple[tuple[str, Text], ...]
    wrong: Text | None = None


@dataclass
class Look:
    """Everything the page shows beside the form. Without a `matter` the text has mistakes, and the rest is empty."""

    problems: list[Problem]
    by_field: dict[str, list[Problem]]
    matter: Matter | None = None
    sentence: Text | None = None
    to_ask: tuple[Text, ...] = ()
    known_anyway: tuple[Text, ...] = ()
    tried: list[Tried] = field(default_factory=list)
    own: list[Asked] = field(default_factory=list)
    plan: PlanShown | None = None
    plan_of: str = ""
    papers: MatterPapers | None = None
    guide: GuidePage | None = None

    @property
    def errors(self) -> int:
        """How many of the problems keep it from being published."""
        return sum(problem.is_error for problem in self.problems)


def look_at(texts: Mapping[str, str], name: str, day: date, own: Mapping[str, str] | None = None) -> Look:
    """Look at the file `name` among `texts`; `own` holds what the editor says of a resident of their own, by fact."""
    reading = read(texts_around(texts, name))
    problems = [each for each in reading.problems if each.where.file == name]
    found = Look(problems, _by_field(texts.get(name, ""), name, problems))
    catalogue = reading.catalogue
    matter = catalogue.matter(name.removeprefix(MATTERS).removesuffix(".yaml")) if catalogue else None
    if catalogue is None or matter is None:
        others = [each for each in reading.problems if each.is_error and each.where.file != name]
        if not problems:
            found.problems = others[:5]
        return found
    found.matter = matter
    _condition(found, catalogue, matter, day)
    _try(found, catalogue, matter, day, own or {})
    _show(found, catalogue, matter, day)
    return found


def _condition(found: Look, catalogue: Catalogue, matter: Matter, day: date) -> None:
    vocabulary, condition = catalogue.book.vocabulary, matter.terms.entitled
    known = matter.terms.entitled_known
    found.sentence = as_sentence(condition, vocabulary, day) if known else CONDITION_NOT_KNOWN
    facts = [fact for name in sorted(facts_of(condition)) if (fact := vocabulary.fact(name)) is not None]
    found.to_ask = tuple(fact.label for fact in facts if not fact.known_from)
    found.known_anyway = tuple(fact.label for fact in facts if fact.known_from)


def _try(found: Look, catalogue: Catalogue, matter: Matter, day: date, own: Mapping[str, str]) -> None:
    vocabulary, condition = catalogue.book.vocabulary, matter.terms.entitled
    facts = facts_of(condition)
    inside: KnownFacts = {}
    for place, example in enumerate(examples(condition, vocabulary, day)):
        known = derive(example.known, day)
        if place == 0:
            inside = known
            who = described(known, facts, vocabulary, day)
        else:
            who = _difference(inside, known, facts, catalogue, day)
        found.tried.append(_tried(STEMS[place], who, known, catalogue, matter, day))
    if condition == Truth(value=True):
        found.tried.append(_tried(STEMS[0], Text("随便谁", "anybody"), {}, catalogue, matter, day))
    typed, found.own = _own(own, catalogue, facts, day)
    if typed:
        known = derive(typed, day)
        who = described(known, facts, vocabulary, day)
        found.tried.append(replace(_tried("", who, known, catalogue, matter, day), is_own=True))


def _tried(name: str, who: Text, known: KnownFacts, catalogue: Catalogue, matter: Matter, day: date) -> Tried:
    vocabulary, condition = catalogue.book.vocabulary, matter.terms.entitled
    if not matter.terms.entitled_known:
        return Tried(name, who, _before(matter.id, known, day), Verdict.UNKNOWN, CONDITION_NOT_KNOWN, known)
    explained = explain(condition, known, day, vocabulary)
    papers: tuple[Text, ...] = ()
    if explained.verdict is Verdict.YES:
        papers = tuple(each.name for each in plan(catalogue.book, known, day, [matter.id]).bring)
    return Tried(name, who, _before(matter.id, known, day), explained.verdict, explained.sentence, known, papers)


def _before(matter: str, known: KnownFacts, day: date) -> Verdict | None:
    """What the version in force says to somebody of whom the same is known."""
    in_force = catalogues.current()
    found = in_force.matter(matter)
    if found is None:
        return None
    if not found.terms.entitled_known:
        return Verdict.UNKNOWN
    vocabulary = in_force.book.vocabulary
    fitting = {name: item for name, item in known.items() if (fact := vocabulary.fact(name)) and fact.fits(item.value)}
    return evaluate(found.terms.entitled, fitting, day, vocabulary)


def _difference(inside: KnownFacts, known: KnownFacts, facts: frozenset[str], catalogue: Catalogue, day: date) -> Text:
    """How somebody differs from the first one, in words."""
    vocabulary = catalogue.book.vocabulary
    changed = {name for name in facts if known.get(name) != inside.get(name)}
    if BIRTH_DATE in changed or "age" in changed:
        changed |= {BIRTH_DATE} & facts
    lacking = [name for name in changed if name not in known]
    if lacking:
        label = (vocabulary.fact(lacking[0]) or vocabulary.facts[lacking[0]]).label
        return Text(f"同甲，但还不知道{label.zh}", f"as 甲, {label.en} not known yet")
    if changed <= {BIRTH_DATE, "age"}:
        words = described(known, changed, vocabulary, day)
        return Text(f"同甲，但 {words.zh}", f"as 甲, but {words.en}")
    if len(changed) == 1:
        name = next(iter(changed))
        words = state(name, known[name].value, vocabulary)
        return Text(f"同甲，但{words.zh}", f"as 甲, but {words.en}")
    return described(known, facts, vocabulary, day)


def _own(
    own: Mapping[str, str], catalogue: Catalogue, facts: frozenset[str], day: date
) -> tuple[dict[str, Known], list[Asked]]:
    known: dict[str, Known] = {}
    asked: list[Asked] = []
    vocabulary = catalogue.book.vocabulary
    names = [name for name in vocabulary.facts if name in facts or (name == BIRTH_DATE and "age" in facts)]
    for name in names:
        fact, typed = vocabulary.facts[name], own.get(name, "").strip()
        if name == "age" and BIRTH_DATE in names:
            continue
        options: Sequence[tuple[str, Text]] = tuple(fact.choices.items())
        if fact.type is FactType.BOOL:
            options = (("yes", Text("是", "yes")), ("no", Text("否", "no")))
        value = check_value(fact, typed, day=day) if typed else None
        if isinstance(value, Wrong):
            asked.append(Asked(fact, typed, tuple(options), Text(value.zh, value.en)))
            continue
        if value is not None:
            known[name] = Known(value, Origin.SAID)
        asked.append(Asked(fact, typed, tuple(options)))
    return known, asked


def _show(found: Look, catalogue: Catalogue, matter: Matter, day: date) -> None:
    """The slip, the checklist and the guide for the first resident who may have the matter."""
    chosen = next((each for each in found.tried if each.is_own), None)
    chosen = chosen or next((each for each in found.tried if each.after is Verdict.YES), None)
    known = chosen.known if chosen else {}
    planned = plan(catalogue.book, known, day, [matter.id])
    found.plan, found.plan_of = shown(planned), chosen.name if chosen else ""
    gap = matter.terms.minor_gap
    found.papers = papers_of(matter.id, planned, by_proxy=False, gap_allowed=gap is not None and gap.allowed)
    found.guide = guide_page(catalogue, matter, day)


def _by_field(text: str, name: str, problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """The problems by the top-level field in whose lines they stand."""
    tree, _ = parse(name, text)
    found: dict[str, list[Problem]] = {}
    if not isinstance(tree, Table):
        return found
    begins = sorted((where.line, key) for key, where in tree.places.items())
    for problem in problems:
        key = next((key for line, key in reversed(begins) if line <= problem.where.line), "")
        found.setdefault(key, []).append(problem)
    return found
