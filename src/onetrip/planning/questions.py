"""Which question next.

A question is asked only if its answer can still change the plan. First comes what decides the wanted matters, then what
decides their papers, then what else the resident may be entitled to, then the papers of that. Within each of these the
`chooser` takes the question that saves most others. About what nobody wanted, health, disability and money are not asked
unless the resident says: everything I am entitled to; then everything that can be claimed is looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np

from onetrip.planning import words
from onetrip.planning.book import Book, Prepared
from onetrip.planning.burden import InHand
from onetrip.planning.chooser import Chooser, OpenAmong
from onetrip.planning.forerunners import needed_for, with_forerunners
from onetrip.planning.offers import facts_towards_yes, undecided_offers
from onetrip.planning.papers import NO_PAPERS, Union, union_of
from onetrip.planning.plan import Standing
from onetrip.planning.priors import NOTHING_KNOWN, Prior, Shares
from onetrip.planning.proxies import chance_of_proxy
from onetrip.planning.standing import Judged, relevant
from onetrip.planning.view import View
from onetrip.rules import AGE, BIRTH_DATE, KnownFacts, Text, Verdict

Scope = Literal["wanted", "usual", "everything"]
"""What is asked about: only what was wanted; also what is offered, without touching sensitive facts; all of it."""

Part = Literal["wanted", "offered"]

LIKELY, MOST_BESIDE = 0.5, 4
"""A fact is asked for on the same screen where its answer is needed with more than this chance; of so many at most."""


@dataclass(frozen=True, slots=True)
class Question:
    """The next fact to ask for.

    `decides` are the matters it bears on, `papers` the papers where it decides no matter but what to bring. `beside` are
    facts that belong on the same screen and will most likely be asked for anyway. `part` says whether this is still about
    what was wanted; `left` is the most questions, this one included, until that part is done if they are answered,
    `left_in_all` the same for everything in the scope.
    """

    fact: str
    decides: tuple[str, ...]
    papers: tuple[str, ...]
    part: Part
    left: int
    left_in_all: int
    why: Text
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is still open of the matters nobody asked for: how many of them, how many of those are expected to turn out well,
    and the chance (0 to 1) that at least one does."""

    undecided: int
    expected: float
    chance: float


def next_question(
    book: Book,
    known: KnownFacts,
    day: date,
    wanted: Sequence[str],
    skipped: Collection[str] = frozenset(),
    declined: Collection[str] = frozenset(),
    *,
    held: Collection[str] = frozenset(),
    lacking: Collection[str] = frozenset(),
    scope: Scope = "usual",
    prior: Prior = NOTHING_KNOWN,
) -> Question | None:
    """The next question about a resident, or None when nothing worth asking is left. Errors as for `plan`."""
    chooser = book.chooser(day, prior)
    view = View(book, known, day, chooser)
    spoken_of = relevant(view, wanted, book.prepared.keys() if scope == "wanted" else declined, today=True)
    in_hand = InHand(frozenset(held), frozenset(lacking))
    spoken_of = with_forerunners(view, spoken_of, declined, held, lacking, until=day)
    wished_for = needed_for(wanted, spoken_of)
    now = [each for each in spoken_of if each.standing is Standing.NOW]
    # Where the papers of none depend on anything, none is in doubt.
    papers = union_of(view, now, in_hand) if any(each.prepared.of_papers for each in now) else NO_PAPERS
    wishes = _Part(view, chooser, frozenset(skipped))
    wishes.add_standing([each for each in spoken_of if each.id in wished_for], papers)
    fact = wishes.choose()
    offers = _Part(view, chooser, frozenset(skipped), everything=scope == "everything")
    if scope != "wanted":
        if scope == "usual":
            # What the wanted matters will have asked for may serve the offered ones too; once nothing is left to ask
            # about the wanted, nothing sensitive comes up any more.
            offers.unasked |= book.sensitive - (wishes.left if fact is not None else frozenset())
        offers.add_standing([each for each in spoken_of if each.id not in wished_for], papers)
        offers.add_undecided_offers(frozenset(wanted) | frozenset(declined))
    in_all = len(wishes.left | offers.left)
    if fact is not None:
        found = _question(view, fact, "wanted", len(wishes.left), in_all, wishes, offers, papers)
        return replace(found, beside=wishes.beside(fact))
    fact = offers.choose()
    if fact is not None:
        found = _question(view, fact, "offered", in_all, in_all, wishes, offers, papers)
        return replace(found, beside=offers.beside(fact))
    return None


