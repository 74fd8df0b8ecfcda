"""Bringing two changes of one file together, field by field. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.catalogue.rewriting import CannotRewrite, rewrite, tree_of


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with both changes in it, and the fields (`both`) that both changed differently: there it says what is yours."""

    text: str
    both: tuple[str, ...]


def merge(base: str | None, theirs: str | None, yours: str | None) -> Merged | None:
    """The change from `base` to `yours` put into `theirs`. None where that takes a person: a file that one side removed,
    or a text that cannot be read field by field."""
    trees = [tree_of(text) if text is not None else None for text in (base, theirs, yours)]
    old, other, own = trees
    if theirs is None or old is None or other is None or own is None:
        return None
    mine = [key for key in {**old, **own} if old.get(key) != own.get(key)]
    both = tuple(key for key in mine if other.get(key) not in (old.get(key), own.get(key)))
    try:
        return Merged(rewrite(theirs, {key: own.get(key) for key in mine}, tuple(own)), both)
    except CannotRewrite:
        return None
