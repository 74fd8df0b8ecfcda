"""A specimen: the picture of one page without any camera, and what truly stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from PIL import Image

from onetrip.reading.specimens.people import Person
from onetrip.reading.specimens.sheets import Sheet

Place = tuple[float, float, float, float]


@dataclass(frozen=True)
class Specimen:
    """`kind` and `page` as in `onetrip.reading.kinds`; `fields` by name, dates as 2020-01-02; `places` in pixels."""

    kind: str
    page: str
    image: Image.Image
    fields: Mapping[str, str]
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """What a specimen is drawn of: whose, as of which day, in which layout, with which seed for the rest."""

    person: Person
    day: date
    layout: int
    seed: int

    def rng(self, salt: int) -> np.random.Generator:
        """Chance of its own for each use, the same for the same order."""
        return np.random.default_rng([self.seed, salt])


def finished(sheet: Sheet, kind: str, page: str, fields: Mapping[str, str]) -> Specimen:
    """The specimen of a sheet that is fully drawn."""
    sheet.mark()
    return Specimen(kind, page, sheet.image, dict(fields), dict(sheet.places))


def dotted(day: date) -> str:
    """2020.01.02, as cards print it."""
    return f"{day:%Y.%m.%d}"


def written(day: date, form: int) -> str:
    """A date as one of three printers of papers writes it."""
    return (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y年%m月%d日}", f"{day:%Y-%m-%d}")[form]


def some_years(day: date, years: int) -> date:
    """The same day some years on; the first of March for a leap day that has no counterpart."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
