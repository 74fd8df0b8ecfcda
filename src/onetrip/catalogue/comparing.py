"""What changed from one catalogue to another, and for whom. Pure.

The texts are compared line by line. For whom is found by asking both catalogues about the same synthetic residents: who
may have a matter now and could not before, who no longer may, and whose papers differ.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.residents import SEED, Resident, described, residents
from onetrip.planning import Book, MatterTerms, Standing
from onetrip.planning.book import Prepared
from onetrip.planning.burden import WEIGHTS
from onetrip.planning.papers import union_of
from onetrip.planning.standing import Judged
from onetrip.planning.view import BY_PROXY, View
from onetrip.rules import Known, Origin, Text, Verdict, amounts_of

RESIDENTS = 10_000
_CONTEXT = 2

Effect = Literal["gains", "loses", "papers"]
_Papers = tuple[tuple[str, int, int], ...]
_SOMEBODY_ELSE = {BY_PROXY: Known(value=True, origin=Origin.SAID)}
_IN_PERSON = {BY_PROXY: Known(value=False, origin=Origin.SAID)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text difference: `sign` is "+", "-", " ", or "…" for what is left out between."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """How the text of one file differs; `kind` is "added", "removed" or "changed"."""

    name: str
    kind: Literal["added", "removed", "changed"]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One of the residents for whom something changes, and what they bring before and after."""

    who: Text
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(slots=True)
class MatterChange:
    """What a changed matter means to the residents: how many gain it, lose it, bring other papers; one example each.

    `entitled` is how many may have it after the change, counted where more than words differ.
    """

    matter: str
    name: Text
    kind: Literal["added", "removed", "changed"]
    gains: int = 0
    loses: int = 0
    papers: int = 0
    entitled: int = 0
    examples: dict[Effect, Example] = field(default_factory=dict)

    @property
    def only_words(self) -> bool:
        """Whether nothing changes for anybody among the residents: texts, limits, sources."""
        return not (self.gains or self.loses or self.papers)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed for whom, over `number` residents."""

    number: int
    matters: tuple[MatterChange, ...]


def file_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """The files that differ, each with the lines around what changed."""
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        kind: Literal["added", "removed", "changed"] = (
            "added" if old is None else "removed" if new is None else "changed"
        )
        found.append(FileChange(name, kind, tuple(line_changes(old or "", new or ""))))
    return tuple(found)


def line_changes(before: str, after: str) -> Iterator[Line]:
    """The lines that differ with two around them."""
    old, new = before.splitlines(), after.splitlines()
    for number, group in enumerate(
        difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)
    ):
        if number:
            yield Line("…", "")
        for what, first, last, start, stop in group:
            if what == "equal":
                yield from (Line(" ", text) for text in old[first:last])
            else:
                yield from (Line("-", text) for text in old[first:last])
                yield from (Line("+", text) for text in new[start:stop])


def changed_matters(before: Catalogue, after: Catalogue) -> list[str]:
    """The matters that are not the same in both, also because a paper, a fact or an amount they use is not."""
    names = [*after.matters, *(name for name in before.matters if name not in after.matters)]
    return [name for name in names if _whole(before, name) != _whole(after, name)]


def compare(
    before: Catalogue,
    after: Catalogue,
    day: date,
    *,
    number: int = RESIDENTS,
    seed: int = SEED,
    told: Callable[[int], None] = lambda _: None,
) -> Comparison:
    """Ask both catalogues about `number` synthetic residents as of `day`. `told` hears how many have been asked so far."""
    names = changed_matters(before, after)
    changes = {name: _change(before, after, name) for name in names}
    # Where only words differ everybody is told the same by both.
    asked = [name for name in names if _deciding(before, name) != _deciding(after, name)]
    old, new = _Side(before, asked, day), _Side(after, asked, day)
    people = residents(after.book.vocabulary, old.facts | new.facts, day, number, seed) if asked else []
    for place, person in enumerate(people):
        if place % 1000 == 0:
            told(place)
        seen_before, seen_after = old.seen(person), new.seen(person)
        for name in seen_before.keys() | seen_after.keys():
            _count(changes[name], seen_before.get(name), seen_after.get(name), person, old, new)
    return Comparison(
        number, tuple(sorted(changes.values(), key=lambda each: -(each.gains + each.loses + each.papers)))
    )


class _Side:
    """The changed matters of one catalogue, asked about residents. What hangs on the same verdicts is worked out once."""

    def __init__(self, catalogue: Catalogue, names: Iterable[str], day: date) -> None:
        book = catalogue.book
        alone = tuple(_alone(book.terms(name)) for name in names if name in catalogue.matters)
        self._catalogue = catalogue
        self._book = Book(book.vocabulary, alone, book.papers, book.version)
        self._day = day
        self._conditions = {name: tuple(conditions_of(prepared)) for name, prepared in self._book.prepared.items()}
        self._papers: dict[tuple[str, tuple[Verdict, ...]], tuple[_Papers, _Papers]] = {}
        used = (self._book.facts[name] for names in self._conditions.values() for name in names)
        self.facts = frozenset[str]().union(*used)
        self._names = frozenset(book.vocabulary.names())
        offered = (each for each in self._book.prepared.values() if _may_be_had(each))
        self._entitled = {each.terms.id: each.entitled for each in offered}

    def seen(self, person: Resident) -> dict[str, tuple[_Papers, _Papers]]:
        """For each matter that the person may have the papers they bring, and those if somebody else comes."""
        known = {name: item for name, item in person.items() if name in self._names}
        known |= _IN_PERSON if BY_PROXY in self._names else {}
        verdicts = self._book.program.verdicts(known, self._day)
        found: dict[str, tuple[_Papers, _Papers]] = {}
        for name, entitled in self._entitled.items():
            if entitled is None or verdicts[entitled] is Verdict.YES:
                key = (name, tuple(verdicts[each] for each in self._conditions[name]))
                found[name] = self._papers.get(key) or self._brought(key, known)
        return found

    def example_of(self, name: str, person: Resident) -> tuple[Text, ...]:
        """The papers of a matter in words, for somebody who comes in person."""
        seen = self.seen(person).get(name)
        papers = self._catalogue.papers
        return tuple(
            _in_words(papers[paper].name, originals, copies) for paper, originals, copies in (seen or ((), ()))[0]
        )

    def who(self, name: str, person: Resident) -> Text:
        """The person by what the matter's conditions ask."""
        facts = {fact for each in self._conditions.get(name, ()) for fact in self._book.facts[each]}
        return described(person, facts, self._book.vocabulary, self._day)

    def _brought(self, key: tuple[str, tuple[Verdict, ...]], known: Resident) -> tuple[_Papers, _Papers]:
        prepared = self._book.prepared[key[0]]
        own = View(self._book, known, self._day)
        other = View(self._book, {**known, **_SOMEBODY_ELSE}, self._day) if BY_PROXY in self._names else own
        self._papers[key] = _papers(own, prepared), _papers(other, prepared)
        return self._papers[key]


