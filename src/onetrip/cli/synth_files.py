"""A synthetic city as a file: CSV for people and other programs, NPZ for NumPy, Parquet for screening. Every row says that nobody is meant."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onetrip.synthetic import City

SUFFIXES = (".csv", ".npz", ".parquet")
_ROWS = 20_000
_DISTRICT = "city_district"
_NOTICE = "Synthetic residents: nobody is meant, and no figure about real people may be drawn from them beyond the published marginals."


def write(city: City, output: Path, *, id_numbers: bool, told: Callable[[int], None]) -> int:
    """Write the city, all of it or nothing; the size of the file. `told` hears how many residents are written."""
    output.parent.mkdir(parents=True, exist_ok=True)
    aside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        if output.suffix == ".csv":
            with aside.open("w", encoding="utf-8-sig", newline="") as text:
                _write_csv(city, text, id_numbers=id_numbers, told=told)
        elif output.suffix == ".parquet":
            _write_parquet(city, aside, id_numbers=id_numbers)
        else:
            with aside.open("wb") as file:
                _write_npz(city, file, id_numbers=id_numbers)
        size = aside.stat().st_size
        aside.replace(output)
    finally:
        aside.unlink(missing_ok=True)
    return size


def _write_csv(city: City, file: IO[str], *, id_numbers: bool, told: Callable[[int], None]) -> None:
    """A row for each resident; `household` is the number of the first of those who live together."""
    lines = csv.writer(file, lineterminator="\r\n")
    names = ["synthetic", "resident", "household", *(["id_number"] if id_numbers else []), "district", *city.facts]
    lines.writerow(names)
    numbers = city.id_numbers() if id_numbers else None
    for begin in range(0, len(city), _ROWS):
        end = min(begin + _ROWS, len(city))
        columns: list[Any] = [repeat("yes", end - begin), range(begin + 1, end + 1)]
        columns.append((city.household[begin:end] + 1).tolist())
        if numbers is not None:
            columns.append(numbers[begin:end].astype("U18").tolist())
        columns += [_written(city, fact, begin, end) for fact in (_DISTRICT, *city.facts)]
        lines.writerows(zip(*columns, strict=True))
        told(end)


def _written(city: City, fact: str, begin: int, end: int) -> list[Any]:
    """The values of a fact as `rules.check_value` reads them: yes and no, ids of choices, whole numbers without a point."""
    values: list[Any] = city.values(fact, begin, end)
    if values and isinstance(values[0], bool):
        return ["yes" if value else "no" for value in values]
    if values and isinstance(values[0], float):
        return [int(value) if value.is_integer() else value for value in values]
    return values


def _write_npz(city: City, file: IO[bytes], *, id_numbers: bool) -> None:
    """One array for each fact; choices are numbers, whose ids stand in `about` (JSON), beside seed and day."""
    import numpy as np

    facts = ("city_district", *city.facts)
    choices = {fact: list(city.vocabulary.facts[fact].choices) for fact in facts}
    about = {
        "synthetic": True,
        "notice": _NOTICE,
        "day": city.day.isoformat(),
        "seed": city.seed,
        "residents": len(city),
        "choices": {fact: names for fact, names in choices.items() if names},
    }
    arrays: dict[str, Any] = {fact: city.columns[fact] for fact in facts}
    arrays["household"] = city.household
    arrays["about"] = np.array(json.dumps(about, ensure_ascii=False))
    if id_numbers:
        arrays["id_number"] = city.id_numbers()
    np.savez_compressed(file, **arrays)


def _write_parquet(city: City, path: Path, *, id_numbers: bool) -> None:
    """A row for each resident, choices by their ids; `resident` is a number that stands for nobody else."""
    import numpy as np
    import polars as pl

    columns = [pl.Series("resident", np.arange(1, len(city) + 1)), pl.Series("household", city.household + 1)]
    if id_numbers:
        columns.append(pl.Series("id_number", city.id_numbers().astype("U18")))
    for name in (_DISTRICT, *city.facts):
        choices = list(city.vocabulary.facts[name].choices) if name in city.vocabulary.facts else []
        values = city.columns[name]
        if choices:
            read = pl.Series(name, np.array(choices, dtype=object)[values], dtype=pl.Enum(choices))
        else:
            read = pl.Series(name, values)
        columns.append(read)
    pl.DataFrame(columns).with_columns(synthetic=pl.lit("yes")).write_parquet(path, row_group_size=1 << 18)
