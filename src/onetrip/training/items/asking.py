"""All questions of a matter, one by its id, and which of them a change of the catalogue touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from onetrip.catalogue.book import Catalogue
from onetrip.rules.boundaries import World
from onetrip.training.items import judging
from onetrip.training.items.drafts import Asked, Draft, Side, named
from onetrip.training.items.entitled import drafts as of_entitled
from onetrip.training.items.limits import drafts as of_limits
from onetrip.training.items.one_paper import drafts as of_one_paper
from onetrip.training.items.papers import drafts as of_papers
from onetrip.training.items.shapes import Item
from onetrip.training.items.telling import drafts as of_telling

_MOST_REMEMBERED = 2048
"""Matters of which the questions are remembered, over all catalogues and days: some catalogues' worth."""
_MOST_WORLDS = 4
_MOST_OF_A_MATTER = 30
"""Questions of one matter: enough for every boundary, and no more than anybody would answer of one matter."""

_known: dict[tuple[str, str, date], tuple[Asked, ...]] = {}
_worlds: dict[tuple[str, date], World] = {}


@dataclass(frozen=True, slots=True)
class Changed:
    """The ids of the questions that a change of the catalogue takes away, brings, and leaves as they are."""

    gone: frozenset[str]
    come: frozenset[str]
    same: frozenset[str]


def items_of(catalogue: Catalogue, matter: str, day: date) -> tuple[Item, ...]:
    """The questions of a matter, in the order of their kinds; the same ones with the same ids on every day on which the
    catalogue's dated amounts are the same. KeyError: the catalogue has no such matter."""
    return tuple(asked.item for asked in asked_of(catalogue, matter, day))


def find(catalogue: Catalogue, item: str, day: date) -> Item | None:
    """The question of that id; None where the catalogue has none such, or none such any more."""
    found = asked_by_id(catalogue, item, day)
    return None if found is None else found.item


def changed(old: Catalogue, new: Catalogue, day: date) -> Changed:
    """Which questions are gone, have come and are the same after the catalogue has changed from `old` to `new`."""
    before, after = _all_ids(old, day), _all_ids(new, day)
    return Changed(before - after, after - before, before & after)


def asked_by_id(catalogue: Catalogue, item: str, day: date) -> Asked | None:
    """The question of that id with its resident."""
    matter = item.partition(":")[0]
    if catalogue.matter(matter) is None:
        return None
    return next((asked for asked in asked_of(catalogue, matter, day) if asked.item.id == item), None)


def asked_of(catalogue: Catalogue, matter: str, day: date) -> tuple[Asked, ...]:
    """The questions of a matter with their residents, each once. KeyError: the catalogue has no such matter."""
    remembered = (catalogue.digest, matter, day)
    found = _known.get(remembered)
    if found is None:
        by_id: dict[str, Asked] = {}
        for asked in _made(catalogue, matter, day):
            same = by_id.setdefault(asked.item.id, asked)
            if same is not asked:
                # One resident may stand on the bounds of several comparisons.
                shows = same.draft.shows | asked.draft.shows
                by_id[asked.item.id] = replace(same, draft=replace(same.draft, shows=shows))
        found = _few(tuple(by_id.values()))
        while len(_known) >= _MOST_REMEMBERED:
            _known.pop(next(iter(_known)), None)
        _known[remembered] = found
    return found


def world_of(catalogue: Catalogue, day: date) -> World:
    """Who is possible by a catalogue on a day."""
    found = _worlds.get((catalogue.digest, day))
    if found is None:
        while len(_worlds) >= _MOST_WORLDS:
            _worlds.pop(next(iter(_worlds)), None)
        book = catalogue.book
        found = _worlds[catalogue.digest, day] = World(book.vocabulary, book.constraints, day)
    return found


def _made(catalogue: Catalogue, matter: str, day: date) -> Iterator[Asked]:
    category = catalogue.matters[matter].terms.category
    for draft in _drafts(catalogue, matter, day):
        key = judging.key(catalogue, draft, day)
        # One to choose from is no choice; and what is right has to be among what is shown.
        if key is not None and key <= {option.id for option in draft.options} and len(draft.options) > 1:
            yield named(draft, category, key)


def _drafts(catalogue: Catalogue, matter: str, day: date) -> Iterator[Draft]:
    found, world = catalogue.matters[matter], world_of(catalogue, day)
    yield from of_entitled(catalogue, found, day, world)
    lists = list(of_papers(catalogue, found, day, world))
    yield from lists
    shown = frozenset[Side]().union(*(draft.shows for draft in lists))
    yield from of_one_paper(catalogue, found, day, world, shown)
    yield from of_telling(catalogue, found, day, world)
    yield from of_limits(catalogue, found)


def _few(questions: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """At most so many of a matter that are worth asking, in their order: first as many as it takes to stand on every side that
    any of them stands on, then those on boundaries, then the rest; the verified before the others."""
    if len(questions) <= _MOST_OF_A_MATTER:
        return questions
    by_worth = sorted(questions, key=lambda asked: (not asked.item.is_verified, not asked.draft.shows))
    chosen = {asked.item.id: None for asked in questions if asked.item.is_verified}
    left = frozenset[Side]().union(*(asked.draft.shows for asked in questions if asked.item.id not in chosen))
    left -= frozenset[Side]().union(*(asked.draft.shows for asked in questions if asked.item.id in chosen))
    while left:
        best = max(by_worth, key=lambda asked: len(asked.draft.shows & left))
        chosen[best.item.id] = None
        left -= best.draft.shows
    for asked in by_worth:
        if len(chosen) < _MOST_OF_A_MATTER:
            chosen[asked.item.id] = None
    return tuple(asked for asked in questions if asked.item.id in chosen)


def _all_ids(catalogue: Catalogue, day: date) -> frozenset[str]:
    return frozenset(asked.item.id for matter in catalogue.matters for asked in asked_of(catalogue, matter, day))
