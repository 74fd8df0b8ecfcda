"""A date chosen with a finger: a list each for year, month and day, instead of eight digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from onetrip.rules import BIRTH_DATE, Fact
from onetrip.rules.facts import OLDEST

_USUAL_AGE = 60
"""Where the years of birth first stand: most who come are about so old (example)."""
_YEARS_AHEAD = 20


@dataclass(frozen=True)
class Wheels:
    """The years, the newest first, and what the three lists stand at; 0: nothing is chosen yet."""

    years: tuple[int, ...]
    near: int
    year: int
    month: int
    day: int

    months: tuple[int, ...] = tuple(range(1, 13))
    days: tuple[int, ...] = tuple(range(1, 32))


def wheels_for(fact: Fact, value: str, day: date) -> Wheels:
    """The lists for a date fact, seen on `day`, at what was answered before (an ISO date, "" for nothing)."""
    born = fact.id == BIRTH_DATE
    last = day.year if born or fact.past else day.year + _YEARS_AHEAD
    years = tuple(range(last, day.year - (OLDEST - 30 if born else 100), -1))
    try:
        known: date | None = date.fromisoformat(value)
    except ValueError:
        known = None
    near = known.year if known else day.year - _USUAL_AGE if born else day.year
    chosen = (known.year, known.month, known.day) if known else (0, 0, 0)
    return Wheels(years, near, *chosen)


def read_date(request: HttpRequest) -> None:
    """Put the three lists of a form together as its `answer`, where something was chosen and nothing typed."""
    parts = [request.POST.get(f"date-{name}", "") for name in ("year", "month", "day")]
    if request.POST.get("answer") or not any(parts):
        return
    year, month, day = (part if part.isascii() and part.isdigit() else "" for part in parts)
    post = request.POST.copy()
    post["answer"] = f"{year[:4]:0>4}{month[:2]:0>2}{day[:2]:0>2}" if year and month and day else "-".join(parts)[:20]
    request.POST = post  # type: ignore[assignment]  # a QueryDict as before
