"""How far the questions reach: of every comparison in a matter's definition, whether two residents show it decide.

Modified condition/decision coverage over all decisions of a matter (`rules.boundaries`). What cannot be shown is named with the
reason; what is shown by residents and asked in no question is what the catalogue itself holds open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.rules import ALWAYS, Text, atoms
from onetrip.rules.boundaries import Pair, Why, boundaries
from onetrip.rules.phrases import Manner, clause
from onetrip.training.items.asking import asked_of, world_of
from onetrip.training.items.decisions import Decision, Field, decisions_of, facts_looked_at
from onetrip.training.items.drafts import Asked, Side
from onetrip.training.items.grounds import (
    Ground,
    entitled_ground,
    entitled_is_sure,
    is_sure,
    papers_are_listed,
    papers_are_sure,
    proxy_ground,
    proxy_is_sure,
)
from onetrip.training.items.one_paper import telling_papers
from onetrip.training.items.shapes import Kind

REASONS = {
    Why.NOBODY_MEETS: Text("问到这一步的人里，没有人会符合", "Nobody of whom it is asked can meet it"),
    Why.EVERYBODY_MEETS: Text("问到这一步的人，个个都符合", "Everybody of whom it is asked meets it"),
    Why.OTHERS_DECIDE: Text("轮到它时，别的条件已经定了", "Wherever it could differ, the others have decided already"),
    Why.NO_FIGURE: Text("对比的金额今天没有数", "The amount it compares with has no figure today"),
    Why.TOO_TANGLED: Text("条件太多，没有找完，不下结论", "Too tangled to look through; nothing is claimed"),
}


class Unasked(StrEnum):
    """Why a comparison that decides is not asked about on both its sides."""

    NO_SOURCE = "no-source"  # no source at all is named for the field
    DISPUTED = "disputed"  # an open point names it, or the one paper or figure by which it shows
    NO_FIGURE = "no-figure"  # the sum has no figure
    SEASON = "season"  # its papers are brought in a season alone, and a question is the same on every day
    CHANGES_NOTHING = "changes-nothing"  # neither what is brought nor a sum hangs on it, as far as a question can show


UNASKED = {
    Unasked.NO_SOURCE: Text("这一项没有写出处", "No source is named for it"),
    Unasked.DISPUTED: Text("待核对的正是它，会有两个说法", "An open point is about it: two answers would stand"),
    Unasked.NO_FIGURE: Text("金额没有数", "The sum has no figure"),
    Unasked.SEASON: Text("只在一段时间里收材料", "Its papers are taken in a season alone"),
    Unasked.CHANGES_NOTHING: Text("材料和金额都不因它而变", "No single paper and no sum hangs on it"),
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A comparison that decides for nobody: in which decision, what it demands, why."""

    what: Text
    demands: Text
    why: Why


@dataclass(frozen=True, slots=True)
class Coverage:
    """One matter: how many `conditions` and `atoms` (comparisons) there are, how many are `shown` to decide by a pair of
    possible residents, `cannot` the others, and how many are `asked`, by questions about both residents.

    `open` are the fields that decide something or have something to tell, and of which the catalogue is not sure enough to
    ask. `unique` are those shown in which nothing else changes, `sharp` those shown on the bound itself. `items` are the
    questions by their kind. `asked_verified` and `verified` are the same, of the questions that rest on nothing open. `unasked`
    are the comparisons that are shown and not asked on both sides, by the reason.
    """

    matter: str
    conditions: int
    atoms: int
    shown: int
    unique: int
    sharp: int
    asked: int
    cannot: tuple[Hidden, ...]
    items: Mapping[Kind, int]
    open: tuple[str, ...]
    asked_verified: int
    verified: Mapping[Kind, int]
    unasked: Mapping[Unasked, int]

    @property
    def can_decide(self) -> int:
        """The comparisons that could be shown: all but those of which it is known that they decide for nobody."""
        return self.atoms - sum(hidden.why is not Why.TOO_TANGLED for hidden in self.cannot)


