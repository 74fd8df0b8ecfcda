"""A plan computed again from what it was asked with: the same book, facts and engine give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from onetrip.planning.book import Book
from onetrip.planning.calendar import WorkingDays
from onetrip.planning.plan import Plan
from onetrip.planning.planner import plan
from onetrip.rules import KnownFacts

_ABSENT = object()


def asked_for(said: Plan) -> tuple[str, ...]:
    """The matters that a plan was asked about, in order. Plans of before engines had versions tell it by their items."""
    return said.wanted or tuple(item.matter for item in said.items if item.wanted)


def recompute(book: Book, known: KnownFacts, said: Plan, calendar: WorkingDays | None = None) -> Plan:
    """The plan that `said` should be: of its own day, asked with what it was asked with. Errors as for `plan`.

    `calendar`: the one its days were counted by, of the version that it names.
    """
    return plan(
        book,
        known,
        said.day,
        asked_for(said),
        said.skipped,
        said.declined,
        held=said.held,
        lacking=said.lacking,
        everything=said.everything,
        calendar=calendar,
    )


def differing_fields(said: Plan, again: Plan) -> tuple[str, ...]:
    """Where two plans differ, as paths into their JSON ("items[2].why.zh"), the outermost that differ first."""
    return tuple(_differing(said.to_json(), again.to_json(), ""))


def _differing(said: Any, again: Any, path: str) -> Iterator[str]:
    if isinstance(said, dict) and isinstance(again, dict):
        for name in sorted(said.keys() | again.keys()):
            inner = f"{path}.{name}" if path else name
            yield from _differing(said.get(name, _ABSENT), again.get(name, _ABSENT), inner)
    elif isinstance(said, list) and isinstance(again, list):
        for place, (one, other) in enumerate(zip_longest(said, again, fillvalue=_ABSENT)):
            yield from _differing(one, other, f"{path}[{place}]")
    elif said != again or type(said) is not type(again):
        yield path
