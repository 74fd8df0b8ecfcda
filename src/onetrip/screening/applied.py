"""Who has applied already: a file of pseudonyms and matters, as planes beside those of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from onetrip.rules import Text
from onetrip.screening.columns import Plane, counted, packed
from onetrip.screening.residents import RESIDENT, Residents, Unreadable
from onetrip.screening.store import Store

MATTER = "matter"
_ROW = "|row"


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """By matter who has applied or has it already. `unknown_residents` and `unknown_matters` are rows that say nothing here."""

    planes: Mapping[str, Plane]
    unknown_residents: int
    unknown_matters: int


def applied(path: Path, residents: Residents, matters: Sequence[str]) -> Applied:
    """Read who has applied. Unreadable: the file lacks one of its two columns, or is no Parquet."""
    try:
        rows = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise Unreadable(Text(f"{path.name} 读不出来。", f"{path.name} cannot be read: {error}.")) from None
    if missing := [name for name in (RESIDENT, MATTER) if name not in rows.columns]:
        lacking = ", ".join(missing)
        raise Unreadable(Text(f"{path.name} 没有列 {lacking}。", f"{path.name} has no column {lacking}."))
    wanted = rows.select(RESIDENT, pl.col(MATTER).cast(pl.String)).unique()
    known = wanted.filter(pl.col(MATTER).is_in(list(matters)))
    names = pl.scan_parquet(residents.path).select(RESIDENT).with_row_index(_ROW).collect()
    if names.schema[RESIDENT] != known.schema[RESIDENT]:
        raise Unreadable(
            Text(
                "两个文件里的居民代号类型不同。",
                f"Pseudonyms are {names.schema[RESIDENT]} in one file and {known.schema[RESIDENT]} in the other.",
            )
        )
    found = known.join(names, on=RESIDENT, how="inner")
    planes = {
        str(matter): _plane(part[_ROW].to_numpy().astype(np.int64), residents.rows)
        for (matter,), part in found.group_by(MATTER)
    }
    strangers = known.height - known.join(names, on=RESIDENT, how="semi").height
    return Applied(planes, strangers, wanted.height - known.height)


def not_applied(store: Store, matters: Sequence[str], found: Applied) -> dict[str, int]:
    """By matter how many are certainly entitled and have not applied."""
    counts = dict.fromkeys(matters, 0)
    begin = 0
    for place in store.stretches():
        certain = store.planes(place).certain
        words = certain.shape[1]
        for row, matter in enumerate(matters):
            plane = found.planes.get(matter)
            here = certain[row] if plane is None else certain[row] & ~plane[begin : begin + words]
            counts[matter] += counted(here)
        begin += words
    return counts


def _plane(rows: npt.NDArray[np.int64], number: int) -> Plane:
    who = np.zeros(number, dtype=bool)
    who[rows] = True
    return packed(who)
