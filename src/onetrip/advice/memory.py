"""How what is known of a resident is kept with a consultation: plain data in, plain data out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from onetrip.rules import FactType, Known, Origin, Value, Vocabulary

Stored: TypeAlias = dict[str, dict[str, Any]]
"""{fact: {"value": …, "origin": …}}, days as ISO text."""


def to_stored(known: Mapping[str, Known]) -> Stored:
    """`known` as JSON can hold it."""
    return {fact: kept(item.value, item.origin) for fact, item in known.items()}


def kept(value: Value, origin: Origin) -> dict[str, Any]:
    """One fact as JSON can hold it."""
    return {"value": value.isoformat() if isinstance(value, date) else value, "origin": origin.value}


def from_stored(stored: Stored, vocabulary: Vocabulary) -> dict[str, Known]:
    """What was stored, read by the vocabulary it was said in; facts that the vocabulary does not have are left out."""
    known = {}
    for name, item in stored.items():
        fact = vocabulary.fact(name)
        if fact is not None:
            value = date.fromisoformat(item["value"]) if fact.type is FactType.DATE else item["value"]
            known[name] = Known(value, Origin(item["origin"]))
    return known
