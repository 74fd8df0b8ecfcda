"""Ages and months by the calendar.

A span of years or months ends on the day with the same number, or on the last day of a month that has no such day
(Civil Code of the People's Republic of China, article 202). Whoever is born on 29 February therefore completes a year
on 28 February of a common year, and one month before 31 March is the last day of February.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def shift_months(day: date, months: int) -> date:
    """The day `months` later (earlier when negative), held inside the calendar's years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reaches(birth: date, age: int) -> date:
    """The day on which somebody born on `birth` completes `age` years."""
    return shift_months(birth, 12 * age)


def age_on(birth: date, day: date) -> int:
    """Completed years on `day`; negative before the birth."""
    years = day.year - birth.year
    return years if reaches(birth, years) <= day else years - 1


def months_until(birth: date, age: int, day: date) -> int:
    """Whole months from `day` to the day `age` is reached, every month begun counted as one.

    It is the least m such that `day` is not before the day m months before the one on which `age` is reached. So it is
    1 from exactly one month before that day, 0 on the day and in the month after, then -1 and so on; and it is at most
    0 exactly when the age has been reached.
    """
    target = reaches(birth, age)
    months = (target.year - day.year) * 12 + target.month - day.month
    return months if shift_months(target, -months) <= day else months + 1


def births_at(age: int, day: date) -> tuple[date, date]:
    """The earliest and the latest birth date of those who are `age` years old on `day`."""
    before = _latest_birth(age + 1, day)
    return (before if before == date.max else before + timedelta(days=1)), _latest_birth(age, day)


def _latest_birth(age: int, day: date) -> date:
    """The last day such that somebody born on it has completed `age` years on `day`."""
    latest = shift_months(day, -12 * age)
    if latest == date.max:
        return latest
    # On 28 February of a common year also those born on the 29th complete a year.
    following = latest + timedelta(days=1)
    return following if reaches(following, age) <= day else latest
