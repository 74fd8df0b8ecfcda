"""The centres of the house as a directory of services tells them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from onetrip.catalogue.exports.hsds import Centre, ChangedDay, Stretch
from onetrip.centres import queries
from onetrip.rules import Text

_DAY_OFF, _WORKING_DAY = Text("放假", "A public holiday"), Text("调休上班", "A make-up working day")


def centres(day: date) -> tuple[Centre, ...]:
    """Every centre with its hours, as of `day`."""
    return tuple(_centre(code, day) for code in queries.codes())


def changed_days() -> tuple[ChangedDay, ...]:
    """The days that the yearly notices make a day off or a working day, and that are not so by themselves."""
    return tuple(_changed_days())


def _centre(code: str, day: date) -> Centre:
    settled = queries.settled(code)
    centre = settled.centre
    offset = datetime.combine(day, time(12), tzinfo=centre.zone).utcoffset()
    known = bool(centre.address_zh and centre.address_en)
    return Centre(
        code=centre.code,
        name=Text(centre.name_zh, centre.name_en),
        short=Text(centre.short_zh, centre.short_en),
        district=Text(centre.district_zh, centre.district_en),
        address=Text(centre.address_zh, centre.address_en) if known else None,
        telephone=centre.telephone,
        utc_offset=offset.total_seconds() / 3600 if offset is not None else 0.0,
        hours=tuple(Stretch(each.on_working_days, each.opens, each.closes) for each in settled.hours),
        low_counters=tuple(queries.low_counters(code)),
    )


def _changed_days() -> Iterator[ChangedDay]:
    calendar = queries.calendar()
    for day in sorted(calendar.days):
        working = calendar.is_working_day(day)
        if working != (day.weekday() < 5):
            yield ChangedDay(day, working, _WORKING_DAY if working else _DAY_OFF)
