"""Residents who changed, judged alone and held against what an earlier run said of them: who came in, and who fell out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from onetrip.rules import Text
from onetrip.screening.columns import unpacked
from onetrip.screening.residents import RESIDENT, Residents, Unreadable
from onetrip.screening.runs import Run
from onetrip.screening.store import Store

_OLD, _NEW = "|old", "|new"


@dataclass(frozen=True, slots=True)
class Difference:
    """Of the residents whom both runs know: by matter who is certainly entitled now and was not, and the reverse. `new`
    residents are unknown to the earlier run."""

    both: int
    new: int
    gained: Mapping[str, int]
    lost: Mapping[str, int]


def difference(now: Run, store: Store, before: Residents) -> Difference:
    """What changed for the residents of `now` since the run in `store` over the file `before`. Whoever was or is set aside
    was or is entitled to nothing.

    Unreadable: the earlier run asked about other matters, or calls residents by another kind of pseudonym.
    """
    matters = list((now.store.asked() or {})["matters"])
    if list((store.asked() or {"matters": []})["matters"]) != matters:
        raise Unreadable(Text("两次筛查的事项不同，没法比。", "The two runs asked about different matters."))
    places = _places(now.residents, before)
    old, new = places[_OLD].to_numpy(), places[_NEW].to_numpy()
    gained, lost = {}, {}
    for row, matter in enumerate(matters):
        then = unpacked(store.whole("certain", row), before.rows)[old]
        today = unpacked(now.store.whole("certain", row), now.residents.rows)[new]
        gained[matter], lost[matter] = int((today & ~then).sum()), int((then & ~today).sum())
    known = len(np.unique(new))
    return Difference(known, now.residents.rows - known, gained, lost)


def _places(now: Residents, before: Residents) -> pl.DataFrame:
    """Where each resident stands in either file; whoever stands there more than once, where they stand first."""
    frames: list[Any] = []
    for residents, row in ((now, _NEW), (before, _OLD)):
        names = pl.scan_parquet(residents.path).select(RESIDENT).with_row_index(row)
        frames.append(names.unique(RESIDENT, keep="first").collect())
    if frames[0].schema[RESIDENT] != frames[1].schema[RESIDENT]:
        raise Unreadable(Text("两个文件里的居民代号类型不同。", "Pseudonyms are of different types in the two files."))
    found: pl.DataFrame = frames[0].join(frames[1], on=RESIDENT, how="inner")
    return found
