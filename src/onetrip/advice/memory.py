"""How what is known of a resident is kept with a consultation: plain data in, plain data out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from onetrip.rules import FactType, Known, Origin, Value, Vocabulary

Stored: TypeAlias = dict[str, dict[str, Any]]
"""{fact: {"value": …, "origin": …}}, days as ISO text; with "on", the day of an earlier consultation it was learned in."""


def to_stored(known: Mapping[str, Known]) -> Stored:
    """`known` as JSON can hold it."""
    return {fact: kept(item.value, item.origin) for fact, item in known.items()}


def kept(value: Value, origin: Origin, on: date | None = None) -> dict[str, Any]:
    """One fact as JSON can hold it. `on` is the day it was learned, where that is not the day of the consultation."""
    stored: dict[str, Any] = {"value": value.isoformat() if isinstance(value, date) else value, "origin": origin.value}
    return stored if on is None else {**stored, "on": on.isoformat()}


def days_of(stored: Stored) -> dict[str, date]:
    """The facts that were learned on an earlier day, with that day."""
    return {name: date.fromisoformat(item["on"]) for name, item in stored.items() if "on" in item}


def from_stored(stored: Stored, vocabulary: Vocabulary) -> dict[str, Known]:
    """What was stored, read by the vocabulary it was said in; facts that the vocabulary does not have are left out."""
    known = {}
    for name, item in stored.items():
        fact = vocabulary.fact(name)
        if fact is not None:
            value = date.fromisoformat(item["value"]) if fact.type is FactType.DATE else item["value"]
            known[name] = Known(value, Origin(item["origin"]))
    return known