def conditions_of(prepared: Prepared) -> Iterator[str]:
    """The names of every condition of a matter, each once."""
    names = [prepared.entitled, *prepared.situations, prepared.proxy_when]
    for slot in prepared.slots:
        names += slot.when
        for option in slot.options:
            names += (*option.when, *option.exempt)
    yield from dict.fromkeys(name for name in names if name is not None)


def _may_be_had(prepared: Prepared) -> bool:
    """Whether anybody can have it here: not one that is handled elsewhere, nor one of which nobody knows for whom it is."""
    return prepared.terms.kind != "not_here" and prepared.terms.entitled_known


def _papers(view: View, prepared: Prepared) -> _Papers:
    union = union_of(view, [Judged(prepared, Standing.NOW, wanted=True)])
    return tuple(sorted((each.paper, each.originals, each.copies) for each in union.bring))


def _count(
    change: MatterChange,
    before: tuple[_Papers, _Papers] | None,
    after: tuple[_Papers, _Papers] | None,
    person: Resident,
    old: _Side,
    new: _Side,
) -> None:
    change.entitled += after is not None
    if before == after:
        return
    effect: Effect = "gains" if before is None else "loses" if after is None else "papers"
    setattr(change, effect, getattr(change, effect) + 1)
    if effect not in change.examples:
        name = change.matter
        who = (old if effect == "loses" else new).who(name, person)
        change.examples[effect] = Example(who, old.example_of(name, person), new.example_of(name, person))


def _change(before: Catalogue, after: Catalogue, name: str) -> MatterChange:
    matter = after.matter(name) or before.matters[name]
    kind: Literal["added", "removed", "changed"] = "changed"
    if name not in before.matters:
        kind = "added"
    elif name not in after.matters:
        kind = "removed"
    return MatterChange(name, matter.name, kind)


def _whole(catalogue: Catalogue, name: str) -> object:
    """A matter with everything that is said and decided about it; None where the catalogue has no such matter."""
    matter = catalogue.matter(name)
    if matter is None:
        return None
    book = catalogue.book
    papers = [catalogue.papers[paper] for paper in _papers_named(book.prepared[name])]
    amounts = [catalogue.amounts[amount] for amount in sorted(_amounts(book, book.prepared[name]))]
    return matter, papers, amounts, book.terms(name), _deciding(catalogue, name)


def _deciding(catalogue: Catalogue, name: str) -> object:
    """What decides who may have a matter and what they bring; None where the catalogue has no such matter."""
    if catalogue.matter(name) is None:
        return None
    book = catalogue.book
    prepared = book.prepared[name]
    facts = {fact for each in conditions_of(prepared) for fact in book.facts[each]}
    return (
        _alone(book.terms(name)),
        [book.papers[paper] for paper in _papers_named(prepared)],
        [book.vocabulary.fact(fact) for fact in sorted(facts)],
        [book.vocabulary.amounts[amount] for amount in sorted(_amounts(book, prepared))],
        [book.vocabulary.amounts.get(weight) for weight in WEIGHTS if _has_a_choice(prepared)],
    )


def _has_a_choice(prepared: Prepared) -> bool:
    """Whether one of several papers has to be chosen, so that it matters how much an errand weighs."""
    return any(len(slot.options) > 1 for slot in prepared.slots)


def _alone(terms: MatterTerms) -> MatterTerms:
    """A matter's terms by themselves: what it leads to or comes after does not change who may have it."""
    return replace(terms, leads_to=(), needs_first=())


def _papers_named(prepared: Prepared) -> list[str]:
    return sorted({option.paper.id for slot in prepared.slots for option in slot.options})


def _amounts(book: Book, prepared: Prepared) -> set[str]:
    return {amount for name in conditions_of(prepared) for amount in amounts_of(book.conditions[name])}


def _in_words(name: Text, originals: int, copies: int) -> Text:
    counts: Sequence[tuple[int, str, str]] = ((originals, "原件", "original"), (copies, "复印件", "copy"))
    zh = "、".join(f"{word} {count}" for count, word, _ in counts if count)
    en = ", ".join(f"{word} {count}" for count, _, word in counts if count)
    return Text(f"{name.zh}（{zh}）", f"{name.en} ({en})")