def coverage(catalogue: Catalogue, matter: str, day: date) -> Coverage:
    """The coverage of one matter on a day. KeyError: the catalogue has no such matter."""
    found, world = catalogue.matters[matter], world_of(catalogue, day)
    questions = asked_of(catalogue, matter, day)
    sides, sure_sides = _sides(questions), _sides([asked for asked in questions if asked.item.is_verified])
    unasked: Counter[Unasked] = Counter()
    looked_at = facts_looked_at(catalogue, found)
    conditions = number = shown = unique = sharp = in_questions = in_sure = 0
    cannot: list[Hidden] = []
    decisions = decisions_of(catalogue, found)
    for decision in decisions:
        conditions += 1
        number += len(atoms(decision.condition))
        beside = () if decision.around == ALWAYS or decision.field is Field.ENTITLED else looked_at
        made = boundaries(decision.condition, world, decision.around, beside)
        shown += len(made.pairs)
        unique += sum(pair.unique for pair in made.pairs.values())
        sharp += sum(pair.sharp for pair in made.pairs.values())
        for atom, pair in made.pairs.items():
            both = {(decision.condition, atom, inside) for inside in (True, False)}
            in_sure += both <= sure_sides
            if both <= sides:
                in_questions += 1
            else:
                unasked[_why_unasked(catalogue, found, decision, pair, day)] += 1
        for atom, why in made.cannot.items():
            demands = clause(atom, catalogue.book.vocabulary, day, manner=Manner.LINE)
            cannot.append(Hidden(decision.what, demands, why))
    return Coverage(
        matter=matter,
        conditions=conditions,
        atoms=number,
        shown=shown,
        unique=unique,
        sharp=sharp,
        asked=in_questions,
        cannot=tuple(cannot),
        items=Counter(asked.item.kind for asked in questions),
        open=_open_fields(found, {decision.field for decision in decisions}),
        asked_verified=in_sure,
        verified=Counter(asked.item.kind for asked in questions if asked.item.is_verified),
        unasked=unasked,
    )


def _sides(questions: Collection[Asked]) -> frozenset[Side]:
    return frozenset[Side]().union(*(asked.draft.shows for asked in questions))


def _why_unasked(catalogue: Catalogue, matter: Matter, decision: Decision, pair: Pair, day: date) -> Unasked:
    match decision.field:
        case Field.ENTITLED:
            return Unasked.NO_SOURCE if entitled_ground(matter) is Ground.NONE else Unasked.DISPUTED
        case Field.PROXY:
            return Unasked.NO_SOURCE if proxy_ground(matter) is Ground.NONE else Unasked.DISPUTED
        case Field.FEES:
            mine = [fee for fee in matter.terms.fees if fee.when == decision.condition]
            return Unasked.NO_FIGURE if all(fee.amount is None for fee in mine) else Unasked.DISPUTED
    if not papers_are_listed(matter):
        return Unasked.NO_SOURCE
    if matter.terms.season is not None:
        return Unasked.SEASON
    differ = telling_papers(catalogue, matter, pair.inside, pair.outside, day)
    return Unasked.DISPUTED if differ else Unasked.CHANGES_NOTHING


def _open_fields(matter: Matter, deciding: Collection[Field]) -> tuple[str, ...]:
    """The fields of a matter that would be asked about if they were sure."""
    terms = matter.terms
    unsure = {
        Field.ENTITLED: Field.ENTITLED in deciding and not entitled_is_sure(matter),
        Field.PAPERS: not terms.automatic and terms.kind != "not_here" and not papers_are_sure(matter),
        Field.PROXY: terms.proxy is not None and not proxy_is_sure(matter),
        Field.FEES: Field.FEES in deciding and not is_sure(matter, Field.FEES),
    }
    return tuple(field.value for field, is_unsure in unsure.items() if is_unsure)