def outlook(
    book: Book,
    known: KnownFacts,
    day: date,
    wanted: Sequence[str],
    declined: Collection[str] = frozenset(),
    *,
    scope: Scope = "usual",
    prior: Prior = NOTHING_KNOWN,
) -> Outlook:
    """What may not have been found yet if nothing more is asked, by the shares of the prior. Errors as for `plan`."""
    view = View(book, known, day, book.chooser(day, prior))
    among = book.claimable if scope == "everything" else book.offered
    left = undecided_offers(view, among, frozenset(wanted) | frozenset(declined)) if scope != "wanted" else ()
    conditions = [each.entitled for each in left if each.entitled is not None]
    expected, chance = view.looking.undiscovered(conditions)
    return Outlook(len(conditions), expected, chance)


@dataclass(slots=True)
class _Part:
    """What is open in one part of the conversation.

    `matters` and `papers` hold, by matter, the facts that decide it and those that decide its papers; `offers` the
    conditions of the many matters that nobody asked for. `left` is all that may have to be asked until the part is done:
    an answer never adds to it. With `everything` a sensitive question is only a dearer one; otherwise it comes last.
    """

    view: View
    chooser: Chooser
    unasked: frozenset[str]
    everything: bool = False
    matters: dict[str, frozenset[str]] = field(default_factory=dict)
    papers: dict[str, frozenset[str]] = field(default_factory=dict)
    offers: OpenAmong | None = None
    left: frozenset[str] = frozenset()
    _without: frozenset[str] = frozenset()
    _chosen_among: frozenset[str] = frozenset()
    _weights: Shares | None = None
    _worths: dict[str, float] = field(default_factory=dict)
    _offered: list[str] = field(default_factory=list)

    def add_standing(self, judged: Iterable[Judged], papers: Union) -> None:
        """The matters that the plan speaks of already."""
        for each in judged:
            if each.standing == Standing.UNDECIDED:
                self._add(self.matters, each.id, self.view.open(_entitled(each.prepared)))
                self.left |= self._asked(_facts_of_papers(self.view, each.prepared))
                if each.prepared.entitled is not None:
                    self._worths[each.prepared.entitled] = 1.0
            elif each.standing == Standing.NOW:
                _, of_proxy = chance_of_proxy(self.view, each)
                doubts = papers.doubts.get(each.id, frozenset()) | papers.savings.get(each.id, frozenset())
                self._add(self.papers, each.id, doubts | of_proxy)
                self.left |= self._asked(papers.ahead.get(each.id, frozenset()))

    def add_undecided_offers(self, without: frozenset[str]) -> None:
        """The matters nobody asked for that can still turn out well."""
        book = self.view.book
        if not self.everything:
            self._add_one_by_one(book.offered, without)
            return
        # Of everything there are many: they are looked at together, but for those where something will never be known.
        doubtful = book.conditions_about(self.unasked.difference(self.view.known))
        if doubtful:
            self._add_one_by_one([each for each in book.claimable if each.entitled in doubtful], without)
        self._without = without
        many = self.chooser.many("claimable", book.conditions_of(book.claimable))
        self.offers = self.view.looking.open_among(many, doubtful | book.only_of(without))
        papers = [
            self._asked(_facts_of_papers(self.view, each))
            for each in undecided_offers(self.view, book.offered_with_papers, without)
            if each.entitled not in doubtful
        ]
        self.left = self.left.union(self._asked(self.offers.facts), *papers)

    def _add_one_by_one(self, among: Iterable[Prepared], without: frozenset[str]) -> None:
        found = []
        for prepared in undecided_offers(self.view, among, without):
            asked = self._asked(facts_towards_yes(self.view, prepared, self.unasked))
            if asked and prepared.entitled is not None:
                self.matters[prepared.terms.id] = asked
                self._offered.append(prepared.entitled)
                found.append(asked)
                if prepared.offered and prepared.of_papers:
                    found.append(self._asked(_facts_of_papers(self.view, prepared)))
        self.left = self.left.union(*found)

    def choose(self) -> str | None:
        """The fact that is best to ask next: first for the matters, then for the papers. None: nothing is open."""
        return self._choose_for_matters() or self._choose_for_papers()

    def beside(self, fact: str) -> tuple[str, ...]:
        """What belongs on the same screen as the fact that was chosen, and is more likely than not to be asked anyway."""
        described = self.view.book.vocabulary.facts
        topic = described[fact].together
        if topic is None or self._weights is None:
            return ()
        mates = [other for other in self._chosen_among if other != fact and described[other].together == topic]
        if not mates:
            return ()
        mates.sort(key=self.view.book.place_of_fact.__getitem__)
        chances = self.view.looking.still_open(fact, mates, self._weights)
        likely = [other for other, chance in zip(mates, chances, strict=True) if chance > LIKELY]
        return tuple(likely[:MOST_BESIDE])

    def _choose_for_matters(self) -> str | None:
        looking = self.view.looking
        # What nobody asked for is worth the chance that the resident is entitled.
        worths = self._worths | {name: looking.chance(name) for name in self._offered}
        facts, weights = frozenset[str]().union(*self.matters.values()), looking.weights(worths)
        if self.offers is not None:
            facts, weights = facts | self._asked(self.offers.facts), np.maximum(weights, self.offers.weights)
        return self._choose(facts, weights)

    def _choose_for_papers(self) -> str | None:
        if not self.papers:
            return None
        names = dict.fromkeys(name for matter in self.papers for name in self.view.book.prepared[matter].of_papers)
        open_ones = {name: 1.0 for name in names if self.view.verdicts[name] == Verdict.UNKNOWN}
        return self._choose(frozenset().union(*self.papers.values()), self.view.looking.weights(open_ones))

    def decided_by(self, fact: str) -> list[str]:
        """The matters that a fact can decide."""
        found = [matter for matter, facts in self.matters.items() if fact in facts]
        column = BIRTH_DATE if fact == AGE else fact
        if self.offers is not None and column in self.offers.facts:
            claims = self.view.book.claims
            among = [matter for name in self.offers.decided_by(column) for matter in claims[name]]
            found += [matter for matter in among if matter not in self._without] if self._without else among
        return found

    def _choose(self, facts: frozenset[str], weights: Shares) -> str | None:
        self._chosen_among, self._weights = facts, weights
        if len(facts) < 2:
            return next(iter(facts), None)
        book = self.view.book
        if not self.everything:
            facts = (facts - book.sensitive) or facts
        return self.view.looking.best(facts, book.place_of_fact, weights)

    def _add(self, where: dict[str, frozenset[str]], matter: str, facts: frozenset[str]) -> None:
        asked = self._asked(facts)
        if asked:
            where[matter] = asked
            self.left |= asked

    def _asked(self, facts: frozenset[str]) -> frozenset[str]:
        """Those of the facts that may be asked; the birth date in place of the age, because it answers both.

        Whoever would rather not say the day is asked for the age.
        """
        if AGE in facts or BIRTH_DATE in facts:
            may_say_day = BIRTH_DATE in self.view.book.askable and BIRTH_DATE not in self.unasked
            facts = (facts - {AGE, BIRTH_DATE}) | {BIRTH_DATE if may_say_day else AGE}
            if AGE in self.view.known and not may_say_day:
                facts -= {AGE}
        return (facts - self.unasked) & self.view.book.askable


def _question(
    view: View, fact: str, part: Part, left: int, in_all: int, wishes: _Part, offers: _Part, papers: Union
) -> Question:
    book = view.book
    decides = tuple(dict.fromkeys((*wishes.decided_by(fact), *offers.decided_by(fact))))
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
    if not prepared.of_papers:
        return frozenset()
    return view.open(view.book.papers_wait_for(prepared, view.verdicts, by_proxy=view.by_proxy))
