"""Which question next. This first form is straightforward: what decides most of what was wanted, cheap ones first.

A question is asked only if its answer can still change the plan. First comes what decides the wanted matters, then what
decides their papers, then the papers of what is offered besides, then what else the resident may be entitled to. About
what nobody wanted, health, disability and money are not asked unless the resident says: everything I am entitled to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onetrip.planning import words
from onetrip.planning.book import Book, Prepared
from onetrip.planning.forerunners import needed_for, with_forerunners
from onetrip.planning.offers import facts_towards_yes, undecided_offers
from onetrip.planning.papers import Union, union_of
from onetrip.planning.plan import Standing
from onetrip.planning.proxies import chance_of_proxy
from onetrip.planning.standing import Judged, relevant
from onetrip.planning.view import View
from onetrip.rules import AGE, BIRTH_DATE, KnownFacts, Text, Verdict

Scope = Literal["wanted", "usual", "everything"]
"""What is asked about: only what was wanted; also what is offered, without touching sensitive facts; all of it."""

Part = Literal["wanted", "offered"]


@dataclass(frozen=True, slots=True)
class Question:
    """The next fact to ask for.

    `decides` are the matters it bears on, `papers` the papers where it decides no matter but what to bring. `part` says
    whether this is still about what was wanted; `left` is the most questions, this one included, until that part is
    done if they are answered, `left_in_all` the same for everything in the scope.
    """

    fact: str
    decides: tuple[str, ...]
    papers: tuple[str, ...]
    part: Part
    left: int
    left_in_all: int
    why: Text


def next_question(
    book: Book,
    known: KnownFacts,
    day: date,
    wanted: Sequence[str],
    skipped: Collection[str] = frozenset(),
    declined: Collection[str] = frozenset(),
    *,
    scope: Scope = "usual",
) -> Question | None:
    """The next question about a resident, or None when nothing worth asking is left. Errors as for `plan`."""
    view = View(book, known, day)
    spoken_of = relevant(view, wanted, book.prepared.keys() if scope == "wanted" else declined, today=True)
    spoken_of = with_forerunners(view, spoken_of, declined, until=day)
    wished_for = needed_for(wanted, spoken_of)
    papers = union_of(view, spoken_of)
    wishes = _Part(view, frozenset(skipped))
    wishes.add_standing([each for each in spoken_of if each.id in wished_for], papers)
    fact = wishes.choose(wishes.matters) or wishes.choose(wishes.papers)
    offers = _Part(view, frozenset(skipped))
    if scope != "wanted":
        if scope == "usual":
            # What the wanted matters will have asked for may serve the offered ones too; once nothing is left to ask
            # about the wanted, nothing sensitive comes up any more.
            offers.unasked |= _sensitive(book) - (wishes.ahead if fact is not None else frozenset())
        offers.add_standing([each for each in spoken_of if each.id not in wished_for], papers)
        offers.add_undecided_offers(frozenset(wanted) | frozenset(declined))
    in_all = len(wishes.ahead | offers.ahead)
    if fact is not None:
        return _question(view, fact, "wanted", len(wishes.ahead), in_all, wishes, offers, papers)
    fact = offers.choose(offers.papers) or offers.choose(offers.matters)
    if fact is not None:
        return _question(view, fact, "offered", in_all, in_all, wishes, offers, papers)
    return None


@dataclass(slots=True)
class _Part:
    """What is open in one part of the conversation.

    `matters` and `papers` hold, by matter, the facts that decide it and those that decide its papers. `ahead` is all
    that may have to be asked until the part is done: an answer never adds to it.
    """

    view: View
    unasked: frozenset[str]
    matters: dict[str, frozenset[str]] = field(default_factory=dict)
    papers: dict[str, frozenset[str]] = field(default_factory=dict)
    ahead: frozenset[str] = frozenset()

    def add_standing(self, judged: Iterable[Judged], papers: Union) -> None:
        """The matters that the plan speaks of already."""
        for each in judged:
            if each.standing == Standing.UNDECIDED:
                self._add(self.matters, each.id, self.view.open(_entitled(each.prepared)))
                self.ahead |= self._asked(_facts_of_papers(self.view, each.prepared))
            elif each.standing == Standing.NOW:
                _, of_proxy = chance_of_proxy(self.view, each)
                doubts = papers.doubts.get(each.id, frozenset()) | papers.savings.get(each.id, frozenset())
                self._add(self.papers, each.id, doubts | of_proxy)
                self.ahead |= self._asked(papers.ahead.get(each.id, frozenset()))

    def add_undecided_offers(self, without: frozenset[str]) -> None:
        """The matters nobody asked for that can still turn out well."""
        for prepared in undecided_offers(self.view, without):
            facts = facts_towards_yes(self.view, prepared, self.unasked)
            if facts:
                self._add(self.matters, prepared.terms.id, facts)
                self.ahead |= self._asked(_facts_of_papers(self.view, prepared))

    def choose(self, among: dict[str, frozenset[str]]) -> str | None:
        """The fact that bears on most of these; of equals the one whose order is smallest."""
        counted: dict[str, int] = {}
        for facts in among.values():
            for fact in facts:
                counted[fact] = counted.get(fact, 0) + 1
        vocabulary = self.view.book.vocabulary

        def rank(fact: str) -> tuple[bool, int, int, str]:
            found = vocabulary.facts[fact]
            return found.sensitive, -counted[fact], found.order, fact

        return min(counted, key=rank, default=None)

    def _add(self, where: dict[str, frozenset[str]], matter: str, facts: frozenset[str]) -> None:
        asked = self._asked(facts)
        if asked:
            where[matter] = asked
            self.ahead |= asked

    def _asked(self, facts: frozenset[str]) -> frozenset[str]:
        """Those of the facts that may be asked; the birth date in place of the age, because it answers both."""
        described = self.view.book.vocabulary.facts
        if AGE in facts and BIRTH_DATE in described and BIRTH_DATE not in self.unasked:
            facts = (facts - {AGE}) | {BIRTH_DATE}
        return frozenset(
            fact for fact in facts - self.unasked if fact in described and described[fact].question is not None
        )


def _question(
    view: View, fact: str, part: Part, left: int, in_all: int, wishes: _Part, offers: _Part, papers: Union
) -> Question:
    book = view.book
    open_matters = {**wishes.matters, **offers.matters}
    decides = tuple(matter for matter, facts in open_matters.items() if fact in facts)
    same = {fact, AGE} if fact == BIRTH_DATE else {fact}
    if decides:
        return Question(
            fact, decides, (), part, left, in_all, words.decides([book.terms(each).name for each in decides])
        )
    open_papers = [(each.paper, each.needs) for each in papers.perhaps] + [
        (each.paper, each.needs) for each in papers.bring
    ]
    brought = tuple(dict.fromkeys(paper for paper, needs in open_papers if not same.isdisjoint(needs)))
    names = [book.papers[paper].name for paper in brought]
    unlisted = [matter for matter, facts in papers.unlisted.items() if not same.isdisjoint(facts)]
    if names:
        why = words.decides_papers(names)
    elif unlisted:
        why = words.decides_situation([book.terms(matter).name for matter in unlisted])
    else:
        why = words.DECIDES_PROXY
    return Question(fact, (), brought, part, left, in_all, why)


def _entitled(prepared: Prepared) -> tuple[str, ...]:
    return (prepared.entitled,) if prepared.entitled is not None else ()


def _facts_of_papers(view: View, prepared: Prepared) -> frozenset[str]:
    """Every open fact on which the papers of a matter, or who may come for it, could depend."""
    names: list[str] = [prepared.proxy_when] if prepared.proxy_when is not None and view.by_proxy else []
    names += (name for name in prepared.unlisted if name is not None)
    for slot in prepared.slots:
        if (slot.for_proxy and not view.by_proxy) or view.every(slot.when) == Verdict.NO:
            continue
        names += slot.when
        for option in slot.options:
            if view.every(option.when) != Verdict.NO:
                names += (*option.when, *option.exempt)
    return view.open(names)


def _sensitive(book: Book) -> frozenset[str]:
    return frozenset(name for name, fact in book.vocabulary.facts.items() if fact.sensitive)
