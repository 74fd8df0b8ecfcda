"""The papers of a visit: the union over the matters of one trip, each paper once.

One original serves every matter of the visit, because it is looked at and handed back; copies stay at the window and add
up. A paper that a rule exempts is asked for by nobody. A paper that depends on an open question is a `Perhaps`. The
groups "any one of these" are decided together, so that the burden is least (`groups`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from onetrip.planning import words
from onetrip.planning.book import Option, Slot
from onetrip.planning.burden import NOTHING_SAID, InHand, is_at_hand, weights_on
from onetrip.planning.groups import Group, choose
from onetrip.planning.plan import Alternative, Bring, Gap, NotNeeded, Perhaps, Standing, Use
from onetrip.planning.standing import Judged
from onetrip.planning.terms import Paper
from onetrip.planning.view import View
from onetrip.rules import Text, Verdict


@dataclass(slots=True)
class Union:
    """The papers of a visit.

    For each matter, `doubts` holds the facts its papers still depend on, `savings` the facts by which a paper that is
    brought may yet turn out not to be needed, `unlisted` those that decide whether it is a case whose papers nobody knows
    all of (they are among the doubts), and `ahead` all of them with those that an answer may bring up later. `gap`: by how
    much the papers may fall short of the best; None: they do not.
    """

    bring: tuple[Bring, ...]
    not_needed: tuple[NotNeeded, ...]
    perhaps: tuple[Perhaps, ...]
    doubts: dict[str, frozenset[str]]
    savings: dict[str, frozenset[str]]
    unlisted: dict[str, frozenset[str]]
    ahead: dict[str, frozenset[str]]
    gap: Gap | None = None


NO_PAPERS = Union((), (), (), {}, {}, {}, {})
"""The papers of no matter at all."""


def union_of(
    view: View, judged: Sequence[Judged], in_hand: InHand = NOTHING_SAID, anyway: Collection[str] = ()
) -> Union:
    """The papers of the matters among `judged` that stand NOW, and as `perhaps` those of the wanted undecided ones.

    `in_hand` is what the resident said about papers; `anyway` are papers that are brought whatever these matters ask for.
    """
    gathering = _Gathering(view, in_hand, anyway)
    for each in judged:
        if each.standing in (Standing.NOW, Standing.UNDECIDED):
            gathering.see_whether_all_are_listed(each)
            if each.at_centre:
                gathering.add(each)
    gathering.choose_among_groups()
    return gathering.union()


@dataclass(slots=True)
class _Asked:
    """A paper that is brought, while the union is being made."""

    paper: Paper
    uses: list[Use] = field(default_factory=list)
    instead: dict[str, _Other] = field(default_factory=dict)
    only_proxy: bool = True
    alone: bool = False
    savings: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Other:
    """A paper that would do instead, while the union is being made: the copies of it by matter, and if it is sure."""

    paper: Paper
    copies: dict[str, int] = field(default_factory=dict)
    sure: bool = True


@dataclass(slots=True)
class _Doubt:
    """A paper that one matter may ask for: `own` facts decide whether, `around` whether the matter can be done at all."""

    undecided: bool
    own: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    originals: int = 0
    copies: int = 0

    def covered_by(self, brought: Bring | None) -> bool:
        """Whether the paper is being brought anyway, in sufficient number."""
        return brought is not None and self.copies == 0 and self.originals <= brought.originals


@dataclass(slots=True)
class _Doubted:
    """A paper that depends on open facts, while the union is being made: what each matter may ask for."""

    paper: Paper
    doubts: dict[str, _Doubt] = field(default_factory=dict)

    def left_by(self, brought: Bring | None) -> _Doubted:
        """The doubts that remain beside what is being brought."""
        left = {matter: doubt for matter, doubt in self.doubts.items() if not doubt.covered_by(brought)}
        return _Doubted(self.paper, left)


class _Gathering:
    def __init__(self, view: View, in_hand: InHand, anyway: Collection[str]) -> None:
        self._view = view
        self._in_hand = in_hand
        self._anyway = frozenset(anyway)
        self._asked: dict[str, _Asked] = {}
        self._doubted: dict[str, _Doubted] = {}
        self._spared: dict[str, tuple[Paper, Text, dict[str, None]]] = {}
        self._groups: list[tuple[Judged, Slot, list[Option]]] = []
        self._choice: dict[str, Text] = {}
        self._gap: Gap | None = None
        self._savings: dict[str, frozenset[str]] = {}
        self._ahead: dict[str, frozenset[str]] = {}
        self._unlisted: dict[str, frozenset[str]] = {}

    def see_whether_all_are_listed(self, judged: Judged) -> None:
        """The facts that decide whether it is a case whose papers nobody knows all of, wherever the matter is handled."""
        unlisted = self._view.open(name for name in judged.prepared.unlisted if name is not None)
        _add(self._unlisted, judged.id, unlisted)
        _add(self._ahead, judged.id, unlisted)

    def add(self, judged: Judged) -> None:
        """Everything one matter asks for; groups wait until all single papers are known."""
        view, rule = self._view, judged.prepared.terms.proxy
        proxy_may_come = view.by_proxy and rule is not None and rule.who != "nobody"
        open_matter = judged.standing == Standing.UNDECIDED
        around = view.open([judged.prepared.entitled] if open_matter and judged.prepared.entitled else ())
        for slot in judged.prepared.slots:
            if slot.for_proxy and not proxy_may_come:
                continue
            holds = view.every(slot.when)
            live = [option for option in slot.options if view.every(option.when) != Verdict.NO]
            if holds == Verdict.NO or not live:
                continue
            if self._spare(judged, live, surely=holds == Verdict.YES and not open_matter):
                continue
            sure = [option for option in live if view.every(option.when) == Verdict.YES]
            if open_matter or holds == Verdict.UNKNOWN or not sure:
                self._doubt(judged, slot, live, around)
            elif len(slot.options) == 1:
                self._ask(judged, slot, sure[0]).alone = True
            else:
                self._groups.append((judged, slot, sure))

    def choose_among_groups(self) -> None:
        """From each group a paper, so that all that is brought is the least burden."""
        if not self._groups:
            return
        view = self._view
        chosen = choose(
            [Group(judged.id, tuple(sure)) for judged, _, sure in self._groups],
            self._anyway.union(self._asked),
            {(use.matter, name): use.copies for name, asked in self._asked.items() for use in asked.uses},
            self._in_hand,
            weights_on(view.book.vocabulary, view.day),
        )
        self._choice, self._gap = dict(chosen.why), chosen.gap
        for (judged, slot, _), option in zip(self._groups, chosen.options, strict=True):
            asked = self._ask(judged, slot, option)
            for other in slot.options:
                if other.paper.id != option.paper.id and view.every(other.when) != Verdict.NO:
                    self._offer(asked, judged, other)

    def union(self) -> Union:
        """What has been gathered, papers in the order they were first asked for."""
        asked = self._asked
        spared = [each for each in self._spared.values() if each[0].id not in asked and each[0].id not in self._doubted]
        bring = {paper: self._bring(each) for paper, each in asked.items()}
        beside = (each.left_by(bring.get(paper)) for paper, each in self._doubted.items())
        doubted = [each for each in beside if each.doubts]
        doubts = dict(self._unlisted)
        for each in doubted:
            for matter, doubt in each.doubts.items():
                _add(doubts, matter, doubt.own)
        return Union(
            bring=tuple(bring.values()),
            not_needed=tuple(NotNeeded(paper.id, paper.name, why, tuple(matters)) for paper, why, matters in spared),
            perhaps=tuple(self._perhaps(each) for each in doubted),
            doubts=doubts,
            savings=self._savings,
            unlisted=self._unlisted,
            ahead=self._ahead,
            gap=self._gap,
        )

    def _spare(self, judged: Judged, live: list[Option], *, surely: bool) -> bool:
        """Whether nothing has to be brought for a slot, because one of its papers is exempt or had when one applies."""
        for option in live:
            exempt = self._view.some(option.exempt) == Verdict.YES
            certain = self._view.every(option.when) == Verdict.YES
            if not (exempt or option.paper.provided) or not (certain or len(live) == 1):
                continue
            if surely and certain:
                why = (option.paper.exempt_why or words.EXEMPT_HERE) if exempt else _how_provided(option.paper)
                self._spared.setdefault(option.paper.id, (option.paper, why, {}))[2][judged.id] = None
            return True
        return False

    def _ask(self, judged: Judged, slot: Slot, option: Option) -> _Asked:
        ask = option.ask
        asked = self._asked.setdefault(ask.paper, _Asked(option.paper))
        _use(asked.uses, Use(judged.id, ask.originals, ask.copies, ask.main, ask.check, ask.note))
        asked.only_proxy = asked.only_proxy and slot.for_proxy
        if self._view.some(option.exempt) == Verdict.UNKNOWN:
            open_facts = self._view.open(option.exempt)
            asked.savings |= open_facts
            _add(self._savings, judged.id, open_facts)
            _add(self._ahead, judged.id, open_facts)
        return asked

    def _offer(self, asked: _Asked, judged: Judged, option: Option) -> None:
        """Another paper would do for this matter."""
        other = asked.instead.setdefault(option.paper.id, _Other(option.paper))
        other.copies[judged.id] = max(other.copies.get(judged.id, 0), option.ask.copies)
        other.sure = other.sure and self._view.every(option.when) == Verdict.YES

    def _doubt(self, judged: Judged, slot: Slot, live: list[Option], around: frozenset[str]) -> None:
        view, first = self._view, self._likeliest(live)
        own = view.open(slot.when)
        if not any(view.every(option.when) == Verdict.YES for option in live):
            own = own.union(*(view.open(option.when) for option in live))
        doubted = self._doubted.setdefault(first.paper.id, _Doubted(first.paper))
        doubt = doubted.doubts.setdefault(judged.id, _Doubt(judged.standing == Standing.UNDECIDED))
        doubt.own |= own
        doubt.around |= around
        doubt.originals = max(doubt.originals, 1 if first.ask.originals is None else first.ask.originals)
        doubt.copies += first.ask.copies
        _add(self._ahead, judged.id, own.union(*(view.open((*option.when, *option.exempt)) for option in live)))

    def _likeliest(self, options: Sequence[Option]) -> Option:
        """Of papers of which it is open whether they are needed: what the resident has, never what they cannot bring."""
        return min(
            options, key=lambda each: (each.paper.id in self._in_hand.lacking, not self._in_hand.has(each.paper.id))
        )

    def _bring(self, asked: _Asked) -> Bring:
        originals = max(1 if use.originals is None else use.originals for use in asked.uses)
        matters = dict.fromkeys(use.matter for use in asked.uses)
        names = [self._view.book.terms(matter).name for matter in matters]
        paper = asked.paper
        return Bring(
            paper=paper.id,
            name=paper.name,
            gloss=paper.gloss,
            where=paper.where,
            originals=originals,
            copies=sum(use.copies for use in asked.uses),
            uses=tuple(asked.uses),
            instead=tuple(self._alternative(other) for other in asked.instead.values()),
            unverified=originals not in [use.originals for use in asked.uses],
            proxy=asked.only_proxy,
            needs=tuple(sorted(asked.savings)),
            why=words.BROUGHT_BY_PROXY if asked.only_proxy else words.used_for(names, originals),
            choice=self._choice.get(paper.id),
            replaceable=bool(asked.instead) and not asked.alone,
            obtain=self._obtain(paper),
            held=self._in_hand.has(paper.id),
            lacking=paper.id in self._in_hand.lacking,
        )

    def _alternative(self, other: _Other) -> Alternative:
        paper = other.paper
        return Alternative(
            paper=paper.id,
            name=paper.name,
            for_matters=tuple(other.copies),
            copies=sum(other.copies.values()),
            obtain=self._obtain(paper),
            sure=other.sure,
            held=self._in_hand.has(paper.id),
            lacking=paper.id in self._in_hand.lacking,
        )

    def _obtain(self, paper: Paper) -> Text | None:
        """What it takes to get a paper that is not thought to be at hand."""
        known = paper.obtain is not None and not is_at_hand(paper, self._in_hand)
        return words.obtained(paper.obtain) if known and paper.obtain is not None else None

    def _perhaps(self, doubted: _Doubted) -> Perhaps:
        doubts = doubted.doubts
        undecided = [matter for matter, doubt in doubts.items() if doubt.undecided]
        needs = tuple(sorted(frozenset[str]().union(*(doubt.own | doubt.around for doubt in doubts.values()))))
        if undecided:
            why = words.perhaps_by_matter(self._view.book.terms(undecided[0]).name)
        else:
            why = words.perhaps_by_fact([self._view.label(fact) for fact in needs])
        paper = doubted.paper
        return Perhaps(
            paper=paper.id,
            name=paper.name,
            originals=max(doubt.originals for doubt in doubts.values()),
            copies=sum(doubt.copies for doubt in doubts.values()),
            for_matters=tuple(doubts),
            needs=needs,
            why=why,
        )


def _how_provided(paper: Paper) -> Text:
    """How a paper is had that nobody needs to bring, as far as anybody knows."""
    return words.PROVIDED[paper.provided_as] if paper.provided_as else paper.where or words.PROVIDED_SOMEHOW


def _add(where: dict[str, frozenset[str]], matter: str, facts: frozenset[str]) -> None:
    where[matter] = where.get(matter, frozenset()) | facts


def _use(uses: list[Use], use: Use) -> None:
    """Add a use; where the matter uses the paper already (in its list and in a situation), the greater number counts."""
    for index, earlier in enumerate(uses):
        if earlier.matter == use.matter:
            stated = [each for each in (earlier.originals, use.originals) if each is not None]
            uses[index] = Use(
                matter=use.matter,
                originals=max(stated, default=None),
                copies=max(earlier.copies, use.copies),
                main=True if True in (earlier.main, use.main) else earlier.main if use.main is None else use.main,
                checks=tuple(dict.fromkeys((*earlier.checks, *use.checks))),
                note=earlier.note or use.note,
            )
            return
    uses.append(use)
