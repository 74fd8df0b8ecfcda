"""Which question takes the place of which, when a rule changes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Old = TypeVar("Old")


def matter_of(item: str) -> str:
    """The matter that an item's id names."""
    return item.split(":", 1)[0]


def kind_of(item: str) -> str:
    """What it asks, as its id says."""
    return item.split(":", 2)[1]


def predecessor(item: str, olds: Mapping[str, Old]) -> Old | None:
    """The old question, by its id, whose place `item` takes: of the same matter and the same kind, the first of them by id.

    Several questions of a changed rule may take the place of one. None where nothing of the kind was practised.
    """
    alike = sorted(old for old in olds if matter_of(old) == matter_of(item) and kind_of(old) == kind_of(item))
    return olds[alike[0]] if alike else None
