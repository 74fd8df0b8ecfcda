"""What if the rule were another: one condition judged anew for the whole city, from what a run has left."""

from __future__ import annotations

from dataclasses import dataclass

from onetrip.rules import Expr, facts_of
from onetrip.rules.facts import AGE, BIRTH_DATE
from onetrip.screening.asking import Asked
from onetrip.screening.columns import Plane, counted
from onetrip.screening.index import Key, planes
from onetrip.screening.planes import Planes
from onetrip.screening.residents import Residents
from onetrip.screening.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """A changed condition beside the one of the run: how many are certainly entitled now and were before, who came in and
    who fell out, and how many are open."""

    before: int
    after: int
    gained: int
    lost: int
    open: int
    certain: Plane


def what_if(store: Store, residents: Residents, asked: Asked, matter: str, condition: Expr) -> Changed:
    """Judge `condition` instead of that of `matter`. Bounds that no condition of the run names are read from the file, of
    the facts concerned alone.

    KeyError: the run knows no such matter, or the condition speaks of a fact that the vocabulary does not have.
    """
    row = list(asked.conditions).index(matter) if matter in asked.conditions else -1
    if row < 0:
        raise KeyError(matter)
    compiled = Planes({matter: condition}, asked.vocabulary, asked.day, _columns(condition, residents))
    kept: list[str] = (store.asked() or {})["keys"]
    at = {name: place for place, name in enumerate(kept)}
    index: dict[Key, Plane | None] = {
        key: store.whole("index", at[repr(key)]) for key in compiled.keys if repr(key) in at
    }
    index |= _read([key for key in compiled.keys if repr(key) not in at], residents)
    judged = store.whole("index", len(kept))
    ((certain, possible),) = compiled.pairs(index, residents.rows)
    now, before = certain & judged, store.whole("certain", row)
    return Changed(
        before=counted(before),
        after=counted(now),
        gained=counted(now & ~before),
        lost=counted(before & ~now),
        open=0 if possible is certain else counted(possible & ~certain & judged),
        certain=now,
    )


def _columns(condition: Expr, residents: Residents) -> set[str]:
    """The columns that the condition speaks of; an age is read off the birth date, and from itself where that is missing."""
    facts = set(facts_of(condition))
    if facts & {AGE, BIRTH_DATE}:
        facts |= {AGE, BIRTH_DATE}
    return facts & set(residents.facts)


def _read(keys: list[Key], residents: Residents) -> dict[Key, Plane | None]:
    if not keys:
        return {}
    stretch = residents.stretch(0, residents.rows, {key.fact for key in keys})
    return planes(keys, stretch.columns, stretch.number)
