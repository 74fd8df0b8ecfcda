"""Residents who stand in a file more than once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from onetrip.rules import Text
from onetrip.screening.impossible import Reason
from onetrip.screening.residents import RESIDENT, Unreadable

SAME, DIFFERS = Reason("same", ""), Reason("differs", "")
_ROW = "|row"


def repeated(path: Path) -> Mapping[Reason, npt.NDArray[np.int64]]:
    """The rows to set aside: of those who stand there again with the same facts all but the first, of those whose facts
    differ every one. A file whose pseudonyms ascend has none, and that is seen at a glance.

    Unreadable: somebody has no pseudonym.
    """
    names = pl.scan_parquet(path).select(RESIDENT).collect().get_column(RESIDENT)
    if empty := names.null_count():
        raise Unreadable(
            Text(
                f"{empty:,} 行没有居民代号，没法跟进也没法去重。",
                f"{empty:,} rows have no pseudonym: nobody could follow them up.",
            )
        )
    if _ascend(names):
        return {}
    again = names.filter(names.is_duplicated()).unique()
    if again.is_empty():
        return {}
    rows = pl.scan_parquet(path).with_row_index(_ROW).filter(pl.col(RESIDENT).is_in(again.implode())).collect()
    facts = pl.struct(pl.exclude(RESIDENT, _ROW))
    rows = rows.with_columns(
        kinds=facts.n_unique().over(RESIDENT), first=(pl.col(_ROW) == pl.col(_ROW).min().over(RESIDENT))
    )
    same = rows.filter((pl.col("kinds") == 1) & ~pl.col("first"))
    differs = rows.filter(pl.col("kinds") > 1)
    found = {SAME: same, DIFFERS: differs}
    return {reason: each[_ROW].to_numpy().astype(np.int64) for reason, each in found.items() if each.height}


def _ascend(names: pl.Series) -> bool:
    if len(names) < 2:
        return True
    return bool((names.slice(1) > names.slice(0, len(names) - 1)).all())
